"""Time as the serving area lives it: only its opening hours count.

A rule says when an area is open, in the words of its own wall clock. Compiled, it is a row of stretches between
UTC instants; every sum is done on instants, so a night with a clock change is exactly as long as it was lived.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
MARGIN = 400 * DAY
FARTHEST = 60 * 366 * DAY
MICRO = 1_000_000
NOTHING = timedelta()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NeverOpen(ValueError):
    """The calendar does not open for that long within a lifetime, so nothing can be promised on it."""


@dataclass(frozen=True, order=True)
class Opening:
    """One stretch of a day, in minutes since local midnight. Closing at or before opening means the next day."""

    opens: int
    closes: int

    @classmethod
    def of(cls, opens: str, closes: str) -> Opening:
        """From what people write: ("09:00", "17:00"), ("22:00", "06:00"), ("00:00", "24:00")."""
        start, end = _minutes(opens), _minutes(closes)
        if start >= 1440:
            raise ValueError(f"A day cannot open at {opens}.")
        return cls(start, end if end > start else end + 1440)

    def as_text(self) -> list[str]:
        """Back to what people write."""
        closes = self.closes if self.closes <= 1440 else self.closes - 1440
        return [_clock(self.opens), _clock(closes)]


Day = tuple[Opening, ...]
ALL_DAY: Day = (Opening(0, 1440),)
NO_HOURS: tuple[Day, ...] = ((),) * 7


@dataclass(frozen=True, kw_only=True)
class CalendarRule:
    """When an area is open: a week in its own zone, and dates on which something else holds instead."""

    zone: str = "UTC"
    week: tuple[Day, ...] = NO_HOURS
    exceptions: Mapping[date, Day] = field(default_factory=dict)
    reasons: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def always(cls, zone: str = "UTC") -> CalendarRule:
        """Open day and night, every day."""
        return cls(zone=zone, week=(ALL_DAY,) * 7)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CalendarRule:
        """Read a stored rule: {"zone", "week": {"mon": [["09:00", "17:00"]]}, "exceptions": {"2026-12-25": []}}.

        Why a date is not like others may stand beside it: {"reasons": {"2026-12-25": "Christmas"}}.
        """
        week = data.get("week", {})
        if unknown := set(week) - set(WEEKDAYS):
            raise ValueError(f"Not a day of the week: {', '.join(sorted(unknown))}.")
        return cls(
            zone=ZoneInfo(data.get("zone", "UTC")).key,
            week=tuple(_day(week.get(name, ())) for name in WEEKDAYS),
            exceptions={date.fromisoformat(on): _day(hours) for on, hours in data.get("exceptions", {}).items()},
            reasons={date.fromisoformat(on): reason for on, reason in data.get("reasons", {}).items()},
        )

    def to_json(self) -> dict[str, Any]:
        """The same rule as plain data, days without hours left out."""
        reasons = {on.isoformat(): reason for on, reason in sorted(self.reasons.items()) if reason}
        return {
            "zone": self.zone,
            "week": {n: [o.as_text() for o in d] for n, d in zip(WEEKDAYS, self.week, strict=True) if d},
            "exceptions": {on.isoformat(): [o.as_text() for o in d] for on, d in sorted(self.exceptions.items())},
        } | ({"reasons": reasons} if reasons else {})

    def hours_of(self, day: date) -> Day:
        """The stretches that begin on this local day. An exception replaces the whole day."""
        return self.exceptions.get(day, self.week[day.weekday()])

    def opens_again_after(self, day: date) -> bool:
        """Whether anything opens at all after this day."""
        return any(self.week) or any(on > day and hours for on, hours in self.exceptions.items())


class Span(NamedTuple):
    """The open stretches between two dates: UTC seconds, and the open seconds before each stretch and after it.

    Questions between the moments `since` and `until` (in microseconds) are answered without laying out more.
    """

    first: date
    last: date
    since: int
    until: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


class Compiled:
    """A calendar ready to be asked. It reaches further by itself when a question lies beyond its horizon."""

    __slots__ = ("rule", "span")

    def __init__(self, rule: CalendarRule, first: date, last: date) -> None:
        self.rule = rule
        self.span = _lay_out(rule, first, last)

    def covering(self, start: int, end: int) -> Span:
        """The stretches from before `start` to after `end`. The span is swapped as a whole, never changed."""
        span = self.span
        if start < span.since or end > span.until:
            first, last = _moment(start).date() - MARGIN, _moment(end).date() + MARGIN
            self.span = span = _lay_out(self.rule, min(span.first, first), max(span.last, last))
        return span


def compile_calendar(rule: CalendarRule, first: date, last: date) -> Compiled:
    """Lay the rule out between two dates, so that every question is a look-up."""
    return Compiled(rule, first, last)


def served(compiled: Compiled, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments. Nothing, when the end is not after the start."""
    begins, ends = micros(start), micros(end)
    if ends <= begins:
        return NOTHING
    span = compiled.covering(begins, ends)
    return timedelta(microseconds=_open_before(span, ends) - _open_before(span, begins))


def share_used(compiled: Compiled, start: datetime, at: datetime, target: timedelta) -> float:
    """The part of the target that is served by now, in per cent. It may be more than a hundred."""
    return 100 * (served(compiled, start, at) / target)


def due(compiled: Compiled, start: datetime, allowed: timedelta) -> datetime:
    """The moment at which `allowed` open time has passed since `start`. Exactly at closing is that closing."""
    if allowed < NOTHING:
        raise ValueError("A promise cannot allow less than no time.")
    if not allowed:
        return next_open(compiled, start)

    begins, asked = micros(start), _length(allowed)
    span = compiled.covering(begins, begins + asked)
    wanted = _open_before(span, begins) + asked
    while not span.after or span.after[-1] * MICRO < wanted:
        span = _further(compiled, begins)
        wanted = _open_before(span, begins) + asked
    place = bisect_left(span.after, -(-wanted // MICRO))
    return _moment(span.starts[place] * MICRO + wanted - span.before[place] * MICRO)


def is_open(compiled: Compiled, at: datetime) -> bool:
    """Whether the area serves at this moment. At the minute of closing it no longer does."""
    moment = micros(at)
    span = compiled.covering(moment, moment)
    place = bisect_right(span.starts, moment // MICRO) - 1
    return place >= 0 and moment < span.ends[place] * MICRO


def next_open(compiled: Compiled, at: datetime) -> datetime:
    """This moment if the area is open, else its next opening."""
    moment = micros(at)
    span = compiled.covering(moment, moment)
    while not span.ends or span.ends[-1] * MICRO <= moment:
        span = _further(compiled, moment)
    place = bisect_right(span.ends, moment // MICRO)
    return _moment(max(moment, span.starts[place] * MICRO))


def stretches(compiled: Compiled, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches that touch this time, whole, in order."""
    begins, ends = micros(start), micros(end)
    span = compiled.covering(begins, ends)
    for place in range(bisect_right(span.ends, begins // MICRO), len(span.ends)):
        if span.starts[place] * MICRO >= ends:
            return
        yield _moment(span.starts[place] * MICRO), _moment(span.ends[place] * MICRO)


def instant(day: date, minutes: int, zone: ZoneInfo, *, closing: bool = False) -> int:
    """A local wall time as UTC seconds. Said twice by the clock, an opening is the first and a closing the last;
    skipped by the clock, it is where the old offset would put it."""
    naive = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    first = int(naive.replace(tzinfo=zone, fold=0).timestamp())
    return max(first, int(naive.replace(tzinfo=zone, fold=1).timestamp())) if closing else first


def _lay_out(rule: CalendarRule, first: date, last: date) -> Span:
    joined: list[list[int]] = []
    for opens, closes in sorted(_instants(rule, first, last)):
        if joined and opens <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], closes)
        elif closes > opens:
            joined.append([opens, closes])
    starts, ends = tuple(s for s, _ in joined), tuple(e for _, e in joined)
    after = tuple(accumulate(e - s for s, e in joined))
    since, until = (_midnight(first + 2 * DAY), _midnight(last - DAY))
    return Span(first, last, since, until, starts, ends, (0, *after[:-1]) if after else (), after)


def _instants(rule: CalendarRule, first: date, last: date) -> Iterator[tuple[int, int]]:
    zone = ZoneInfo(rule.zone)
    day = first - DAY
    while day <= last:
        for hours in rule.hours_of(day):
            yield instant(day, hours.opens, zone), instant(day, hours.closes, zone, closing=True)
        day += DAY


def _further(compiled: Compiled, start: int) -> Span:
    """Twice as far ahead, until it would be a promise that nobody lives to see."""
    span = compiled.span
    if not compiled.rule.opens_again_after(span.last) or span.last - _moment(start).date() > FARTHEST:
        raise NeverOpen("This calendar never opens for that long.")
    compiled.span = _lay_out(compiled.rule, span.first, span.last + max(MARGIN, span.last - span.first))
    return compiled.span


def _open_before(span: Span, at: int) -> int:
    """Open microseconds from the beginning of the span to this moment."""
    place = bisect_right(span.starts, at // MICRO) - 1
    if place < 0:
        return 0
    return span.before[place] * MICRO + min(at, span.ends[place] * MICRO) - span.starts[place] * MICRO


def micros(at: datetime) -> int:
    """A moment as microseconds since the beginning of 1970."""
    if at.tzinfo is None:
        raise ValueError("A moment without a zone is not a moment.")
    return _length(at - EPOCH)


def _length(lasts: timedelta) -> int:
    return (lasts.days * 86400 + lasts.seconds) * MICRO + lasts.microseconds


def _moment(moment: int) -> datetime:
    return EPOCH + timedelta(microseconds=moment)


def _midnight(day: date) -> int:
    return micros(datetime.combine(day, time.min, tzinfo=UTC))


def _day(hours: Iterable[Iterable[str]]) -> Day:
    return tuple(sorted(Opening.of(opens, closes) for opens, closes in hours))


def _minutes(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    if not (0 <= minutes < 60 and 0 <= hours * 60 + minutes <= 1440):
        raise ValueError(f"Not a time of day: {text}.")
    return hours * 60 + minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
