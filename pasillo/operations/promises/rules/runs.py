"""One run of one clock of a case, and where it stood still. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pasillo.operations.promises.rules.weaving import Told


@dataclass(kw_only=True)
class Still:
    """A stretch in which a clock stood still, why, and the facts that prove both ends."""

    why: str
    began_at: datetime
    began_by: Told
    ended_at: datetime | None = None
    ended_by: Told | None = None


@dataclass(kw_only=True)
class Cycle:
    """One run of one clock from its start to its end."""

    metric: str
    round: int
    started_at: datetime
    began_by: Told
    stills: list[Still] = field(default_factory=list)
    held: list[tuple[datetime, int]] = field(default_factory=list)
    ended_at: datetime | None = None
    ended_by: Told | None = None
    is_void: bool = False
    openings: tuple[datetime, ...] = ()

    @property
    def is_going(self) -> bool:
        """Whether nothing has ended it."""
        return self.ended_at is None

    def covers(self, moment: datetime) -> bool:
        """Whether it ran at this moment."""
        return self.started_at <= moment and (self.ended_at is None or moment <= self.ended_at)

    def is_of(self, started_at: datetime, cycles: "Iterable[Cycle]") -> bool:
        """Whether a clock that began then measures this one of these cycles."""
        return cycle_of(cycles, self.metric, started_at) is self


def cycle_of(cycles: Iterable[Cycle], metric: str, started_at: datetime) -> Cycle | None:
    """The cycle that a clock measures: it began at the same moment, or late words have moved its beginning."""
    mine = [cycle for cycle in cycles if cycle.metric == metric]
    exact = next((one for one in mine if started_at == one.started_at or started_at in one.openings), None)
    return exact or next((cycle for cycle in mine if cycle.covers(started_at)), None)
