"""How long something lasts, when some of it has not ended yet: Kaplan and Meier, and what follows for what is open.

Whatever is still open counts for as long as it has lasted: it is not left out, and it is not called finished.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Lasted:
    """How long one case has lasted, and whether it has ended."""

    time: float
    ended: bool = True


@dataclass(frozen=True)
class Survival:
    """The share that is still open at each moment: it falls where something ended."""

    times: tuple[float, ...]
    shares: tuple[float, ...]
    n: int

    def at(self, time: float) -> float:
        """The share that lasts longer than this."""
        place = bisect_right(self.times, time)
        return self.shares[place - 1] if place else 1.0

    def still_open(self, target: float, age: float) -> float:
        """How likely it is that what is open at this age will still be open at the target: S(target) / S(age)."""
        if age >= target:
            return 1.0
        now = self.at(age)
        return self.at(target) / now if now > 0 else 0.0


def kaplan_meier(lasted: Iterable[Lasted]) -> Survival:
    """The product of the shares that got past each ending; at the same moment, endings come before what is open."""
    cases = list(lasted)
    left, share = len(cases), 1.0
    endings = Counter(one.time for one in cases if one.ended)
    leaving = Counter(one.time for one in cases)
    times, shares = [], []
    for time in sorted(leaving):
        if ended := endings[time]:
            share *= 1 - ended / left
            times.append(time)
            shares.append(share)
        left -= leaving[time]
    return Survival(times=tuple(times), shares=tuple(shares), n=len(cases))


def worth_an_alarm(*, alarm: float, breach: float, helps: float) -> float:
    """From which probability on an alarm costs less than it saves: its cost, that of a breach, how often it helps."""
    return alarm / (alarm + breach * helps)
