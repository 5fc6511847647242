"""Whether what is promised can be done: for every moment, the work due until then fits into the time of those on shift.

Work done in the order in which it is due keeps every promise that any order keeps; so one look at each due moment
is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

Capacity = Callable[[datetime], float]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is left to do on one case, in minutes, and until when."""

    case: Hashable
    minutes: float
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """The first moment at which more is due than can be done, by how much, and what is at risk."""

    at: datetime
    minutes: float
    cases: tuple[Hashable, ...]


def first_shortfall(work: Iterable[Work], capacity: Capacity) -> Shortfall | None:
    """The first due moment whose work, with all that is due before, does not fit. `capacity` tells the minutes of all
    people from now until a moment; it never falls. What is overdue is due now."""
    ordered = sorted(work, key=lambda one: one.due_at)
    wanted = 0.0
    for place, one in enumerate(ordered):
        wanted += one.minutes
        more_is_due_then = place + 1 < len(ordered) and ordered[place + 1].due_at == one.due_at
        if more_is_due_then:
            continue
        can = capacity(one.due_at)
        if wanted > can:
            due = tuple(each.case for each in ordered[: place + 1])
            return Shortfall(at=one.due_at, minutes=wanted - can, cases=due)
    return None
