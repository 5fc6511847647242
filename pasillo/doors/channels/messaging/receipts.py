"""What became of what we sent: the message on its case shows it."""

from datetime import datetime

from django.db import transaction

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.models import Account, Sent
from pasillo.doors.channels.messaging.places import account_meant, channel_of
from pasillo.doors.channels.messaging.plain import Receipt
from pasillo.ground.journal.whispering import whisper
from pasillo.operations.cases.commands import note_letter_seen, note_unseen
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import note_delivery
from pasillo.operations.conversations.models import Message

SHOWN = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}


@transaction.atomic
def take(account: Account, receipt: Receipt, *, at: datetime) -> None:
    """A receipt may come late, twice, out of order, or before we know that the message went out."""
    meant = account_meant(account, receipt.own)
    if meant is None or receipt.sort != "message" or receipt.state not in SHOWN or not receipt.outside_id:
        return
    note = why(meant, receipt.code, receipt.words) if receipt.state == "failed" else ""
    sent = commands.remember_receipt(meant.pk, outside_id=receipt.outside_id, state=receipt.state, note=note)
    if sent.message_id:
        show(sent.message_id, at=at)


def why(account: Account, code: str, words: str) -> str:
    """What went wrong, in our words where we have some, else in the provider's."""
    ours = channel_of(account).errors.get(code)
    return ": ".join(filter(None, (code, str(ours) if ours else words)))


def show(message_id: int, *, at: datetime) -> None:
    """The state of the piece that is worst off is the state of the message."""
    pieces = list(Sent.objects.filter(message_id=message_id))
    if not pieces:
        return
    failed = next((one for one in pieces if one.state == "failed"), None)
    slowest = failed or min(pieces, key=lambda one: commands.RANK.get(one.state, 0))
    message = Message.objects.filter(pk=message_id, direction="out").first()
    if message is None or (message.delivery, message.delivery_note) == (SHOWN[slowest.state], slowest.note):
        return
    note_delivery(message_id, delivery=SHOWN[slowest.state], note=slowest.note)
    if failed:
        note_unseen(message_id, at=at)
    else:
        note_letter_seen(message_id, at=at)
    case = Case.objects.filter(conversation_id=message.conversation_id).only("pk").first()
    if case is not None:
        whisper(f"ours:{case.pk}")
