"""What a service promises at a moment, with the hours that count: one question, asked for every case."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from pasillo.ground.kit.together import are_together, known
from pasillo.strategy.objectives.scope import Scope, most_specific

PROMISED = """
select objective_id, metric, audience, target_minutes, policy, request_type_id, segment, priority, channel,
    calendar_id, hours_ids, hours_since from objectives_lines(%s, %s, %s)
"""
CHANGES = """
select valid_from from objectives_objective where service_id = %s union
select v.effective_from from hours_calendarversion v join catalogue_service s on s.calendar_id = v.calendar_id
where s.id = %s order by 1
"""
CUSTOMER_OF = """
select coalesce(a.segment, ''), p.zone from people_person p left join people_account a on a.id = p.account_id
where p.id = %s
"""


class Line(NamedTuple):
    """One target in minutes, for which cases it holds, and the versions of the hours of its service from then on."""

    objective_id: int | None
    metric: str
    audience: str
    target_minutes: int
    policy: str
    request_type_id: int | None
    segment: str
    priority: int | None
    channel: str
    calendar_id: int
    hours_ids: list[int]
    hours_since: list[datetime]

    @property
    def scope(self) -> Scope:
        """For which cases it holds."""
        return Scope(
            request_type_id=self.request_type_id, segment=self.segment, priority=self.priority, channel=self.channel
        )

    @property
    def versions(self) -> list[tuple[datetime, int]]:
        """From when on each version of the hours holds."""
        return list(zip(self.hours_since, self.hours_ids, strict=True))


def lines(service_id: int, metrics: Sequence[str], *, at: datetime) -> list[Line]:
    """Every target of the service on these metrics that holds at a moment, for whichever cases."""

    def ask() -> list[Line]:
        with connection.cursor() as cursor:
            cursor.execute(PROMISED, [service_id, list(metrics), at])
            return [Line(*row) for row in cursor.fetchall()]

    return known(("promised", service_id, tuple(metrics), _changed_before(service_id, at)), ask)


def _changed_before(service_id: int, at: datetime) -> int:
    """How often what this service promises, or its hours, had changed: asked once in a transaction of many changes."""
    return bisect_right(known(("changes", service_id), lambda: _changes(service_id)), at) if are_together() else 0


def _changes(service_id: int) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [service_id, service_id])
        return [row[0] for row in cursor.fetchall()]


def promised(
    service_id: int, metrics: Sequence[str], *, case: Scope, segment: Callable[[], str], at: datetime
) -> list[Line]:
    """What this case is promised on these metrics: of each, for customer and for us, the most specific target."""
    every = lines(service_id, metrics, at=at)
    if any(line.segment for line in every):
        case = Scope(
            request_type_id=case.request_type_id, segment=segment(), priority=case.priority, channel=case.channel
        )
    return [line for _, some in groupby(every, key=lambda one: (one.metric, one.audience)) for line in _one(some, case)]


def _one(some: Iterable[Line], case: Scope) -> list[Line]:
    by_scope = {line.scope: line for line in some}
    decides = most_specific(by_scope, case)
    return [by_scope[decides]] if decides is not None else []


def customer_of(person_id: int) -> tuple[str, str]:
    """The segment of a customer, and the zone in which they live."""
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMER_OF, [person_id])
        found: tuple[str, str] = cursor.fetchone() or ("", "")
    return found
