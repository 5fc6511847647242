"""The sweep: everything that is due rings, and whoever must act is told."""

from datetime import datetime

from django.db import connection, transaction

from pasillo.ground.kit.together import settle_all, together
from pasillo.operations.alarms.commands.calling import SYSTEM, call
from pasillo.operations.alarms.commands.noting import Bare, of_clock, raise_alarms
from pasillo.operations.alarms.commands.watching import look
from pasillo.operations.alarms.ladder import BROKEN, How
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.promises import commands as promises
from pasillo.operations.promises.clock import GOING, Running

AT_ONCE = 200
OVERLOOKED = """
select c.case_id, c.id, c.metric, c.warned, c.state, least(c.due_at, %s)
from promises_clock c
where c.state = any(%s) and c.warned > 0
and not exists (select 1 from alarms_alarm a where a.clock_id = c.id)
order by c.id limit %s
"""


def sweep(*, at: datetime, limit: int = 500) -> int:
    """Everything that is due rings: clocks, instants that are watched, rungs nobody answered on; then it is told.

    Touches only what is due. Two processes never ring the same. Returns how many alarms were told.
    """
    promises.ring(at=at, limit=limit)
    look(at=at, limit=limit)
    climb(at=at, limit=limit)
    settle_all()
    return tell_untold(at=at, limit=limit)


def tell_untold(*, at: datetime, limit: int = 500) -> int:
    """Find for every new alarm who must do what by when. Returns how many were told."""
    told, most = 0, min(AT_ONCE, limit)
    while most and (some := _tell_some(most, at=at)):
        told += some
        most = min(AT_ONCE, limit - told) if some == most else 0
    return told


@transaction.atomic
def _tell_some(most: int, *, at: datetime) -> int:
    waiting = Alarm.objects.filter(told_at=None, closed_at=None).order_by("id")
    alarms = list(waiting.select_for_update(skip_locked=True)[:most])
    if alarms:
        with together():
            call(alarms, at=at)
    return len(alarms)


@transaction.atomic
def let_go(*, at: datetime, limit: int = 500) -> int:
    """What rang until now and was told to nobody calls nobody any more: for work that is told afterwards."""
    while look(at=at, limit=limit) == limit:
        continue
    settle_all()
    missed = Alarm.objects.filter(told_at=None, closed_at=None, rang_at__lte=at)
    return missed.update(closed_at=at, closed_by=SYSTEM, how=How.OVER, climbs_at=None)


@transaction.atomic
def climb(*, at: datetime, limit: int = 500) -> int:
    """Call the next rung where the one before did nothing in its time. Returns how many climbed."""
    due = Alarm.objects.filter(climbs_at__lte=at, closed_at=None).order_by("climbs_at", "id")
    alarms = list(due.select_for_update(skip_locked=True)[:limit])
    raise_alarms(_higher(alarm) for alarm in alarms)
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(climbs_at=None)
    return len(alarms)


def _higher(alarm: Alarm) -> Bare:
    return Bare(
        key=f"{alarm.key.partition('^')[0]}^{alarm.rung + 1}",
        case_id=alarm.case_id,
        clock_id=alarm.clock_id,
        metric=alarm.metric,
        sort=alarm.sort,
        mark=alarm.mark,
        rung=alarm.rung + 1,
        rang_at=alarm.climbs_at or alarm.rang_at,
    )


@transaction.atomic
def find_overlooked(*, at: datetime, limit: int = 5000) -> int:
    """Note the alarms of clocks that rang while nobody listened: loaded, imported, or older than the alarms."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLOOKED, [at, sorted(GOING), limit])
        rows = cursor.fetchall()
    return raise_alarms(
        of_clock(case_id, clock_id, metric, BROKEN if state == Running.BREACHED_RUNNING else warned, rang_at=rang_at)
        for case_id, clock_id, metric, warned, state, rang_at in rows
    )
