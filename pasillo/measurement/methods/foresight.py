"""How likely an open case is to break its promise, learnt from cases like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pasillo.measurement.methods.forecasts import Forecast
from pasillo.measurement.methods.survival import Lasted, Survival, kaplan_meier

ENOUGH = 30
LATELY = (timedelta(days=30), timedelta(days=90))
MOSTLY = 0.8  # of a span in which most are still open nobody knows how long it takes
AGES = (0.0, 0.25, 0.5, 0.75)
Stratum = tuple[int | str | None, ...]


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One promise of a solution: to what sort of case, how long it took in served minutes, and what became of it.

    Whoever is still waited for has taken `served` so far.
    """

    service: int | None
    kind: str
    priority: int
    target: float
    served: float
    ended: bool
    broken: bool
    made_at: datetime
    decided_at: datetime | None = None

    @property
    def strata(self) -> Iterator[Stratum]:
        """Cases like this one, the nearest first; where they are too few, the wider circle speaks."""
        yield (self.service, self.kind, self.priority)
        yield (self.service, self.kind)
        yield (self.service,)
        yield ()


class Foresight:
    """What was learnt from promises: one curve for each stratum that has enough endings."""

    def __init__(self, promises: Iterable[Promise]) -> None:
        alike: dict[Stratum, list[Promise]] = defaultdict(list)
        for one in promises:
            for stratum in one.strata:
                alike[stratum].append(one)
        until = max((one.made_at for one in alike[()]), default=None)
        self.curves: dict[Stratum, Survival] = {}
        for stratum, found in alike.items():
            if times := until and _lately(found, until):
                self.curves[stratum] = kaplan_meier(times)

    def likely(self, one: Promise, age: float) -> float | None:
        """How likely a promise of this sort, open at this age, is to break; None while too little is known."""
        curve = next((self.curves[stratum] for stratum in one.strata if stratum in self.curves), None)
        return curve.still_open(one.target, age) if curve else None


def _lately(alike: Sequence[Promise], until: datetime) -> list[Lasted]:
    """How long the newest of them took: of a month, where enough of them have ended, else of a quarter, else of all.

    How quickly a house works changes with the year: what was made lately tells more than all that ever was.
    """
    for span in LATELY:
        newest = [one for one in alike if one.made_at >= until - span]
        ended = sum(one.ended for one in newest)
        if ended >= ENOUGH and ended >= MOSTLY * len(newest):
            return [Lasted(one.served, one.ended) for one in newest]
    every = [Lasted(one.served, one.ended) for one in alike]
    return every if sum(one.ended for one in every) >= ENOUGH else []


def known_at(promises: Iterable[Promise], moment: datetime) -> Iterator[Promise]:
    """Promises as they stood at a moment: what ended later was still open, after that part of its time."""
    for one in promises:
        if one.made_at >= moment:
            continue
        if one.decided_at is None or one.decided_at <= moment:
            yield one
            continue
        passed = (moment - one.made_at) / (one.decided_at - one.made_at)
        yield Promise(
            service=one.service,
            kind=one.kind,
            priority=one.priority,
            target=one.target,
            served=one.served * passed,
            ended=False,
            broken=False,
            made_at=one.made_at,
        )


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What was said of the newer cases by what the older ones had taught, and how often those had broken."""

    forecasts: tuple[Forecast, ...]
    at_age: dict[float, tuple[Forecast, ...]]
    base_rate: float
    learnt_from: int
    since: datetime


def trial(promises: Sequence[Promise], share: float) -> Trial | None:
    """Learn from the first part by time, and tell for the rest, at several ages, whether the promise will break."""
    ordered = sorted(promises, key=lambda one: one.made_at)
    if not ordered or not 0 < share < 1:
        return None
    since = ordered[min(int(len(ordered) * share), len(ordered) - 1)].made_at
    learnt = list(known_at(ordered, since))
    decided = [one for one in learnt if one.ended]
    tried = [one for one in ordered if one.made_at >= since and one.ended]
    if not decided or not tried:
        return None
    foresight = Foresight(learnt)
    at_age = {age: tuple(_told(foresight, tried, age)) for age in AGES}
    every = tuple(told for age in AGES for told in at_age[age])
    if not every:
        return None
    base_rate = sum(one.broken for one in decided) / len(decided)
    return Trial(forecasts=every, at_age=at_age, base_rate=base_rate, learnt_from=len(learnt), since=since)


def _told(foresight: Foresight, tried: Iterable[Promise], share: float) -> Iterator[Forecast]:
    for one in tried:
        age = one.target * share
        if share and one.served <= age:
            continue
        likely = foresight.likely(one, age)
        if likely is not None:
            yield Forecast(likely, one.broken)
