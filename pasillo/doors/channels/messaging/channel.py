"""What a messaging channel says of itself, and the registry that it joins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from pasillo.doors.channels.messaging.plain import (
    Attached,
    Away,
    Delivery,
    Media,
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Update,
)
from pasillo.ground.effects.commands import Claimed
from pasillo.ground.kit.registry import Registry
from pasillo.operations.conversations.models import Message

Go = Callable[[Request], Reply]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that an administrator fills in for an account of this channel."""

    name: str
    words: Any
    help: Any = ""
    is_secret: bool = False
    is_needed: bool = True
    is_address: bool = False


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file of somebody's, brought here."""

    content: bytes
    media_type: str = ""

    @classmethod
    def of(cls, reply: Reply) -> "Fetched":
        """What came; a server that stumbles is asked again, one that refuses is not."""
        if not reply.is_good:
            raise Away(str(reply.status)) if reply.status >= 500 else Rejected(str(reply.status))
        return cls(content=reply.body, media_type=reply.media_type)


class Carrier(Protocol):
    """Brings a message of ours to whoever stands at the other end, where no provider does."""

    def __call__(self, claimed: Claimed, message: Message, *, at: datetime) -> None: ...


def no_greeting(query: Mapping[str, str], settings: Settings) -> str | None:
    """Most providers do not ask who we are before they send."""
    return None


def no_question(delivery: Delivery) -> str:
    """Most providers want no words in answer."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way in and out by messages. All but `carry` is plain Python and asks nothing of the database.

    A channel that needs more than a form with a few fields names the addresses of its own pages (`own_pages`).
    """

    kind: str
    name: str
    asked: tuple[Asked, ...]
    is_genuine: Callable[[Delivery, Settings], bool]
    read: Callable[[Delivery], Update]
    write: Callable[[Outgoing, Settings], list[Request]]
    judge: Callable[[Reply], str]
    greet: Callable[[Mapping[str, str], Settings], str | None] = no_greeting
    own_setting: str = ""
    realm: str = ""
    answer: Callable[[Delivery], str] = no_question
    fetch: Callable[[Media, Settings, Go], Fetched] | None = None
    upload: Callable[[Attached, Settings], Request] | None = None
    uploaded: Callable[[Reply], str] | None = None
    instead: Callable[[Request, Reply, Outgoing, Settings], Request | None] = lambda *_: None
    templates: Callable[[Settings, Go], list["Approved"]] | None = None
    takes_files: bool = True
    takes_words: bool = True
    is_asked: bool = False
    free_for: timedelta | None = None
    carry: Carrier | None = None
    own_pages: str = ""
    errors: Mapping[str, Any] = field(default_factory=dict)

    def is_whole(self, settings: Settings) -> bool:
        """Whether everything is filled in without which nothing works."""
        return all(settings.get(one.name) for one in self.asked if one.is_needed)


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A text that the provider lets us send at any time."""

    name: str
    language: str
    text: str
    outside_id: str = ""
    is_usable: bool = True


channels: Registry[Channel] = Registry("messaging channel")
