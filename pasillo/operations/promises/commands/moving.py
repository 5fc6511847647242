"""The hours of a calendar change, and every open promise that counts in them moves in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import new_version
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.hours.queries import forget_timetable
from pasillo.ground.journal.telling import tell
from pasillo.ground.journal.whispering import speak_softly
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.promises.facts import HoursChanged, PromiseMoved
from pasillo.operations.promises.moves import OPEN, Move, moved_by

MANY = 500
EVERY_CASE = "hours count for every case that was promised something in them, whoever may see it"
HOLD_CASES = f"""
select k.id from cases_case k where k.id in (select o.case_id from ({OPEN}) o) order by k.id for no key update
"""
MOVE = """
with moved as (
    update promises_clock c set due_at = timestamptz 'epoch' + m.due * interval '1 microsecond',
        next_alarm_at = timestamptz 'epoch' + m.alarm * interval '1 microsecond'
    from unnest(%s::bigint[], %s::bigint[], %s::bigint[]) as m (id, due, alarm) where c.id = m.id
    returning c.id, c.case_id, c.metric, c.due_at)
insert into journal_entry (about, "by", happened_at, name, data)
select 'case:' || case_id, %s, %s, %s, jsonb_build_object('case_id', case_id, 'clock_id', id, 'metric', metric,
    'due_at', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'started_at', null, 'cause', 'hours')
from moved order by due_at, id
"""
NEXT_DUE = """
update cases_case k set next_due_at = d.due from (
    select case_id, min(due_at) as due from promises_clock
    where case_id = any(%s) and state in ('running', 'breached_running') group by case_id) d
where k.id = d.case_id and k.next_due_at is distinct from d.due
"""


@transaction.atomic
def change_hours(
    calendar_id: int, *, rule: CalendarRule, effective_from: datetime, known: int, note: str = "", by: str, at: datetime
) -> list[Move]:
    """Other hours from a moment on. What was served stays served; what is left counts in the new hours.

    Returns the promises that moved, soonest first. Nobody opens a case in the old hours meanwhile.
    """
    with for_the_house(EVERY_CASE):
        _alone(calendar_id, effective_from)
        version = new_version(
            calendar_id, rule=rule, effective_from=effective_from, known=known, note=note, by=by, at=at
        )
        return _changed(version, by=by, at=at)


def _changed(version: CalendarVersion, *, by: str, at: datetime) -> list[Move]:
    calendar_id, effective_from = version.calendar_id, version.effective_from
    moves = moved_by(calendar_id, since=effective_from)
    _write(moves, by=by, at=at)
    fact = HoursChanged(
        calendar_id=calendar_id, version_id=version.pk, effective_from=effective_from.isoformat(), moved=len(moves)
    )
    tell(fact, about=f"calendar:{calendar_id}", by=by, at=at)
    return moves


def what_would_move(
    calendar_id: int, *, rule: CalendarRule, effective_from: datetime, known: int, by: str, at: datetime
) -> list[Move]:
    """The promises that these hours would move, soonest first; refused as keeping them would be. Nothing is kept."""
    with for_the_house(EVERY_CASE), transaction.atomic():
        made = new_version(calendar_id, rule=rule, effective_from=effective_from, known=known, by=by, at=at)
        try:
            return moved_by(calendar_id, since=effective_from)
        finally:
            forget_timetable(made.pk)
            transaction.set_rollback(True)


def _alone(calendar_id: int, since: datetime) -> None:
    """The cases are ours, and whoever was just reading the hours to promise something by them has finished."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '10s'")
            cursor.execute(HOLD_CASES, {"calendar": calendar_id, "since": since})
            cursor.execute("lock table hours_calendarversion in access exclusive mode")
            cursor.execute("set local lock_timeout to default")
    except OperationalError:
        raise Refused(_("Much is being written just now. Nothing was changed; please try again in a minute.")) from None


def _write(moves: Sequence[Move], *, by: str, at: datetime) -> None:
    """Each promise is moved and its case learns it; where very many do, open pages are not woken one by one."""
    if len(moves) > MANY:
        speak_softly()
    ids, cases = [move.clock_id for move in moves], list({move.case_id for move in moves})
    dues, alarms = [move.becomes for move in moves], [move.alarm for move in moves]
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [ids, dues, alarms, by, at, PromiseMoved.name])
        cursor.execute(NEXT_DUE, [cases])
