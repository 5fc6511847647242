"""The objectives of many services at once, as the measures read them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pasillo.measurement.reports.measures.base import Target
from pasillo.strategy.objectives.models import Objective


def targets_of(service_ids: Iterable[int], *, at: datetime) -> dict[int, dict[str, Target]]:
    """What holds at a moment, by service and metric."""
    newest = (
        Objective.objects.filter(service_id__in=list(service_ids), valid_from__lte=at)
        .order_by("service_id", "metric", "-valid_from", "-version")
        .distinct("service_id", "metric")
    )
    found: dict[int, dict[str, Target]] = defaultdict(dict)
    for one in newest:
        if not one.is_ended:
            share = None if one.target_rate is None else float(one.target_rate)
            found[one.service_id][one.metric] = Target(minutes=one.target_minutes, share=share)
    return found
