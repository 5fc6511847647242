"""Who is called: asked for many alarms at once, however many there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from pasillo.ground.hours.business_time import due, next_open
from pasillo.ground.intake.queries import first_came
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.exact import exact_json
from pasillo.operations.alarms.around import Around, Surroundings, surroundings_of
from pasillo.operations.alarms.facts import AlarmRang
from pasillo.operations.alarms.ladder import LATE_SECONDS, URGENT, Sort, climbs, deed, first_rung, receiver
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases.facts import CaseOpened

SYSTEM = "system"
CALL = """
update alarms_alarm a set rung = c.rung, deed = c.deed, person_id = c.person_id, area_id = c.area_id,
    told_at = c.told_at, late = c.late, heard_at = c.heard_at, act_by = c.act_by, climbs_at = c.climbs_at
from jsonb_to_recordset(%s) as c (id bigint, rung int, deed text, person_id bigint, area_id bigint,
    told_at timestamptz, late boolean, heard_at timestamptz, act_by timestamptz, climbs_at timestamptz)
where a.id = c.id
"""
OVERTAKE = """
update alarms_alarm o set closed_at = %s, closed_by = 'system', how = 'overtaken', climbs_at = null
from alarms_alarm n
where n.id = any(%s) and o.closed_at is null and o.id <> n.id and o.told_at is not null
and o.case_id = n.case_id and o.clock_id is not distinct from n.clock_id and o.metric = n.metric
and o.person_id is not distinct from n.person_id and o.area_id = n.area_id
and (o.told_at < n.told_at and o.rung <= n.rung
    or o.told_at = n.told_at and (o.rung, o.sort = 'breach', o.id) < (n.rung, n.sort = 'breach', n.id))
"""
IN_VAIN = """
update alarms_alarm set closed_at = %s, closed_by = 'system', how = 'over', climbs_at = null where id = any(%s)
"""


def call(alarms: Sequence[Alarm], *, at: datetime) -> None:
    """Say who must do what by when, and tell it.

    An earlier call to the same people about the same gives way; of those made at once the gravest stays.
    """
    around = surroundings_of(alarms, at=at)
    wanted = [alarm for alarm in alarms if around.is_wanted(alarm)]
    in_vain = [alarm.pk for alarm in alarms if not around.is_wanted(alarm)]
    learned = _learned_late(wanted, at=at)
    called = [_called(alarm, around.of(alarm), around, learned.get(alarm.case_id), at=at) for alarm in wanted]
    with connection.cursor() as cursor:
        cursor.execute(IN_VAIN, [at, in_vain])
        cursor.execute(CALL, [exact_json(called)])
        cursor.execute(OVERTAKE, [at, [row["id"] for row in called]])
    for alarm, row in zip(wanted, called, strict=True):
        tell(_rang(alarm, row, at), about=f"case:{alarm.case_id}", by=SYSTEM, at=at)


def _learned_late(alarms: Sequence[Alarm], *, at: datetime) -> dict[int, datetime]:
    """When the cases whose alarms lie behind reached us: that may be long after their words were written."""
    behind = {f"case:{alarm.case_id}" for alarm in alarms if _is_late(alarm.rang_at, at)}
    if not behind:
        return {}
    begun, came = Entry.objects.filter(about__in=behind, name=CaseOpened.name, recorded_at__lte=at), first_came(behind)
    return {told.data["case_id"]: min(told.recorded_at, came.get(told.about, at)) for told in begun}


def _is_late(since: datetime, at: datetime) -> bool:
    return (at - since).total_seconds() > LATE_SECONDS


def _called(
    alarm: Alarm, here: Around, around: Surroundings, learned: datetime | None, *, at: datetime
) -> dict[str, Any]:
    since = max(alarm.rang_at, learned or alarm.rang_at)
    rungs = here.rungs
    rung = min(alarm.rung or first_rung(Sort(alarm.sort), alarm.mark, here.shares, len(rungs)), len(rungs))
    step = rungs[rung - 1]
    person = receiver(step.who, here.posts, around.away, around.may_see(alarm))
    heard_at = at if _is_critical(alarm, here) else next_open(around.hours_of(person, here, at), at)
    patience = due(here.hours, max(heard_at, at), timedelta(minutes=step.within))
    asked = deed(Sort(alarm.sort), alarm.metric, rung, held=here.posts.person is not None)
    ahead = here.due_at if here.due_at and here.due_at > at else None
    return {
        "id": alarm.pk,
        "rung": rung,
        "deed": asked,
        "person_id": person,
        "area_id": here.area_id,
        "told_at": at,
        "late": _is_late(since, at),
        "late_seconds": round((at - since).total_seconds()) if _is_late(since, at) else 0,
        "heard_at": heard_at,
        "act_by": ahead or patience,
        "climbs_at": patience if rung < len(rungs) and climbs(asked, has_time=ahead is not None) else None,
    }


def _is_critical(alarm: Alarm, here: Around) -> bool:
    """Whether even somebody at home must hear of it: an urgent promise is broken."""
    return alarm.sort == Sort.BREACH and here.priority <= URGENT


def _rang(alarm: Alarm, row: dict[str, Any], at: datetime) -> AlarmRang:
    return AlarmRang(
        case_id=alarm.case_id,
        alarm_id=alarm.pk,
        sort=alarm.sort,
        rung=row["rung"],
        person_id=row["person_id"],
        area_id=row["area_id"],
        late_seconds=row["late_seconds"],
        clock_id=alarm.clock_id,
    )
