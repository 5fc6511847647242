"""The hours of a calendar change, and every open promise that counts in them moves in the same transaction."""

from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import new_version, open_calendar
from pasillo.ground.hours.fewer import only_fewer
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.hours.queries import forget_timetable, version_at
from pasillo.ground.journal.telling import tell
from pasillo.ground.journal.whispering import whisper_all
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.promises.commands.moving_at_once import move_all
from pasillo.operations.promises.commands.ringing import ALONE
from pasillo.operations.promises.facts import HoursChanged, HoursOpened
from pasillo.operations.promises.moves import OPEN, Move, moved_by, never_kept
from pasillo.strategy.catalogue.models import Offered, Service

MANY = 500
EVERY_CASE = "hours count for every case that was promised something in them, whoever may see it"
EACH_TABLE_ONCE = "set local enable_nestloop = off"  # where much is new to the planner, it takes it for little
HOLD_CASES = f"""
select k.id from cases_case k where k.id = any(array(select o.case_id from ({OPEN}) o)) order by k.id for no key update
"""
NEXT_DUE = """
update cases_case k set next_due_at = d.due from (
    select case_id, min(due_at) as due from promises_clock
    where case_id = any(%s) and state in ('running', 'breached_running') group by case_id) d
where k.id = d.case_id and k.next_due_at is distinct from d.due
"""


@transaction.atomic
def open_hours(*, name: str, rule: CalendarRule, by: str, at: datetime) -> CalendarVersion:
    """New hours with a name; no promise counts in them yet."""
    version = open_calendar(name=name, rule=rule, by=by, at=at)
    fact = HoursOpened(calendar_id=version.calendar_id, version_id=version.pk)
    tell(fact, about=f"calendar:{version.calendar_id}", by=by, at=at)
    return version


@transaction.atomic
def change_hours(
    calendar_id: int, *, rule: CalendarRule, effective_from: datetime, known: int, note: str = "", by: str, at: datetime
) -> int:
    """Other hours from a moment on. What was served stays served; what is left counts in the new hours.

    Returns how many promises moved. Nobody opens a case in the old hours meanwhile.
    """
    with for_the_house(EVERY_CASE):
        _alone(calendar_id, effective_from)
        before = CalendarRule.from_json(version_at(calendar_id, effective_from).rule)
        version = new_version(
            calendar_id, rule=rule, effective_from=effective_from, known=known, note=note, by=by, at=at
        )
        moved = _changed(version, before, by=by, at=at)
        _check_week(calendar_id, rule)
        return moved


def _changed(version: CalendarVersion, before: CalendarRule, *, by: str, at: datetime) -> int:
    calendar_id, effective_from = version.calendar_id, version.effective_from
    moved = _move(calendar_id, since=effective_from, by=by, at=at)
    fact = HoursChanged(
        calendar_id=calendar_id,
        version_id=version.pk,
        effective_from=effective_from.isoformat(),
        moved=moved,
        only_fewer=only_fewer(before, CalendarRule.from_json(version.rule)),
    )
    tell(fact, about=f"calendar:{calendar_id}", by=by, at=at)
    return moved


def what_would_move(
    calendar_id: int, *, rule: CalendarRule, effective_from: datetime, known: int, by: str, at: datetime
) -> list[Move]:
    """The promises that these hours would move, soonest first; refused as keeping them would be. Nothing is kept."""
    with for_the_house(EVERY_CASE), transaction.atomic():
        made = new_version(calendar_id, rule=rule, effective_from=effective_from, known=known, by=by, at=at)
        try:
            moves = moved_by(calendar_id, since=effective_from)
            _check_week(calendar_id, rule)
            return moves
        finally:
            forget_timetable(made.pk)
            transaction.set_rollback(True)


def _check_week(calendar_id: int, rule: CalendarRule) -> None:
    """What is offered needs hours that come again each week."""
    if not any(rule.week) and Service.objects.filter(calendar=calendar_id, state=Offered.PUBLISHED).exists():
        raise Refused(_("Services are offered in these hours: at least one day of the week must be open."))


def _alone(calendar_id: int, since: datetime) -> None:
    """No clock rings, the cases are ours, and whoever was just reading the hours to promise by them has finished."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '10s'")
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [ALONE])
            cursor.execute(HOLD_CASES, {"calendar": calendar_id, "since": since})
            cursor.execute("lock table hours_calendarversion in access exclusive mode")
            cursor.execute("set local lock_timeout to default")
    except OperationalError:
        raise Refused(_("Much is being written just now. Nothing was changed; please try again in a minute.")) from None


def _move(calendar_id: int, *, since: datetime, by: str, at: datetime) -> int:
    """Every promise is moved and its case with it; where very many are, open pages are not woken one by one."""
    with connection.cursor() as cursor:
        cursor.execute(EACH_TABLE_ONCE)
        try:
            moved, cases = move_all(calendar_id, since=since, by=by, at=at)
        except IntegrityError:
            raise never_kept() from None
        cursor.execute(NEXT_DUE, [cases])
        cursor.execute("set local enable_nestloop to default")
    if 0 < len(cases) <= MANY:
        whisper_all([f"case:{case_id}" for case_id in cases])
    return moved
