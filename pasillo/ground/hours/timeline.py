"""Hours that change while time goes on: another area holds the case, or the calendar got a new version.

What was counted under the old hours stays counted; what is left counts under the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pasillo.ground.hours import business_time
from pasillo.ground.hours.business_time import FARTHEST, NOTHING, CalendarRule, Compiled, Day


@dataclass(frozen=True)
class Timeline:
    """From each moment on, the hours that hold from then; the first hold also for everything before."""

    pieces: tuple[tuple[datetime, Compiled], ...]

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("Time without hours cannot be counted.")
        if any(later < earlier for (earlier, _), (later, _) in pairwise(self.pieces)):
            raise ValueError("The hours of a timeline come in the order of time.")

    @classmethod
    def of(cls, compiled: Compiled, since: datetime) -> Timeline:
        """The same hours for ever."""
        return cls(((since, compiled),))

    def at(self, moment: datetime) -> Compiled:
        """The hours that hold at this moment."""
        held = [compiled for since, compiled in self.pieces if since <= moment]
        return held[-1] if held else self.pieces[0][1]


def served(timeline: Timeline, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments, each stretch in the hours that held then."""
    stretches = _between(timeline, start, end)
    return sum((business_time.served(hours, begins, ends) for hours, begins, ends in stretches), timedelta())


def due(timeline: Timeline, start: datetime, allowed: timedelta) -> datetime:
    """The moment at which `allowed` open time has passed since `start`. Exactly at closing is that closing."""
    if not allowed:
        return next_open(timeline, start)
    begins, hours = start, timeline.at(start)
    for since, following in _after(timeline, start):
        counted = business_time.served(hours, begins, since)
        if counted >= allowed:
            break
        begins, hours, allowed = since, following, allowed - counted
    return business_time.due(hours, begins, allowed)


def is_open(timeline: Timeline, at: datetime) -> bool:
    """Whether somebody serves at this moment."""
    return business_time.is_open(timeline.at(at), at)


def next_open(timeline: Timeline, at: datetime) -> datetime:
    """This moment if somebody serves, else the next opening."""
    begins, hours = at, timeline.at(at)
    for since, following in _after(timeline, at):
        if business_time.served(hours, begins, since):
            break
        begins, hours = since, following
    return business_time.next_open(hours, begins)


def last_closing(timeline: Timeline) -> datetime | None:
    """When somebody serves for the last time, in hours that open on some dates only."""
    rule = timeline.pieces[-1][1].rule
    closings = (business_time.instant(on, hours[-1].closes, ZoneInfo(rule.zone)) for on, hours in _dates(rule))
    latest = max(closings, default=None)
    return datetime.fromtimestamp(latest, UTC) if latest is not None else None


def _dates(rule: CalendarRule) -> Iterator[tuple[date, Day]]:
    return ((on, hours) for on, hours in rule.exceptions.items() if hours)


def _after(timeline: Timeline, start: datetime) -> Iterable[tuple[datetime, Compiled]]:
    """The hours that hold later; not those of a day that nobody lives to see."""
    return (piece for piece in timeline.pieces if NOTHING < piece[0] - start < FARTHEST)


def _between(timeline: Timeline, start: datetime, end: datetime) -> Iterator[tuple[Compiled, datetime, datetime]]:
    begins, hours = start, timeline.at(start)
    for since, following in _after(timeline, start):
        if since >= end:
            break
        yield hours, begins, since
        begins, hours = since, following
    if end > begins:
        yield hours, begins, end
