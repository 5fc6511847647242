"""The usual time: where nobody promised a solution, how long four of five cases like this one took, in served time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from pasillo.ground.hours.timeline import served
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.promises.models import UsualServed
from pasillo.operations.promises.timelines import Counts, timelines
from pasillo.strategy.objectives.policies import Policy

LOOKS_BACK = timedelta(days=90)
MOST = 50_000
ENOUGH = 30
USUAL = """
select u.minutes, s.calendar_id from catalogue_service s join promises_usualserved u
    on u.key in ('s' || s.id || ':' || %s || ':' || %s, 's' || s.id, 'b' || s.block)
where s.id = %s order by length(u.key) - length(replace(u.key, ':', '')) desc, left(u.key, 1) desc limit 1
"""


def usual_served(service_id: int, kind: str, priority: int) -> tuple[int, int] | None:
    """Minutes in which four of five comparable cases were solved, and the calendar of the service; None if unknown."""
    with connection.cursor() as cursor:
        cursor.execute(USUAL, [kind, priority, service_id])
        found: tuple[int, int] | None = cursor.fetchone()
    return found


def worked_out(*, at: datetime) -> Iterable[UsualServed]:
    """The usual time of each kind and priority of a service, of each service and each block, where enough is known."""
    times: dict[str, list[float]] = {}
    for service_id, block, kind, priority, minutes in _lived(at):
        for key in (f"s{service_id}:{kind}:{priority}", f"s{service_id}", f"b{block}"):
            times.setdefault(key, []).append(minutes)
    for key, known in times.items():
        if len(known) >= ENOUGH:
            yield UsualServed(key=key, minutes=max(1, round(percentile(known))), n=len(known), worked_out_at=at)


def percentile(known: list[float]) -> float:
    """The time in which four of five were solved: the smallest that at least that many did not exceed."""
    ordered = sorted(known)
    return ordered[-(-len(ordered) * 8 // 10) - 1]


def _lived(at: datetime) -> Iterable[tuple[int, str, str, int, float]]:
    solved = Case.objects.filter(resolved_at__gte=at - LOOKS_BACK, resolved_at__lte=at).order_by("-resolved_at")
    rows: list[Any] = list(
        solved.values_list(
            "pk", "service_id", "service__block", "kind", "priority", "opened_at", "resolved_at", "service__calendar_id"
        )[:MOST]
    )
    waits = _waits(row[0] for row in rows)
    hours_of = timelines(_counts(calendar, opened) for *_, opened, _, calendar in rows)
    for case_id, service_id, block, kind, priority, opened, resolved, calendar in rows:
        hours = hours_of(_counts(calendar, opened))
        ours = served(hours, opened, resolved) - sum(
            (served(hours, began, min(ended, resolved)) for began, ended in waits.get(case_id, ())), timedelta()
        )
        yield service_id, block, kind, priority, max(ours.total_seconds() / 60, 0)


def _counts(calendar_id: int, since: datetime) -> Counts:
    return Counts(Policy.SERVICE, "", ((since, calendar_id),))


def _waits(case_ids: Iterable[int]) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    proven = Pause.objects.filter(case_id__in=list(case_ids), proven=True, ended_at__isnull=False)
    for case_id, began, ended in proven.values_list("case_id", "began_at", "ended_at"):
        if ended is not None:
            found.setdefault(case_id, []).append((began, ended))
    return found
