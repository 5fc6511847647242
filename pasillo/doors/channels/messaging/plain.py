"""What comes in and goes out by a messaging channel, as plain values: no Django, no clock, no tables."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Settings = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One call to our webhook, as it came."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = ""

    def header(self, name: str) -> str:
        """A header, whatever the capitals of its name."""
        return self.headers.get(name.lower(), "")


@dataclass(frozen=True, kw_only=True)
class Media:
    """A file that somebody sent: where the provider keeps it."""

    sort: str
    ref: str
    name: str = ""
    media_type: str = ""
    is_address: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """Somebody wrote to us."""

    outside_id: str
    sender: str
    at: datetime | None = None
    name: str = ""
    handle: str = ""
    also_known_as: str = ""
    sort: str = "text"
    text: str = ""
    media: tuple[Media, ...] = ()
    place: tuple[float, float] | None = None
    answers_to: str = ""
    replaces: str = ""
    group: str = ""
    own: str = ""
    token: str = ""
    language: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_for_people(self) -> bool:
        """Whether there is something that a person should read."""
        return bool(self.text or self.media or self.place or self.sort == "unsupported")


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a message of ours, as the provider says."""

    outside_id: str
    state: str
    recipient: str = ""
    at: datetime | None = None
    code: str = ""
    words: str = ""
    sort: str = "message"
    own: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Something that is no message: somebody opened the chat, went away, or the account changed."""

    sort: str
    sender: str = ""
    at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What the provider complains about."""

    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Update:
    """Everything that one call told us."""

    said: tuple[Said, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    happened: tuple[Happened, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def joined(*updates: Update) -> Update:
    """Several updates as one; a message that is told twice in one call is told once."""
    said = {one.outside_id: one for update in reversed(updates) for one in reversed(update.said)}
    return Update(
        said=tuple(reversed(said.values())),
        receipts=tuple(one for update in updates for one in update.receipts),
        happened=tuple(one for update in updates for one in update.happened),
        troubles=tuple(one for update in updates for one in update.troubles),
    )


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that goes out: its bytes, or where the provider finds it."""

    media_type: str
    name: str = ""
    link: str = ""
    ref: str = ""
    content: bytes = b""

    @property
    def sort(self) -> str:
        """image, video, audio or document; nothing where a provider could not know what it is."""
        sort = self.media_type.partition("/")[0].lower()
        return {"application": "document", "text": "document"}.get(sort, sort)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A button that the customer can press instead of writing."""

    text: str = ""
    sort: str = "text"
    extra: str = ""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A text that the provider approved beforehand, with its blanks filled."""

    name: str
    language: str
    outside_id: str = ""
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def values(self) -> list[str]:
        """What stands in the blanks, in their order."""
        return [value for _part, blanks in self.parts for _sort, value in blanks]


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What we say to one person on one channel."""

    to: str
    text: str = ""
    attached: tuple[Attached, ...] = ()
    choices: tuple[Choice, ...] = ()
    filled: Filled | None = None
    answers_to: str = ""
    token: str = ""
    is_personal: bool = False
    longest: int = 0
    called_back_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call to a provider."""

    address: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    files: tuple[tuple[str, Attached], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a provider answered."""

    status: int
    body: bytes = b""
    media_type: str = ""
    place: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def told(self) -> dict[str, Any]:
        """The answer as an object; Unreadable when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            raise Unreadable from None
        if not isinstance(found, dict):
            raise Unreadable
        return found


class Failing(Exception):
    """A provider did not take what we sent. `again` says whether it may take it later."""

    again = False

    def __init__(self, code: str = "", words: str = "") -> None:
        super().__init__(": ".join(filter(None, (code, words))) or type(self).__doc__)
        self.code, self.words = code, words


class Throttled(Failing):
    """The provider wants us to slow down."""

    again = True


class Away(Failing):
    """The provider is out of order for a moment."""

    again = True


class TryAgain(Failing):
    """The provider says that it may work another time."""

    again = True


class Rejected(Failing):
    """The provider refused it for good."""


class Stopped(Failing):
    """The customer does not want messages from us any more."""


class Unreadable(Failing):
    """The provider's answer made no sense: the message may have arrived."""


class Unexpected(Failing):
    """The provider did not say under which name it took the message: it may have arrived."""
