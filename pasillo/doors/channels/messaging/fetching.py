"""Fetches the files that somebody sent on a messaging channel, and lays them beside their message."""

from datetime import datetime

from django.db import transaction

from pasillo.doors.channels.messaging.line import go
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import channel_of, settings_of
from pasillo.doors.channels.messaging.plain import Failing, Media
from pasillo.ground.effects.commands import Claimed, once
from pasillo.ground.effects.sending import NeverWill, TryLater
from pasillo.ground.files.commands import keep
from pasillo.ground.journal.whispering import whisper
from pasillo.operations.conversations.commands import FileIn, add_files

NAMES = ("sort", "ref", "name", "media_type", "is_address")


def fetch(claimed: Claimed, *, at: datetime) -> None:
    """One file. What cannot be had now is asked for again; what is gone stays gone."""
    told = claimed.effect.payload
    account = Account.objects.filter(pk=told["account_id"]).first()
    channel = channel_of(account) if account else None
    if account is None or channel is None or channel.fetch is None:
        raise NeverWill("the account is gone")
    media = Media(**{name: told[name] for name in NAMES})
    try:
        found = channel.fetch(media, settings_of(account), go)
    except Failing as failing:
        raise (TryLater if failing.again else NeverWill)(str(failing)) from failing
    with transaction.atomic():
        if not once(f"effect:{claimed.effect.key}", at=at):
            return
        kind = media.media_type or found.media_type
        blob = keep(found.content)
        add_files(told["message_id"], [FileIn(name=_name(media), blob=blob, media_type=kind.partition(";")[0])])
        whisper(f"ours:{told['case_id']}")


def _name(media: Media) -> str:
    """As the sender called it, else by its sort."""
    last = media.ref.partition("?")[0].rpartition("/")[2] if media.is_address else ""
    return media.name or last or media.sort
