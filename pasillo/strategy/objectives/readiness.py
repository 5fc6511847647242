"""What must be promised before a service is offered: a speed and a quality; better also what follows a dispute."""

from collections import defaultdict

from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.readiness import Point, Sheet, points
from pasillo.strategy.catalogue.sheets import gatherers
from pasillo.strategy.objectives.models import Objective

SPEED = frozenset({"level", "first_response", "next_response", "resolution", "dispute"})
QUALITY = frozenset({"satisfaction", "errors"})


def metrics_of(service_ids: list[int]) -> dict[int, frozenset[str]]:
    """On what each of these services promises something now."""
    newest = Objective.objects.general().filter(service_id__in=service_ids).latest_first("service_id", "metric")
    found: dict[int, set[str]] = defaultdict(set)
    for service_id, metric, is_ended in newest.distinct("service_id", "metric").values_list(
        "service_id", "metric", "is_ended"
    ):
        if not is_ended:
            found[service_id].add(metric)
    return {service_id: frozenset(metrics) for service_id, metrics in found.items()}


def _promises(sheet: Sheet, metrics: frozenset[str]) -> bool:
    return bool((sheet.more.get("metrics") or frozenset()) & metrics)


def _answers_disputes(sheet: Sheet) -> bool:
    """Who promises to solve something promises, too, by when it is put right if it was not."""
    metrics = sheet.more.get("metrics") or frozenset()
    return "dispute" in metrics or "resolution" not in metrics


gatherers.add("metrics", metrics_of)
points.add(
    "speed",
    Point(
        title=_("An objective of speed"),
        why=_("How fast we are is one side of what customers live."),
        is_done=lambda sheet: _promises(sheet, SPEED),
        mend_at="objectives",
        position=110,
    ),
)
points.add(
    "quality",
    Point(
        title=_("An objective of satisfaction or of errors"),
        why=_("How well we do it is the other side; neither is shown alone."),
        is_done=lambda sheet: _promises(sheet, QUALITY),
        mend_at="objectives",
        position=120,
    ),
)
points.add(
    "dispute",
    Point(
        title=_("An objective for what was not solved"),
        why=_(
            "It can be published without. But then a case that its customer disputes has no promise, "
            "and stands at the end of the queue."
        ),
        is_done=_answers_disputes,
        mend_at="objectives",
        is_needed=False,
        position=130,
    ),
)
