"""How long it takes until the need is met."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.intervals import of_share
from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, measures
from pasillo.measurement.reports.percentiles import Percentile
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

MOST = 0.8
WITHIN = Q(served_minutes__lte=F("promised_minutes"))


class Resolution:
    """The time within which four of five cases are solved: in service hours where we promised service hours."""

    name = "resolution"
    position = 30
    label = _("4 of 5 solved in")
    definition = _(
        "The 80th percentile (definition 7 of Hyndman and Fan) of the time from the first contact to the resolution "
        "that held, of cases solved in the window. Service hours, disputes included and proven pauses left out, where "
        "there is a promise in service hours; else the time that the customer lived, never paused."
    )
    source = "case.opened, case.resolved, case.resolution_disputed, promise.kept, promise.stopped_late"
    unit = "case"
    moment = "final_resolved_at"
    parts: Mapping[str, Any] = {"within": _("Within the promised time"), "beyond": _("Beyond the promised time")}

    def rows(self, window: Window) -> QuerySet[Any]:
        return Story.objects.filter(**window.on("final_resolved_at"))

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        return rows.filter(WITHIN) if part == "within" else rows.filter(served_minutes__gt=F("promised_minutes"))

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        counted = rows.values("service_id").annotate(
            n=Count("pk"),
            promised=Count("pk", filter=Q(served_minutes__isnull=False, promised_minutes__isnull=False)),
            within=Count("pk", filter=WITHIN),
            served_half=Percentile("served_minutes", share=0.5),
            served_most=Percentile("served_minutes", share=MOST),
            lived_half=Percentile("lived_minutes", share=0.5),
            lived_most=Percentile("lived_minutes", share=MOST),
        )
        return {row.pop("service_id"): self._figure(row) for row in counted}

    def _figure(self, row: dict[str, Any]) -> Figure:
        served = row["served_most"] is not None
        return Figure(
            n=row["n"],
            value=row["served_most"] if served else row["lived_most"],
            hits=row["within"],
            interval=of_share(row["within"], row["promised"]) if row["promised"] else None,
            details={key: row[key] for key in ("served_half", "served_most", "lived_half", "lived_most")},
        )

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        target = targets.get("resolution")
        return target if target and target.minutes is not None else None

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        """Four of five take longer than promised, beyond doubt when even the best share within time is below that."""
        if figure.value is None or target.minutes is None:
            return None
        return Verdict(
            deviation=figure.value - target.minutes,
            misses=figure.value > target.minutes,
            beyond_doubt=figure.interval is not None and figure.interval.high < MOST,
        )


measures.add(Resolution.name, Resolution())
