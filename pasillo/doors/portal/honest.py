"""What customers of a service really waited this month, said beside what we promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from pasillo.measurement.stories.models import Story

MONTH = timedelta(days=30)
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Lived:
    """Half of the customers waited no longer than this."""

    minutes: int
    cases: int


def lived_this_month(service_id: int, *, at: datetime) -> Lived | None:
    """What half of the customers waited, asleep or awake; nothing is said of fewer than five."""
    solved = Story.objects.filter(service_id=service_id, final_resolved_at__range=(at - MONTH, at))
    waited = [minutes for minutes in solved.values_list("lived_minutes", flat=True) if minutes is not None]
    if len(waited) < FEWEST:
        return None
    return Lived(minutes=round(median(waited)), cases=len(waited))
