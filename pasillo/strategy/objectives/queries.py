"""What others may ask about our targets."""

from collections.abc import Iterable
from datetime import datetime

from pasillo.strategy.objectives.models import Objective


def objectives_of(service_id: int, *, at: datetime | None = None) -> list[Objective]:
    """The targets that hold for all customers of a service: at a moment, or the newest."""
    versions = Objective.objects.general().filter(service_id=service_id)
    if at is not None:
        versions = versions.filter(valid_from__lte=at)
    newest = versions.latest_first("metric").distinct("metric")
    return [objective for objective in newest if not objective.is_ended]


def target(service_id: int, metric: str, *, at: datetime | None = None) -> Objective | None:
    """The target of one metric that holds for a service, or None where nothing is promised."""
    return next((one for one in objectives_of(service_id, at=at) if one.metric == metric), None)


def promised_minutes(
    service_ids: Iterable[int], metric: str = "resolution", *, at: datetime | None = None
) -> dict[int, int]:
    """The promised time of many services in one look, for the pages that list them: at a moment, or the newest."""
    versions = Objective.objects.general().filter(service_id__in=list(service_ids), metric=metric)
    if at is not None:
        versions = versions.filter(valid_from__lte=at)
    newest = versions.latest_first("service_id").distinct("service_id")
    return {one.service_id: one.target_minutes for one in newest if not one.is_ended and one.target_minutes is not None}
