"""The course of a service from week to week: what is noise, and what is a change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.control_chart import Limits, changed_since, limits, signals

DEFINITION = _(
    "Individuals chart of the median of lived minutes until the resolution that held, week by week; in the first weeks "
    "every two days. Limits: mean ± 3/1.128 times the mean moving range of the first 14 points (of all but the last 4 "
    "where there are fewer than 18). "
    "A signal is a point beyond the limits, eight in a row on one side of the mean, or three of four nearer to a limit "
    "than to the mean."
)
SOURCE = "case.opened, case.resolved, case.resolution_disputed"
FEWEST, BASE, LATEST = 8, 14, 4
GRAINS = ((timedelta(weeks=1), 24), (timedelta(days=2), 20))

MEDIANS = """
select service_id, floor(extract(epoch from %(end)s - final_resolved_at) / %(step)s)::int as steps_ago, count(*),
       percentile_cont(0.5) within group (order by lived_minutes)
from stories_story
where service_id = any(%(services)s) and final_resolved_at >= %(start)s and final_resolved_at < %(end)s
group by 1, 2
order by 1, 2 desc
"""


@dataclass(frozen=True, kw_only=True)
class Point:
    """Some days, how many cases were solved in them, and the median that customers lived."""

    begins: datetime
    n: int
    minutes: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """The points of one service, what it does by itself, and since when it does something else."""

    service_id: int
    step: timedelta
    points: tuple[Point, ...]
    limits: Limits
    signals: frozenset[int]
    changed_at: int | None

    @property
    def has_worsened(self) -> bool:
        """Whether the change that lasts is one to longer waits."""
        return self.changed_at is not None and self.points[-1].minutes > self.limits.mean


def courses(service_ids: Iterable[int], *, until: datetime) -> dict[int, Course]:
    """The course of every service that has enough weeks with solved cases; in a young house, of days."""
    ids = list(service_ids)
    for step, steps in GRAINS:
        found = {
            pk: _course(pk, points, step) for pk, points in _points(ids, until, step, steps) if len(points) >= FEWEST
        }
        if found:
            return found
    return {}


def _points(ids: list[int], until: datetime, step: timedelta, steps: int) -> Iterable[tuple[int, list[Point]]]:
    found: dict[int, list[Point]] = defaultdict(list)
    with connection.cursor() as cursor:
        start = until - steps * step
        cursor.execute(MEDIANS, {"services": ids, "start": start, "end": until, "step": step.total_seconds()})
        for service_id, ago, n, minutes in cursor.fetchall():
            found[service_id].append(Point(begins=until - (ago + 1) * step, n=n, minutes=minutes))
    return found.items()


def _course(service_id: int, points: list[Point], step: timedelta) -> Course:
    values = [point.minutes for point in points]
    known = limits(values[: min(BASE, len(values) - LATEST)])
    return Course(
        service_id=service_id,
        step=step,
        points=tuple(points),
        limits=known,
        signals=signals(values, known),
        changed_at=changed_since(values, known),
    )
