"""The course of a service from week to week: what is noise, and what is a change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.control_chart import Limits, changed_since, limits, signals

DEFINITION = _(
    "Individuals chart of the weekly median of lived minutes until the resolution that held. Limits: mean ± 3/1.128 "
    "times the mean moving range of the first 14 weeks with solved cases (of all but the last 4 where there are fewer "
    "than 18). "
    "A signal is a point beyond the limits, eight in a row on one side of the mean, or three of four nearer to a limit "
    "than to the mean."
)
SOURCE = "case.opened, case.resolved, case.resolution_disputed"
FEWEST, BASE, LATEST = 8, 14, 4

WEEKLY = """
select service_id, floor(extract(epoch from %(end)s - final_resolved_at) / 604800)::int as weeks_ago, count(*),
       percentile_cont(0.5) within group (order by lived_minutes)
from stories_story
where service_id = any(%(services)s) and final_resolved_at >= %(start)s and final_resolved_at < %(end)s
group by 1, 2
order by 1, 2 desc
"""


@dataclass(frozen=True, kw_only=True)
class Week:
    """One point: seven days, how many cases were solved in them, and the median that customers lived."""

    begins: datetime
    n: int
    minutes: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """The weeks of one service, what it does by itself, and since when it does something else."""

    service_id: int
    weeks: tuple[Week, ...]
    limits: Limits
    signals: frozenset[int]
    changed_at: int | None

    @property
    def has_worsened(self) -> bool:
        """Whether the change that lasts is one to longer waits."""
        return self.changed_at is not None and self.weeks[-1].minutes > self.limits.mean


def courses(service_ids: Iterable[int], *, until: datetime, weeks: int = 24) -> dict[int, Course]:
    """The course of every service that has enough weeks with solved cases, in one question."""
    found: dict[int, list[Week]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(WEEKLY, {"services": list(service_ids), "start": until - timedelta(weeks=weeks), "end": until})
        for service_id, ago, n, minutes in cursor.fetchall():
            found[service_id].append(Week(begins=until - timedelta(weeks=ago + 1), n=n, minutes=minutes))
    return {service_id: _course(service_id, rows) for service_id, rows in found.items() if len(rows) >= FEWEST}


def _course(service_id: int, weeks: list[Week]) -> Course:
    values = [week.minutes for week in weeks]
    known = limits(values[: min(BASE, len(values) - LATEST)])
    return Course(
        service_id=service_id,
        weeks=tuple(weeks),
        limits=known,
        signals=signals(values, known),
        changed_at=changed_since(values, known),
    )
