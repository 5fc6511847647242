"""What is worked out now and then for pages that many people open."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from pasillo.measurement.reports.models import UsualTime
from pasillo.measurement.reports.percentiles import Percentile
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

LOOKS_BACK, MONTH, DEMAND = 90, 30, 28


@transaction.atomic
def work_out_usual_times(*, at: datetime) -> int:
    """The usual time and the demand of every service and of every request, anew. Returns how many."""
    rows: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    solved = _solved(LOOKS_BACK, at=at)
    month = _solved(MONTH, at=at)
    asked = Story.objects.filter(service_id__isnull=False, **Window.last(DEMAND, until=at).on("opened_at"))
    for by in (("service_id",), ("service_id", "request_type_id")):
        for row in _times(solved, by):
            rows[_key(row)] |= {"n": row["n"], "half": row["half"], "most": row["most"]}
        for row in _times(month, by):
            rows[_key(row)] |= {"month_n": row["n"], "month_half": row["half"]}
        for row in asked.values(*by).annotate(asked=Count("pk")).order_by():
            rows[_key(row)] |= {"asked": row["asked"]}
    UsualTime.objects.all().delete()
    made = [
        UsualTime(service_id=service, request_type_id=asked_for, worked_out_at=at, **figures)
        for (service, asked_for), figures in rows.items()
        if asked_for is not None
    ]
    UsualTime.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _solved(days: int, *, at: datetime) -> QuerySet[Story]:
    return Story.objects.filter(service_id__isnull=False, **Window.last(days, until=at).on("final_resolved_at"))


def _times(solved: QuerySet[Story], by: tuple[str, ...]) -> Any:
    grouped = solved.values(*by).order_by()
    half, most = Percentile("lived_minutes", share=0.5), Percentile("lived_minutes", share=0.8)
    return grouped.annotate(n=Count("pk"), half=half, most=most)


def _key(row: dict[str, Any]) -> Any:
    return row["service_id"], row.get("request_type_id", 0)
