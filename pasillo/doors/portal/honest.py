"""What customers of a service really waited this month, said beside what we promise."""

from dataclasses import dataclass
from datetime import datetime

from pasillo.measurement.reports.lived_times import lived_times
from pasillo.measurement.reports.window import Window


@dataclass(frozen=True, kw_only=True)
class Lived:
    """Half of the customers waited no longer than this."""

    minutes: int
    cases: int


def lived_this_month(service_id: int, *, at: datetime) -> Lived | None:
    """What half of the customers waited, asleep or awake; nothing is said of too few."""
    times = lived_times(service_id, Window.last(30, until=at))
    return Lived(minutes=round(times.half), cases=times.n) if times else None
