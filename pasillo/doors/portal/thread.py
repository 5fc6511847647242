"""The conversation of a request, as its customer reads it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pasillo.doors.portal.seats import Seat
from pasillo.operations.cases.queries import messages_for
from pasillo.operations.conversations.models import Message, MessageFile

NOT_ARRIVED = (Message.Delivery.QUEUED, Message.Delivery.FAILED)
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def thread_of(seat: Seat) -> list[dict[str, Any]]:
    """What was said, oldest first. Who has not proven their address reads only what they wrote themselves, here."""
    said = messages_for(seat.sight, seat.case, as_customer=True)
    if not seat.proves_address:
        said = said.filter(direction=Message.Direction.IN, came_from=None)
    return [_message(message, seat) for message in said]


def answers_hidden(seat: Seat) -> tuple[int, int]:
    """How many answers of ours this page does not show, because the address is not proven: those that reached the
    mailbox, and those that our letters could not bring there.
    """
    if seat.proves_address:
        return 0, 0
    answers = messages_for(seat.sight, seat.case, as_customer=True).filter(direction=Message.Direction.OUT)
    kept = answers.filter(Q(delivery__in=NOT_ARRIVED) | Q(is_unseen=True)).count()
    return answers.count() - kept, kept


def waits_to_be_read(seat: Seat) -> bool:
    """Whether an answer of ours stands here of which this page shows nothing, and no letter has brought it either."""
    return answers_hidden(seat)[1] > 0


def is_joined(rows: list[dict[str, Any]]) -> bool:
    """Whether words of another request stand here, and words of another customer: who reads them is told why."""
    said = [row for row in rows if row["theirs"]]
    return any(row["came"] for row in said) and any(not row["mine"] for row in said)


def _message(message: Message, seat: Seat) -> dict[str, Any]:
    theirs = message.direction == Message.Direction.IN
    return {
        "id": message.pk,
        "mine": theirs and message.author_id == seat.person_id and not seat.looks_on,
        "theirs": theirs,
        "came": message.came_from_id is not None,
        "is_unseen": message.is_unseen,
        "unproven": message.is_unproven,
        "author": message.author.name if message.author else "",
        "text": message.text,
        "language": message.language,
        "at": message.said_at,
        "way": _way(message.channel),
        "files": [_file(file, seat) for file in message.files.all()],
    }


def _way(channel: str) -> str:
    """How the words reached us, where that was not this page."""
    return {"email": _("by e-mail"), "phone": _("by phone")}.get(channel, "")


def _file(file: MessageFile, seat: Seat) -> dict[str, Any]:
    return {
        "name": file.name,
        "size": file.size,
        "url": seat.address("-file", file.pk),
        "is_picture": file.media_type in PICTURES,
    }
