"""How often what we called solved was not."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from pasillo.ground.kit.words import _
from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, at_most, measures, share
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

UNDONE = Q(disputes__gt=0) | Q(reopened__gt=0)


class Errors:
    """Cases that the customer disputed or that came back, of all that were called solved."""

    name = "errors"
    position = 40
    label = _("Errors, %")
    definition = _(
        "Cases disputed by the customer or reopened since, divided by all cases that were called solved for the first "
        "time in the window."
    )
    source = "case.resolved, case.resolution_disputed, case.reopened"
    unit = "case"
    moment = "resolved_at"
    parts: Mapping[str, Any] = {"undone": _("Disputed or reopened")}

    def rows(self, window: Window) -> QuerySet[Any]:
        return Story.objects.filter(**window.on("resolved_at"))

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        return rows.filter(UNDONE)

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        counted = rows.values("service_id").annotate(n=Count("pk"), undone=Count("pk", filter=UNDONE))
        return {row["service_id"]: share(row["undone"], row["n"]) for row in counted}

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        target = targets.get("errors")
        return target if target and target.share is not None else None

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        return None if target.share is None else at_most(figure, target.share)


measures.add(Errors.name, Errors())
