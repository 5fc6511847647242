"""What may be asked about calendars."""

from datetime import datetime, timedelta

from django.db import connection

from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar
from pasillo.ground.hours.models import CalendarVersion

_compiled: dict[int, Compiled] = {}

VERSION_AT = """
select id from hours_calendarversion where calendar_id = %s
order by (effective_from <= %s) desc, case when effective_from <= %s then effective_from end desc, effective_from
limit 1
"""


def timetable(calendar_id: int, *, at: datetime) -> Compiled:
    """The hours of this calendar as they hold at a moment, compiled for fast sums."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION_AT, [calendar_id, at, at])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"Calendar {calendar_id} has no hours.")
    return timetable_of(row[0])


def timetable_of(version_id: int) -> Compiled:
    """The hours of one version, compiled. A version is never rewritten, so it is compiled once."""
    if version_id not in _compiled:
        version = CalendarVersion.objects.get(pk=version_id)
        day = version.effective_from.date()
        _compiled[version_id] = compile_calendar(
            CalendarRule.from_json(version.rule), day - timedelta(days=120), day + timedelta(days=400)
        )
    return _compiled[version_id]
