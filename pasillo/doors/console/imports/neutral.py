"""What every source is turned into: people, cases, what was said in them and where they stood. Plain data."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """Where a case stood in the other system, in our words."""

    OPEN = "open"
    WAITS_FOR_CUSTOMER = "waits for customer"
    WAITS_FOR_SUPPLIER = "waits for supplier"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OVER = frozenset({Standing.RESOLVED, Standing.CLOSED, Standing.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Who:
    """Somebody of the other system, as it knows them."""

    key: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    works: bool = False

    def __bool__(self) -> bool:
        return bool(self.key or self.name or self.email)


@dataclass(frozen=True, kw_only=True)
class FileTold:
    """A file that came with words: how it is called, and where it lies beside the export."""

    name: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something that was said: by whom, when, to the customer or among us."""

    at: datetime
    text: str
    who: Who = Who()
    ours: bool = False
    public: bool = True
    machine: bool = False
    files: tuple[FileTold, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Turned:
    """From this moment the case stood so."""

    at: datetime
    state: Standing


@dataclass(frozen=True, kw_only=True)
class Told:
    """One case of the other system."""

    line: int
    known_as: str
    subject: str
    opened_at: datetime
    customer: Who
    state: Standing = Standing.OPEN
    area: str = ""
    service: str = ""
    holder: Who = Who()
    priority: int | None = None
    channel: str = "email"
    language: str = ""
    tags: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    turned: tuple[Turned, ...] = ()
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    changed_at: datetime | None = None

    def people(self) -> list[Who]:
        """Everybody who is named in it."""
        return [one for one in (self.customer, self.holder, *(said.who for said in self.said)) if one]


MOMENTS = ("opened_at", "answered_at", "resolved_at", "closed_at", "changed_at")


def as_data(told: Told) -> dict[str, Any]:
    """The case as plain data, to be laid aside."""
    return asdict(told)


def from_data(data: dict[str, Any]) -> Told:
    """The case again."""
    moments = {name: _moment(data[name]) for name in MOMENTS}
    return Told(
        **data
        | moments
        | {
            "state": Standing(data["state"]),
            "customer": Who(**data["customer"]),
            "holder": Who(**data["holder"]),
            "tags": tuple(data["tags"]),
            "said": tuple(_said(one) for one in data["said"]),
            "turned": tuple(Turned(at=_at(one["at"]), state=Standing(one["state"])) for one in data["turned"]),
        }
    )


def _said(data: dict[str, Any]) -> Said:
    files = tuple(FileTold(name=one["name"], path=one["path"]) for one in data["files"])
    return Said(**data | {"at": _at(data["at"]), "who": Who(**data["who"]), "files": files})


def _moment(text: str | None) -> datetime | None:
    return _at(text) if text else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
