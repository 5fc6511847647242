"""Which times can be promised for a call: the hours of who serves, and how many of them are there. Plain Python."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]
LENGTH = timedelta(minutes=30)
NOTICE = timedelta(minutes=30)
DAYS = 5
MOST = 40


def free_slots(
    open_hours: Iterable[Span], *, taken: Iterable[datetime], people_at: Callable[[datetime], int], at: datetime
) -> list[datetime]:
    """The beginnings of the half hours ahead in which one of those who serve has no other call to make."""
    calls, found = Counter(taken), list[datetime]()
    for opens, closes in open_hours:
        starts = on_the_half_hour(opens)
        while starts + LENGTH <= closes and len(found) < MOST:
            if starts >= at + NOTICE and calls[starts] < people_at(starts):
                found.append(starts)
            starts += LENGTH
    return found


def on_the_half_hour(moment: datetime) -> datetime:
    """The first full or half hour from a moment on."""
    over = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not over else moment - over + LENGTH
