"""Which times of a room can be booked: plain arithmetic on opening hours and on what is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

VALUE = re.compile(r"([0-9]{1,18})-([0-9]{8}T[0-9]{4}Z)-([0-9]{1,4})")
Span = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Time:
    """One time of one room."""

    resource_id: int
    starts_at: datetime
    ends_at: datetime

    @property
    def value(self) -> str:
        """As a form sends it: which room, from when, for how many minutes."""
        minutes = int((self.ends_at - self.starts_at).total_seconds() // 60)
        return f"{self.resource_id}-{self.starts_at.astimezone(UTC):%Y%m%dT%H%MZ}-{minutes}"


def read_value(value: str) -> Time | None:
    """What a form sent; None for anything that we did not offer in this shape."""
    found = VALUE.fullmatch(value)
    if found is None:
        return None
    try:
        starts = datetime.strptime(found[2], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
        ends = starts + timedelta(minutes=int(found[3]))
    except (ValueError, OverflowError):
        return None
    return Time(resource_id=int(found[1]), starts_at=starts, ends_at=ends) if ends > starts else None


def times(resource_id: int, stretches: Iterable[Span], *, after: datetime, minutes: int) -> list[Time]:
    """The open stretches cut into times of this length, those that lie ahead."""
    found, length = [], timedelta(minutes=minutes)
    for opens, closes in stretches:
        starts = opens
        while starts + length <= closes:
            if starts > after:
                found.append(Time(resource_id=resource_id, starts_at=starts, ends_at=starts + length))
            starts += length
    return found


def is_free(time: Time, taken: Iterable[Span]) -> bool:
    """Whether nobody has the room in this time. One ends as the next begins."""
    return all(ends <= time.starts_at or starts >= time.ends_at for starts, ends in taken)


def nearest(wanted: datetime, free: Sequence[Time], *, limit: int = 3) -> list[Time]:
    """The free times that are nearest to the one that was wanted, in the order of the day."""
    by_distance = sorted(free, key=lambda one: (abs(one.starts_at - wanted), one.starts_at, one.resource_id))
    return sorted(by_distance[:limit], key=lambda one: (one.starts_at, one.resource_id))
