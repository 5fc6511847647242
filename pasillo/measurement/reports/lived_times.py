"""What customers really waited lately, to be said honestly beside what we promise."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from pasillo.measurement.reports.percentiles import Percentile
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

ENOUGH = 5


@dataclass(frozen=True, kw_only=True)
class LivedTimes:
    """Half of the customers waited at most so many minutes, four of five so many; never paused."""

    n: int
    half: float
    most: float


def lived_times(service_id: int, window: Window) -> LivedTimes | None:
    """The times of one service, or None while too few cases are solved to say anything."""
    return lived_times_of([service_id], window).get(service_id)


def lived_times_of(service_ids: Iterable[int], window: Window) -> dict[int, LivedTimes]:
    """The times of many services in one question; those with too few solved cases are left out."""
    solved = (
        Story.objects.filter(service_id__in=list(service_ids), **window.on("final_resolved_at"))
        .values("service_id")
        .annotate(
            n=Count("pk"), half=Percentile("lived_minutes", share=0.5), most=Percentile("lived_minutes", share=0.8)
        )
        .filter(n__gte=ENOUGH)
    )
    return {int(row["service_id"] or 0): LivedTimes(n=row["n"], half=row["half"], most=row["most"]) for row in solved}
