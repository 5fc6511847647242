"""What has to be done, by which command and when, so that a case becomes what its lines tell. Plain rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from pasillo.doors.console.history.vocabulary import Row, Turn
from pasillo.ground.kit.words import _

REOPENS_WITHIN = timedelta(days=14)
LONG_OVER = _("The case was over for more than fourteen days, or cancelled, before this line.")
LEAVE_AS_IT_IS = frozenset({Turn.ANSWERED, Turn.RESOLVED, Turn.CLOSED, Turn.CANCELLED})
NORMAL = 3


class Deed(StrEnum):
    """What can be done to a case."""

    TRANSFER = "passed on"
    ASSIGN = "given to a person"
    PRIORITISE = "given another priority"
    ANSWER = "answered"
    ASK = "customer asked"
    WAIT_FOR_CUSTOMER = "waiting for the customer"
    WAIT_FOR_SUPPLIER = "waiting for a supplier"
    RESUME = "taken up again"
    RESOLVE = "resolved"
    DISPUTE = "disputed"
    REOPEN = "reopened"
    CLOSE = "closed"
    CANCEL = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done, when and by whom."""

    at: datetime
    deed: Deed
    person: str = ""
    value: str | int = ""


@dataclass(kw_only=True)
class Plan:
    """A case from its opening to where its lines end."""

    first: Row
    opened_at: datetime
    mark: str
    lines: int
    steps: list[Step] = field(default_factory=list)
    repeated: int = 0
    out_of_order: int = 0


class Unplayable(Exception):
    """The lines of a case tell something that cannot have happened."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


class _Course:
    """Where a case stands while its lines are gone through."""

    def __init__(self, first: Row) -> None:
        self.phase = Turn.NEW
        self.group = first.group
        self.person = ""
        self.priority = NORMAL
        self.over_at: datetime | None = None
        self.was_cancelled = False
        self.steps: list[Step] = []

    def do(self, row: Row, deed: Deed, value: str | int = "") -> None:
        self.steps.append(Step(at=row.at, deed=deed, person=row.person, value=value))

    @property
    def is_open(self) -> bool:
        return self.phase not in (Turn.RESOLVED, Turn.CLOSED, Turn.CANCELLED)


def plan(rows: Sequence[Row]) -> Plan:
    """The lines of one case, in the order in which they happened, as steps."""
    kept = _without_repeats(rows)
    first = kept[0]
    course = _Course(first)
    for row in kept:
        _follow(course, row)
    return Plan(
        first=first,
        opened_at=min(first.at, first.opened_at or first.at),
        mark=_mark(kept),
        lines=len(kept),
        steps=course.steps,
        repeated=len(rows) - len(kept),
        out_of_order=sum(later.line < earlier.line for earlier, later in zip(kept, kept[1:], strict=False)),
    )


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """A line that says the same of the same moment as one before it is there by mistake."""
    seen = {replace(row, line=0): row for row in reversed(rows)}
    return sorted(seen.values(), key=lambda row: (row.at, row.line))


def _mark(rows: Sequence[Row]) -> str:
    return sha256("\n".join(repr(replace(row, line=0)) for row in rows).encode()).hexdigest()[:32]


def _follow(course: _Course, row: Row) -> None:
    """One line more."""
    if row.turn == Turn.NOTHING:
        return
    if not course.is_open and row.turn not in LEAVE_AS_IT_IS:
        _open_again(course, row)
    if course.is_open:
        _hand_over(course, row)
    ENTERS[row.turn](course, row)


def _open_again(course: _Course, row: Row) -> None:
    """What was called solved is worked on again: the customer must have said that it is not."""
    if course.phase == Turn.RESOLVED:
        course.do(row, Deed.DISPUTE)
    elif course.was_cancelled or (course.over_at and row.at - course.over_at > REOPENS_WITHIN):
        raise Unplayable(row.line, str(LONG_OVER))
    else:
        course.do(row, Deed.REOPEN)
    course.phase, course.over_at = Turn.WORKING, None


def _hand_over(course: _Course, row: Row) -> None:
    if row.priority and row.priority != course.priority:
        course.do(row, Deed.PRIORITISE, row.priority)
        course.priority = row.priority
    if row.group and row.group != course.group:
        course.do(row, Deed.TRANSFER, row.group)
        course.group, course.person = row.group, ""
    if row.person != course.person:
        course.do(row, Deed.ASSIGN, row.person)
        course.person = row.person


def _goes_on(course: _Course, row: Row) -> None:
    if course.phase in (Turn.WAITS_FOR_CUSTOMER, Turn.WAITS_FOR_SUPPLIER):
        course.do(row, Deed.RESUME)
    course.phase = Turn.WORKING


def _answered(course: _Course, row: Row) -> None:
    """Words to the customer; on what is resolved they change nothing, on what is over they are not ours to say."""
    if course.is_open:
        _goes_on(course, row)
    if course.over_at is None:
        course.do(row, Deed.ANSWER)


def _asks(course: _Course, row: Row) -> None:
    if course.phase != Turn.WAITS_FOR_CUSTOMER:
        course.do(row, Deed.ASK)
    course.phase = Turn.WAITS_FOR_CUSTOMER


def _waits_for_customer(course: _Course, row: Row) -> None:
    if course.phase != Turn.WAITS_FOR_CUSTOMER:
        course.do(row, Deed.WAIT_FOR_CUSTOMER)
    course.phase = Turn.WAITS_FOR_CUSTOMER


def _waits_for_supplier(course: _Course, row: Row) -> None:
    if course.phase != Turn.WAITS_FOR_SUPPLIER:
        course.do(row, Deed.WAIT_FOR_SUPPLIER)
    course.phase = Turn.WAITS_FOR_SUPPLIER


def _resolved(course: _Course, row: Row) -> None:
    if course.is_open:
        course.do(row, Deed.RESOLVE)
        course.phase = Turn.RESOLVED


def _closed(course: _Course, row: Row) -> None:
    """Closing what nobody called solved solves it."""
    _resolved(course, row)
    if course.phase == Turn.RESOLVED:
        course.do(row, Deed.CLOSE)
        course.phase, course.over_at = Turn.CLOSED, row.at


def _cancelled(course: _Course, row: Row) -> None:
    if course.is_open:
        course.do(row, Deed.CANCEL)
        course.phase, course.over_at, course.was_cancelled = Turn.CANCELLED, row.at, True


ENTERS: dict[Turn, Callable[[_Course, Row], None]] = {
    Turn.NEW: _goes_on,
    Turn.WORKING: _goes_on,
    Turn.ANSWERED: _answered,
    Turn.ASKS_CUSTOMER: _asks,
    Turn.WAITS_FOR_CUSTOMER: _waits_for_customer,
    Turn.WAITS_FOR_SUPPLIER: _waits_for_supplier,
    Turn.RESOLVED: _resolved,
    Turn.CLOSED: _closed,
    Turn.CANCELLED: _cancelled,
}
