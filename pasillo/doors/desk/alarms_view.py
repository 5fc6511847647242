"""Alarms as a list shows them: who must do what by when, and because of what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.alarm_words import deed_word, mark_of_sort, why_word
from pasillo.doors.desk.clock_view import mark_of
from pasillo.doors.desk.words import block_class
from pasillo.doors.shell.jinja import address
from pasillo.doors.shell.moments import minutes, when
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.sight import Sight
from pasillo.operations.alarms.ladder import Deed, Sort
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.alarms.queries import alarms_for, mine, open_alarms_of, what_breaks_first
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.queries import ClockView, clocks_of


def alarm_rows(alarms: Iterable[Alarm], seen: Sight, at: datetime) -> list[dict[str, Any]]:
    """Each alarm with its case and the promise as it stands now: three questions, however many there are."""
    found = list(alarms)
    clocks = clocks_of([alarm.case_id for alarm in found if alarm.clock_id], at=at, only_going=True)
    by_id = {clock.id: clock for theirs in clocks.values() for clock in theirs}
    return _folded((alarm.clock_id, _row(alarm, by_id.get(alarm.clock_id or 0), seen, at)) for alarm in found)


def _folded(rows: Iterable[tuple[int | None, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rungs of one promise in one row, below whoever must act first."""
    folded: list[dict[str, Any]] = []
    firsts: dict[int, dict[str, Any]] = {}
    for clock_id, row in rows:
        first = firsts.get(clock_id or 0)
        if clock_id and first is not None:
            first["rungs"].append(row)
            continue
        folded.append(row | {"rungs": []})
        if clock_id:
            firsts[clock_id] = folded[-1]
    return folded


def _row(alarm: Alarm, clock: ClockView | None, seen: Sight, at: datetime) -> dict[str, Any]:
    case = alarm.case
    return alarm_line(alarm, at) | {
        "number": case.number,
        "subject": case.subject,
        "language": case.language,
        "customer": case.customer.name,
        "service": in_language(case.service.names, get_language()),
        "block": block_class(case.service.block),
        "url": address("desk:case", case.number),
        "holder": case.assignee.name if case.assignee else "",
        "is_mine": alarm.person_id == seen.person_id,
        "promise": mark_of(clock) if clock else None,
        "may_take": seen.serves and alarm.deed == Deed.TAKE and case.assignee_id is None,
        "may_act": seen.serves,
    }


def alarm_line(alarm: Alarm, at: datetime) -> dict[str, Any]:
    """An alarm by itself, as the case and the list show it."""
    icon, tone = mark_of_sort(alarm.sort)
    due = alarm.act_by or at
    return {
        "id": alarm.pk,
        "icon": icon,
        "tone": tone,
        "why": why_word(alarm.sort, alarm.mark, alarm.metric),
        "deed": deed_word(alarm.deed),
        "who": _who(alarm),
        "by": _("until %(when)s") % {"when": when(due)},
        "is_late": due < at,
        "sleeps": _("is called %(when)s") % {"when": when(alarm.heard_at)} if _sleeps(alarm, at) else "",
        "told_late": _("told %(time)s late") % {"time": _lateness(alarm)} if alarm.late else "",
    }


def _who(alarm: Alarm) -> str:
    return alarm.person.name if alarm.person else _("everybody of the area")


def _sleeps(alarm: Alarm, at: datetime) -> bool:
    return alarm.heard_at is not None and alarm.heard_at > at


def _lateness(alarm: Alarm) -> str:
    return minutes((alarm.told_at - alarm.rang_at) if alarm.told_at else None)


def alarms_of_case(case: Case, at: datetime) -> list[dict[str, Any]]:
    """What calls somebody to this case now. What rang earlier for a share of the same promise is overtaken by it."""
    alarms = open_alarms_of(case.pk)
    return [alarm_line(alarm, at) for alarm in alarms if not _is_overtaken(alarm, alarms)]


def _is_overtaken(alarm: Alarm, alarms: Iterable[Alarm]) -> bool:
    if alarm.sort != Sort.THRESHOLD or alarm.clock_id is None:
        return False
    return any(
        (one.sort, one.mark) != (alarm.sort, alarm.mark) and one.rang_at > alarm.rang_at
        for one in alarms
        if one.clock_id == alarm.clock_id and one.sort in (Sort.THRESHOLD, Sort.BREACH)
    )


def mine_now(seen: Sight, at: datetime, most: int) -> list[dict[str, Any]]:
    """The alarms that call this person, for their day."""
    if not seen.serves:
        return []
    calling = mine(alarms_for(seen), seen).filter(heard_at__lte=at)
    return alarm_rows(what_breaks_first(calling)[:most], seen, at)
