"""Asks the feeds of public reviews for what is new; to whom an answer is owed becomes a case."""

import hashlib
import json
from datetime import datetime
from typing import Any

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.line import go
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.doors.channels.messaging.plain import Failing, Request
from pasillo.doors.channels.reviews.channel import KIND
from pasillo.doors.channels.reviews.feed import NoFeed
from pasillo.doors.channels.reviews.owed import is_owed
from pasillo.doors.channels.reviews.process import read_elsewhere
from pasillo.doors.shell.room import is_tight
from pasillo.ground.intake.commands import take_in

LARGEST = 5 * 2**20


def poll_all(at: datetime) -> int:
    """Every feed once. Returns to how many reviews an answer is owed that were not known before."""
    if is_tight():
        return 0
    return sum(_poll(account, at=at) for account in Account.objects.filter(kind=KIND, is_active=True).order_by("pk"))


def _poll(account: Account, *, at: datetime) -> int:
    try:
        found = _fetched(account)
    except (Failing, NoFeed) as trouble:
        commands.note_trouble(account.pk, words=str(trouble), at=at)
        return 0
    begins = account.heard_at is None
    new = commands.seen_first(account.pk, [one["name"] for one in found])
    owed = [one for one in found if one["name"] in new and is_owed(one) and not begins]
    for one in owed:
        place = hashlib.sha256(one["name"].encode()).hexdigest()
        raw = json.dumps({"reviews": [one]}).encode()
        take_in(channel=KIND, mailbox=str(account.pk), raw=raw, outside_id=place, at=at)
    commands.keep_seen(account.pk, sorted(new))
    commands.note_trouble(account.pk, words="", at=at)
    commands.note_call(account.pk, at=at)
    return len(owed)


def _fetched(account: Account) -> list[dict[str, Any]]:
    reply = go(Request(method="GET", address=settings_of(account).get("feed", "")))
    if not reply.is_good:
        raise NoFeed(f"answered {reply.status}")
    if len(reply.body) > LARGEST:
        raise NoFeed("too long")
    return read_elsewhere(reply.body)
