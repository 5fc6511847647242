"""Asks Mastodon who mentioned us: what is new is kept as bytes, and read like everything that comes in."""

import json
from datetime import datetime

from django.db import IntegrityError

from pasillo.doors.channels.mastodon.writing import newer
from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.line import go
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.picking import words
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.doors.channels.messaging.plain import Away, Failing, Rejected, Reply
from pasillo.doors.shell.room import is_tight
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound

KIND = "mastodon"
MOST_LISTS = 20
NOTHING_YET = "0"


def poll_all(at: datetime) -> int:
    """Every account once. Returns how many lists with something new were kept."""
    if is_tight():
        return 0
    return sum(_poll(account, at=at) for account in Account.objects.filter(kind=KIND, is_active=True).order_by("pk"))


def _poll(account: Account, *, at: datetime) -> int:
    kept = 0
    try:
        while kept < MOST_LISTS and _next_list(account, at=at):
            kept += 1
    except Failing as failing:
        commands.note_trouble(account.pk, words=str(failing), at=at)
        return kept
    commands.note_trouble(account.pk, words="", at=at)
    commands.note_call(account.pk, at=at)
    return kept


def _next_list(account: Account, *, at: datetime) -> bool:
    """The next list, committed before the one after it is asked for. The first of all only says where we begin,
    which is at the beginning where nobody has mentioned us yet."""
    last = Inbound.objects.filter(channel=KIND, mailbox=str(account.pk)).order_by("-pk").first()
    found = _listed(go(newer(settings_of(account), after=last.outside_id if last else "")))
    if not found and last:
        return False
    place = str(max((words(one.get("id")) for one in found), key=_as_number, default=NOTHING_YET))
    if last and _as_number(place) <= _as_number(last.outside_id):
        return False
    told = {"notifications": found} if last else {"begins": place}
    try:
        take_in(channel=KIND, mailbox=str(account.pk), raw=json.dumps(told).encode(), outside_id=place, at=at)
    except IntegrityError:
        return False
    return last is not None


def _listed(reply: Reply) -> list[dict[str, object]]:
    if reply.status >= 500 or reply.status == 429:
        raise Away(str(reply.status))
    if not reply.is_good:
        raise Rejected(str(reply.status))
    try:
        found = json.loads(reply.body)
    except ValueError:
        raise Away(str(reply.status)) from None
    return [one for one in found if isinstance(one, dict) and words(one.get("id"))] if isinstance(found, list) else []


def _as_number(name: str) -> tuple[int, str]:
    return (int(name), name) if name.isdecimal() else (0, name)
