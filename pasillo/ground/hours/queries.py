"""What may be asked about calendars."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import Error, connection
from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.kit.together import are_together, known

_compiled: dict[int, Compiled] = {}

NOWHERE = "UTC"
HOUSE_ZONE = "hours.house_zone"
REMEMBERED_SECONDS = 300

VERSION_AT = """
select id from hours_calendarversion where calendar_id = %s
order by (effective_from <= %s) desc, case when effective_from <= %s then effective_from end desc, effective_from
limit 1
"""


def timetable(calendar_id: int, *, at: datetime) -> Compiled:
    """The hours of this calendar as they hold at a moment, compiled for fast sums."""
    if are_together():
        return known(("timetables", calendar_id), lambda: timetables([calendar_id]))(calendar_id, at)
    with connection.cursor() as cursor:
        cursor.execute(VERSION_AT, [calendar_id, at, at])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"Calendar {calendar_id} has no hours.")
    return timetable_of(row[0])


def timetables(calendar_ids: Iterable[int]) -> Callable[[int, datetime], Compiled]:
    """The hours of several calendars, asked for in one question: then told for as many moments as one likes."""
    versions: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for calendar_id, since, version_id in asked(_versions, tuple(set(calendar_ids))):
        versions[calendar_id].append((since, version_id))

    def hours_at(calendar_id: int, at: datetime) -> Compiled:
        known = versions[calendar_id]
        if not known:
            raise LookupError(f"Calendar {calendar_id} has no hours.")
        held = [version_id for since, version_id in known if since <= at]
        return timetable_of(held[-1] if held else known[0][1])

    return hours_at


def _versions(calendar_ids: tuple[int, ...]) -> QuerySet[Any]:
    found = CalendarVersion.objects.filter(calendar_id__in=calendar_ids).order_by("effective_from")
    return found.values_list("calendar_id", "effective_from", "id")


def timetable_of(version_id: int) -> Compiled:
    """The hours of one version, compiled. A version is never rewritten, so it is compiled once."""
    if version_id not in _compiled:
        version = CalendarVersion.objects.get(pk=version_id)
        day = version.effective_from.date()
        _compiled[version_id] = compile_calendar(
            CalendarRule.from_json(version.rule), day - timedelta(days=120), day + timedelta(days=400)
        )
    return _compiled[version_id]


def house_zone() -> str:
    """The zone in which most calendars of the house are written, remembered for five minutes."""
    known: str | None = cache.get(HOUSE_ZONE)
    if known is None:
        try:
            known = _commonest_zone()
        except Error:  # a page that says that the database is away must not need it
            return NOWHERE
        cache.set(HOUSE_ZONE, known, REMEMBERED_SECONDS)
    return known


def _commonest_zone() -> str:
    newest = CalendarVersion.objects.order_by("calendar_id", "-effective_from").distinct("calendar_id")
    zones = Counter(zone or NOWHERE for zone in newest.values_list("rule__zone", flat=True))
    return zones.most_common(1)[0][0] if zones else NOWHERE
