"""What a service promises at a moment, with the hours that count: one question, asked for every case."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

PROMISED = """
select o.id, o.metric, o.target_minutes, s.calendar_id, v.id
from catalogue_service s
cross join lateral (
    select distinct on (metric) id, metric, target_minutes, is_ended from objectives_objective
    where service_id = s.id and metric = any(%s) and valid_from <= %s order by metric, version desc) o
cross join lateral (
    select id from hours_calendarversion where calendar_id = s.calendar_id
    order by (effective_from <= %s) desc, case when effective_from <= %s then effective_from end desc, effective_from
    limit 1) v
where s.id = %s and not o.is_ended and o.target_minutes > 0
order by array_position(%s, o.metric::text)
"""


class Promised(NamedTuple):
    """One target in minutes, the calendar in whose hours it counts, and the version of those hours."""

    objective_id: int
    metric: str
    target_minutes: int
    calendar_id: int
    hours_id: int


def promised(service_id: int, metrics: Sequence[str], *, at: datetime) -> list[Promised]:
    """What the service promises on these metrics at a moment, in the order in which they are named."""
    wanted = list(metrics)
    with connection.cursor() as cursor:
        cursor.execute(PROMISED, [wanted, at, at, at, service_id, wanted])
        return [Promised(*row) for row in cursor.fetchall()]
