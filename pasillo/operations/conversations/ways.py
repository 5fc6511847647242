"""Ways out to a customer besides the mail: each channel that can answer announces itself here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.kit.registry import Registry
from pasillo.operations.conversations.models import Message

MAIL = "email"
MESSAGE = "message"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How things stand between us and a customer on one channel, as whoever writes has to know."""

    to: str
    open_until: datetime | None = None
    is_open: bool = True
    templates: tuple[str, ...] = ()
    says: str = ""


class Way(Protocol):
    """A channel by which a conversation can be answered."""

    def leads(self, conversation_id: int) -> bool:
        """Whether the customer has written here by this channel: a case that was typed in by hand has no way back."""

    def standing(self, conversation_id: int, *, at: datetime) -> Standing | None:
        """To whom, and until when, one may write; None when the channel leads nowhere in this conversation."""

    def refuses(self, conversation_id: int, *, text: str, has_files: bool, at: datetime) -> str:
        """Why these words cannot go out, as a sentence for whoever writes them; empty when they can."""


ways: Registry[Way] = Registry("way")
eyes: Registry[Callable[[int], bool]] = Registry("eye")


def sees_without_a_letter(person_id: int) -> bool:
    """Whether what we say stands before their eyes without anything that we send: they can come in by themselves."""
    return any(eyes[name](person_id) for name in eyes)


def way_out(conversation_id: int, *, began_by: str) -> str:
    """The channel on which this conversation is answered: where the customer wrote last, else by mail."""
    if began_by not in ways:
        return MAIL
    last = next(iter(asked(_heard_by, conversation_id)), began_by)
    return last if last in ways and ways[last].leads(conversation_id) else MAIL


def _heard_by(conversation_id: int) -> QuerySet[Message, str]:
    heard = Message.objects.filter(conversation_id=conversation_id, direction="in", held=False, by_machine=False)
    return heard.order_by("-said_at", "-id").values_list("channel", flat=True)[:1]


def standing_in(conversation_id: int, *, began_by: str, at: datetime) -> Standing | None:
    """How things stand on the channel by which this conversation is answered; None for mail."""
    way = way_out(conversation_id, began_by=began_by)
    return ways[way].standing(conversation_id, at=at) if way in ways else None


def refused(way: str, conversation_id: int, *, text: str, has_files: bool, at: datetime) -> str:
    """Why these words cannot go out on this channel; empty when they can."""
    return ways[way].refuses(conversation_id, text=text, has_files=has_files, at=at) if way in ways else ""
