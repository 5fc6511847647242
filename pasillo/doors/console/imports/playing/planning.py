"""What has to be done, by which command and when, so that a case becomes what is told of it. Plain rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pasillo.doors.console.imports.neutral import OVER, Said, Standing, Told, Turned

NORMAL = 3


class Deed(StrEnum):
    """What can be done in a case."""

    PRIORITISE = "given another priority"
    HEAR = "written by the customer"
    REPLY = "answered"
    ANSWER = "answered, without words"
    NOTE = "noted"
    WAIT_FOR_CUSTOMER = "waiting for the customer"
    WAIT_FOR_SUPPLIER = "waiting for a supplier"
    RESUME = "taken up again"
    RESOLVE = "resolved"
    DISPUTE = "disputed"
    CLOSE = "closed"
    CANCEL = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done, and when."""

    at: datetime
    deed: Deed
    said: Said | None = None
    asks: bool = False


@dataclass(kw_only=True)
class Plan:
    """A case from its opening to where it stands."""

    told: Told
    opened_at: datetime
    first: Said | None
    steps: list[Step] = field(default_factory=list)


@dataclass
class _Course:
    """Where a case stands while it is gone through."""

    told: Told
    steps: list[Step]
    at: datetime
    phase: Standing = Standing.OPEN
    answered_last: bool = False

    def do(self, at: datetime, deed: Deed, said: Said | None = None, *, asks: bool = False) -> None:
        self.at = max(self.at, at)
        self.steps.append(Step(at=self.at, deed=deed, said=said, asks=asks))


def plan(told: Told) -> Plan:
    """The case as an opening and steps, in the order in which they happened."""
    said = sorted(told.said, key=lambda one: one.at)
    opened_at = min([told.opened_at, *(one.at for one in said)])
    first = next((one for one in said if one.public and not one.machine), None)
    if first is not None and first.ours:
        first = None  # we wrote first: the need itself has no words
    planned = Plan(told=told, opened_at=opened_at, first=first)
    course = _Course(told, planned.steps, opened_at)
    if told.priority not in (None, NORMAL):
        course.do(opened_at, Deed.PRIORITISE)
    for event in _events(told, [one for one in said if one is not first]):
        _follow(course, event)
    _end(course, said)
    return planned


def _events(told: Told, said: list[Said]) -> Iterator[Said | Turned]:
    """What was said and how it turned. What is known to have been answered, without words, was answered then."""
    events: list[Said | Turned] = [*said, *told.turned]
    if told.answered_at and not any(one.ours and one.public for one in said):
        events.append(Said(at=told.answered_at, text="", ours=True))
    yield from sorted(events, key=lambda one: one.at)


def _follow(course: _Course, event: Said | Turned) -> None:
    if isinstance(event, Turned):
        _turn(course, event)
    elif not event.public:
        course.do(event.at, Deed.NOTE, event)
    elif event.ours:
        course.do(event.at, Deed.REPLY if event.text or event.files else Deed.ANSWER, event)
        course.answered_last = True
    else:
        if course.phase in (Standing.WAITS_FOR_CUSTOMER, Standing.WAITS_FOR_SUPPLIER):
            _resume(course, event.at)
        course.do(event.at, Deed.HEAR, event)
        course.answered_last = False


def _resume(course: _Course, at: datetime) -> None:
    """The customer's words end the wait for them by themselves; any other wait is ended first."""
    if course.phase == Standing.WAITS_FOR_SUPPLIER:
        course.do(at, Deed.RESUME)
    course.phase = Standing.OPEN


def _turn(course: _Course, turned: Turned) -> None:
    """On the way: what was closed and opened again was solved, and the customer said that it was not."""
    state = Standing.RESOLVED if turned.state in OVER else turned.state
    if state == course.phase:
        return
    if course.phase == Standing.RESOLVED:
        course.do(turned.at, Deed.DISPUTE)
        course.phase = Standing.OPEN
    _enter(course, state, turned.at)


def _enter(course: _Course, state: Standing, at: datetime) -> None:
    if state == course.phase:
        return
    if state == Standing.OPEN:
        course.do(at, Deed.RESUME)
    elif state == Standing.WAITS_FOR_CUSTOMER:
        course.do(at, Deed.WAIT_FOR_CUSTOMER, asks=course.answered_last)
    elif state == Standing.WAITS_FOR_SUPPLIER:
        course.do(at, Deed.WAIT_FOR_SUPPLIER)
    else:
        course.do(at, Deed.CANCEL if state == Standing.CANCELLED else Deed.RESOLVE)
    course.phase = state


def _end(course: _Course, said: list[Said]) -> None:
    """Where it stands. Solved is what was solved after the customer's last words; closed, after everybody's."""
    told = course.told
    if course.phase == Standing.RESOLVED and told.state not in OVER:
        course.do(told.changed_at or course.at, Deed.DISPUTE)
        course.phase = Standing.OPEN
    if told.state not in OVER:
        _enter(course, told.state, _since(course, said))
        return
    if told.state == Standing.CANCELLED and course.phase != Standing.RESOLVED:
        _enter(course, Standing.CANCELLED, told.closed_at or told.changed_at or course.at)
        return
    if course.phase != Standing.RESOLVED:
        _resolve_in_time(course, said)
    if told.state != Standing.RESOLVED:
        course.do(told.closed_at or told.resolved_at or course.at, Deed.CLOSE)


def _since(course: _Course, said: list[Said]) -> datetime:
    """Since when it waits: since we answered last, where we know that."""
    if course.answered_last or course.told.changed_at is None:
        return course.at
    return course.told.changed_at


def _resolve_in_time(course: _Course, said: list[Said]) -> None:
    """Among its steps, where it was solved: what we wrote afterwards, and notes, may follow."""
    told = course.told
    words = [one.at for one in said if one.public and not one.ours]
    at = max([told.resolved_at or told.closed_at or told.changed_at or course.at, *words, told.opened_at])
    step = Step(at=at, deed=Deed.RESOLVE)
    later = [place for place, one in enumerate(course.steps) if one.at > at]
    place = min(later, default=len(course.steps))
    if any(one.deed not in (Deed.NOTE, Deed.REPLY) for one in course.steps[place:]):
        place, step = len(course.steps), Step(at=max(at, course.at), deed=Deed.RESOLVE)
    course.steps.insert(place, step)
    course.at = max(course.at, step.at)
    course.phase = Standing.RESOLVED
