"""Brings what we say to whoever stands at a window; what nobody reads there goes by mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.chat import commands
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.way import is_there, visit_in
from pasillo.ground.effects.commands import Claimed, promise
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import NeverWill, TryLater
from pasillo.ground.journal.whispering import whisper
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.ways import MESSAGE

GRACE = timedelta(seconds=45)
PATIENCE = timedelta(minutes=10)
UNREAD = ("queued", "delivered", "failed")


def carry(claimed: Claimed, message: Message, *, at: datetime) -> None:
    """The window fetches it by itself. Here it is only asked whether somebody did, and else a mail is promised."""
    if message.delivery not in UNREAD:
        return
    visit = visit_in(message.conversation_id)
    if visit is None:
        raise NeverWill("this account is closed")
    waited = at - message.said_at
    if waited < GRACE or (is_there(visit, at=at) and waited < PATIENCE):
        raise TryLater("the visitor may still read it at the window")
    if not visit.person.email:
        raise NeverWill("they have left the chat and gave no address")
    _by_mail(message, visit, at=at)


@transaction.atomic
def _by_mail(message: Message, visit: Visit, *, at: datetime) -> None:
    """All that they have not read, in one mail, whose reply comes back into this conversation."""
    said = Message.objects.filter(conversation_id=message.conversation_id, direction="out", channel=message.channel)
    unread = list(said.filter(delivery__in=UNREAD).order_by("said_at", "id").values_list("pk", flat=True))
    if not unread:
        return
    case = Case.objects.get(conversation_id=message.conversation_id)
    *also, last = unread
    payload = {
        "template": "reply", "message_id": last, "also": also, "case_id": case.pk, "person_id": visit.person_id,
    }  # fmt: skip
    if case.state == State.RESOLVED and _solved_by(unread):
        payload["solves"] = True
    promise("mail", key=f"chat:{last}:mail", payload=payload, about=case.ref, at=at)
    commands.note_mailed(unread, note=_("by e-mail, because they had left the chat"))
    whisper(f"ours:{case.pk}")


def _solved_by(message_ids: list[int]) -> bool:
    """Whether one of these words resolved the case."""
    keys = [f"message:{one}" for one in message_ids]
    return Effect.objects.filter(kind=MESSAGE, key__in=keys, payload__solves=True).exists()
