"""How many of our promises we kept."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from pasillo.ground.kit.words import _
from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, at_least, measures, share
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.fold import CUSTOMER
from pasillo.measurement.stories.models import Pledge

KEPT = Q(outcome="kept", disputed=False)


class Level:
    """Promises kept in time and not disputed, of all that were kept or broken."""

    name = "level"
    position = 20
    label = _("Level, % in time")
    definition = _(
        "Promises kept in time, without solutions that were disputed or reopened afterwards, divided by all promises "
        "kept or broken in the window: first answers, next answers, solutions and disputes. Withdrawn promises count "
        "neither way. "
        "The objective is the share set for the level, else for the solution."
    )
    source = "promise.kept, promise.broken, promise.stopped_late, case.resolution_disputed, case.reopened"
    unit = "promise"
    moment = "decided_at"
    parts: Mapping[str, Any] = {"kept": _("Kept"), "missed": _("Broken or disputed")}

    def rows(self, window: Window) -> QuerySet[Any]:
        told = Pledge.objects.filter(audience=CUSTOMER, outcome__in=["kept", "broken"])
        return told.filter(**window.on("decided_at"))

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        return rows.filter(KEPT) if part == "kept" else rows.exclude(KEPT)

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        counted = rows.values("service_id").annotate(n=Count("pk"), kept=Count("pk", filter=KEPT))
        return {row["service_id"]: share(row["kept"], row["n"]) for row in counted}

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        chosen = (targets.get(metric) for metric in ("level", "resolution", "first_response"))
        return next((target for target in chosen if target and target.share is not None), None)

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        return None if target.share is None else at_least(figure, target.share)


measures.add(Level.name, Level())
