"""How many needs were brought to us."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from pasillo.ground.kit.words import _
from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, measures
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story


class Demand:
    """Cases opened, by the moment of the customer's first contact."""

    name = "demand"
    position = 10
    label = _("Cases")
    definition = _("Cases whose first contact lies in the window, whatever became of them.")
    source = "case.opened"
    unit = "case"
    moment = "opened_at"
    parts: Mapping[str, Any] = {}

    def rows(self, window: Window) -> QuerySet[Any]:
        return Story.objects.filter(**window.on("opened_at"))

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        return rows

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        counted = rows.values("service_id").annotate(n=Count("pk"))
        return {row["service_id"]: Figure(n=row["n"], value=row["n"]) for row in counted}

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        return None

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        return None


measures.add(Demand.name, Demand())
