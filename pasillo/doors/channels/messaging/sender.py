"""Carries out what we owe customers on messaging channels: their messages, piece by piece, each taken once."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging import commands, receipts
from pasillo.doors.channels.messaging.approved import chosen
from pasillo.doors.channels.messaging.channel import Channel, channels
from pasillo.doors.channels.messaging.line import go
from pasillo.doors.channels.messaging.models import Sent, Thread
from pasillo.doors.channels.messaging.places import channel_of, settings_of, thread_of, webhook_of
from pasillo.doors.channels.messaging.plain import (
    Attached,
    Failing,
    Filled,
    Outgoing,
    Reply,
    Request,
    Settings,
    Stopped,
    Unexpected,
    Unreadable,
)
from pasillo.doors.channels.messaging.way import is_open, known_texts
from pasillo.ground.effects.commands import Claimed, prolong
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import NeverWill, TryLater
from pasillo.ground.files.queries import whole
from pasillo.operations.cases.commands import note_unseen
from pasillo.operations.conversations.commands import note_delivery
from pasillo.operations.conversations.models import Message

DOUBTFUL = (Unreadable, Unexpected)


def send(claimed: Claimed, *, at: datetime) -> None:
    """Sends one message. TryLater and NeverWill say what the case then shows."""
    message = Message.objects.get(pk=claimed.effect.payload["message_id"])
    carry = channels[message.channel].carry if message.channel in channels else None
    if carry is not None:
        carry(claimed, message, at=at)
        return
    thread = thread_of(message.conversation_id)
    if thread is None or thread.account.kind != message.channel:
        raise NeverWill("this account is closed")
    if thread.stopped_at:
        raise NeverWill("this customer wants no messages")
    channel, settings = channel_of(thread.account), settings_of(thread.account)
    try:
        _send_pieces(claimed, channel, settings, thread, _outgoing(message, thread, channel, settings, at=at))
    except Failing as failing:
        _judge(failing, claimed, thread, at=at)
    else:
        commands.note_trouble(thread.account_id, words="", at=at)


def _outgoing(message: Message, thread: Thread, channel: Channel, settings: Settings, *, at: datetime) -> Outgoing:
    said = Outgoing(
        to=thread.address, text=message.text, token=thread.token, is_personal=True,
        called_back_at=webhook_of(thread.account),
    )  # fmt: skip
    if not is_open(thread, at=at):
        known = chosen(message.text, known_texts(thread.account))
        if known is None:
            raise NeverWill("the time in which one may write freely is over")
        blanks = tuple(("text", value) for value in known[1])
        parts = (("body", blanks),) if blanks else ()
        filled = Filled(name=known[0].name, language=known[0].language, outside_id=known[0].outside_id, parts=parts)
        return replace(said, filled=filled)
    return replace(said, attached=tuple(_attached(message, channel, settings)))


def _attached(message: Message, channel: Channel, settings: Settings) -> list[Attached]:
    """The files of a message, handed over first where the provider wants that."""
    found = []
    for file in message.files.order_by("id"):
        ours = Attached(media_type=file.media_type, name=file.name, content=whole(file.blob_id))
        if channel.upload and channel.uploaded:
            ref = channel.uploaded(go(channel.upload(ours, settings)))
            ours = replace(ours, ref=ref, content=b"")
        found.append(ours)
    return found


def _send_pieces(claimed: Claimed, channel: Channel, settings: Settings, thread: Thread, said: Outgoing) -> None:
    """What was taken in an earlier try is not sent again."""
    message_id = claimed.effect.payload["message_id"]
    kept = Sent.objects.filter(message_id=message_id).exclude(state="failed")
    taken = set(kept.values_list("piece", flat=True))
    for piece, request in enumerate(channel.write(said, settings)):
        if piece in taken:
            continue
        if not prolong(claimed):
            raise TryLater("another worker has taken it over")
        outside_id = channel.judge(_ask(channel, request, settings, said))
        if thread.token:
            commands.spend_token(thread.pk)
        commands.remember_sent(
            thread.account_id, message_id=message_id, piece=piece, outside_id=outside_id or f"ours:{message_id}:{piece}"
        )


def _ask(channel: Channel, request: Request, settings: Settings, said: Outgoing) -> Reply:
    reply = go(request)
    other = channel.instead(request, reply, said, settings)
    return go(other) if other else reply


def _judge(failing: Failing, claimed: Claimed, thread: Thread, *, at: datetime) -> None:
    """Later, never, or perhaps: what went wrong decides, and the account says it in words."""
    told = receipts.why(thread.account, failing.code, failing.words) or str(failing)
    if isinstance(failing, DOUBTFUL):
        note = _("The provider's answer made no sense. It may have arrived.")
        note_delivery(claimed.effect.payload["message_id"], delivery="uncertain", note=note)
        return
    if isinstance(failing, Stopped):
        commands.note_stopped(thread.account_id, address=thread.address, at=at)
    else:
        commands.note_trouble(thread.account_id, words=told, at=at)
    raise (TryLater if failing.again else NeverWill)(told)


def note_outcome(claimed: Claimed, outcome: str, at: datetime) -> None:
    """The message on its case shows what became of it."""
    if claimed.effect.kind != "message":
        return
    effect = Effect.objects.get(pk=claimed.effect.pk)
    message_id = effect.payload["message_id"]
    if outcome == "failed":
        note_delivery(message_id, delivery="failed", note=_("Not delivered: %(why)s") % {"why": _said(effect.error)})
        note_unseen(message_id, at=at)
        return
    receipts.show(message_id, at=at)


def _said(error: str) -> str:
    """Why it never went out, in the reader's language; what the provider answered stays as it was."""
    known = {
        "the time in which": _("the time in which one may write freely is over"),
        "this account is closed": _("the account is closed"),
        "this customer wants no": _("the customer wants no messages"),
    }
    return next((words for begin, words in known.items() if error.startswith(begin)), error)[:200]
