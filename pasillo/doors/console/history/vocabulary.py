"""What a line of a log can mean in our words, and what is wrong with one that means nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Turn(StrEnum):
    """Where a case stands from a line on, or what happened in it."""

    NEW = "new"
    WORKING = "working"
    ANSWERED = "answered"
    ASKS_CUSTOMER = "asks customer"
    WAITS_FOR_CUSTOMER = "waits for customer"
    WAITS_FOR_SUPPLIER = "waits for supplier"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a log, in our words."""

    line: int
    case: str
    at: datetime
    turn: Turn
    group: str = ""
    person: str = ""
    priority: int | None = None
    opened_at: datetime | None = None
    customer: str = ""
    channel: str = "phone"
    offer: int | None = None
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A line that cannot be used, and why. The case that it belongs to, if that could be read, is left out."""

    line: int
    why: str
    case: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line as it stands in the file: its number, and what each column says."""

    line: int
    values: dict[str, str]
