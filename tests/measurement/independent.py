"""The figures of the matrix once more, by plain SQL over the journal alone: nothing of the product takes part.

Where these and the cockpit agree, two different ways of counting have come to the same number. Compare only after
the followers have caught up.
"""

from datetime import datetime
from typing import Any

from django.db import connection

FACTS = """
with facts as (
    select id, tx, name, happened_at as at, data, (data->>'case_id')::bigint as case_id from journal_entry
    where data ? 'case_id'
),
opened as (select case_id, (data->>'service_id')::bigint as service_id, at from facts where name = 'case.opened'),
undone as (
    select case_id, max(at) as at, count(*) as n from facts
    where name in ('case.resolution_disputed', 'case.reopened') group by 1
),
promises as (
    select (data->>'clock_id')::bigint as clock_id, case_id, data->>'metric' as metric,
           min(at) filter (where name in ('promise.broken', 'promise.stopped_late')) as broken_at,
           max(at) filter (where name = 'promise.kept') as kept_at,
           max((data->>'served_minutes')::float) as served
    from facts where name like 'promise.%%' group by 1, 2, 3
),
solved as (
    select f.case_id, min(f.at) as first_at,
           max(f.at) filter (where u.at is null or f.at > u.at) as final_at
    from facts f left join undone u using (case_id) where f.name = 'case.resolved' group by 1
)
"""

DEMAND = """
select service_id, count(*), null::bigint, null::float from opened
where at >= %(start)s and at < %(end)s group by 1
"""

LEVEL = """
select service_id, count(*),
       count(*) filter (where broken_at is null
           and not (metric in ('resolution', 'dispute') and coalesce(kept_at <= undone.at, false))),
       null::float
from promises join opened using (case_id) left join undone using (case_id)
where coalesce(broken_at, kept_at) >= %(start)s and coalesce(broken_at, kept_at) < %(end)s
group by 1
"""

RESOLUTION = """
select service_id, count(*), null::bigint,
       coalesce(percentile_cont(0.8) within group (order by served),
                percentile_cont(0.8) within group (order by extract(epoch from final_at - opened.at) / 60))
from solved join opened using (case_id)
left join (
    select case_id, sum(served) as served from promises where metric in ('resolution', 'dispute') group by 1
) work using (case_id)
where final_at >= %(start)s and final_at < %(end)s group by 1
"""

ERRORS = """
select service_id, count(*), count(undone.case_id), null::float
from solved join opened using (case_id) left join undone using (case_id)
where first_at >= %(start)s and first_at < %(end)s group by 1
"""

SATISFACTION = """
select service_id, count(*), count(*) filter (where score >= 3), avg(score)::float
from (
    select distinct on (case_id) case_id, at, (data->>'score')::int as score from facts
    where name = 'feedback.given' order by case_id, at desc, tx desc, id desc
) last join opened using (case_id)
where last.at >= %(start)s and last.at < %(end)s group by 1
"""

QUESTIONS = {
    "demand": DEMAND,
    "level": LEVEL,
    "resolution": RESOLUTION,
    "errors": ERRORS,
    "satisfaction": SATISFACTION,
}


def figures(start: datetime, end: datetime) -> dict[tuple[str, int], tuple[int, int | None, float | None]]:
    """For each measure and service: how many, how many of them the other side, and the value (percentile or mean)."""
    found: dict[tuple[str, int], tuple[int, int | None, float | None]] = {}
    for measure, question in QUESTIONS.items():
        for service_id, n, hits, value in _ask(FACTS + question, {"start": start, "end": end}):
            found[measure, service_id] = (n, hits, value)
    return found


def _ask(question: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
