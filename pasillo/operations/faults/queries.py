"""What others may ask about faults. Who reported one, and in which words, is nobody else's business."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from pasillo.ground.people.sight import Sight
from pasillo.operations.faults.models import Affected, Fault, FaultPlan


@dataclass(frozen=True, kw_only=True)
class Known:
    """A fault that was reported before: where, since when, and how many it affects."""

    fault_id: int
    place: str
    reported_at: datetime
    affected: int


def reported_before(
    request_type_id: int, answers: Mapping[str, Any], *, person_id: int | None, at: datetime
) -> Known | None:
    """The open fault at the same place, reported by somebody else within the last days."""
    plan = FaultPlan.objects.filter(request_type_id=request_type_id).first()
    place = str(answers.get(plan.place_field, "")) if plan else ""
    if plan is None or not place:
        return None
    open_ones = Fault.objects.filter(
        plan=plan, place=place, repaired_at=None, reported_at__gte=at - timedelta(days=plan.days)
    )
    fault = (
        open_ones.exclude(case__customer_id=person_id or 0)
        .annotate(n=Count("affected"))
        .order_by("reported_at")
        .first()
    )
    if fault is None:
        return None
    return Known(fault_id=fault.pk, place=place, reported_at=fault.reported_at, affected=fault.n + 1)


def fault_of(case_id: int) -> Fault | None:
    """The fault behind a case. Ask only for a case that the reader may see."""
    return Fault.objects.filter(case_id=case_id).annotate(n=Count("affected")).first()


def joined_by(sight: Sight) -> list[Fault]:
    """The faults that others reported and that affect this person too, open ones first."""
    mine = Affected.objects.filter(person_id=sight.person_id or 0).values("fault_id")
    found = Fault.objects.filter(pk__in=mine).select_related("case", "case__service", "case__form_version", "plan")
    return list(found.order_by("-repaired_at", "-reported_at")[:20])
