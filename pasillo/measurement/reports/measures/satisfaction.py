"""Whether it was as the customer had expected, in their own answer."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, StdDev

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.intervals import around_mean
from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, at_least, measures, share
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

CONTENT = Q(score__gte=3)


class Satisfaction:
    """Customers for whom it was as expected or better, of all who answered."""

    name = "satisfaction"
    position = 50
    label = _("Satisfied, %")
    definition = _(
        "Answers 3, 4 or 5 on the scale from 1, much worse than expected, to 5, much better, divided by all cases "
        "answered in the window; the last answer of each case counts. The mean comes with its 95 % interval."
    )
    source = "feedback.given"
    unit = "case"
    moment = "scored_at"
    parts: Mapping[str, Any] = {"content": _("As expected or better"), "worse": _("Worse than expected")}

    def rows(self, window: Window) -> QuerySet[Any]:
        return Story.objects.filter(**window.on("scored_at"))

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        return rows.filter(CONTENT) if part == "content" else rows.exclude(CONTENT)

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        counted = rows.values("service_id").annotate(
            n=Count("pk"),
            content=Count("pk", filter=CONTENT),
            mean=Avg("score"),
            spread=StdDev("score", sample=True),
        )
        return {row["service_id"]: self._figure(row) for row in counted}

    def _figure(self, row: dict[str, Any]) -> Figure:
        mean = float(row["mean"])
        around = around_mean(mean, float(row["spread"]), row["n"]) if row["n"] > 1 else None
        low, high = (max(1.0, around.low), min(5.0, around.high)) if around else (None, None)
        return share(row["content"], row["n"], mean=mean, low=low, high=high)

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        target = targets.get("satisfaction")
        return target if target and target.share is not None else None

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        return None if target.share is None else at_least(figure, target.share)


measures.add(Satisfaction.name, Satisfaction())
