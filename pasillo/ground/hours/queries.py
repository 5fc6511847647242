"""What may be asked about calendars."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import Error, connection
from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.kit.together import are_together, known

_compiled: dict[tuple[int, str], Compiled] = {}

NOWHERE = "UTC"
HOUSE_ZONE = "hours.house_zone"
REMEMBERED_SECONDS = 300
EARLIEST, LATEST = date(1970, 1, 1), date(2400, 1, 1)  # hours of a day beyond are laid out from here

VERSION_AT = """
select id from hours_calendarversion where calendar_id = %s
order by (effective_from <= %s) desc, case when effective_from <= %s then effective_from end desc,
    effective_from, id desc
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
    versions = versions_of(calendar_ids)

    def hours_at(calendar_id: int, at: datetime) -> Compiled:
        known = versions.get(calendar_id)
        if not known:
            raise LookupError(f"Calendar {calendar_id} has no hours.")
        held = [version_id for since, version_id in known if since <= at]
        return timetable_of(held[-1] if held else known[0][1])

    return hours_at


def versions_of(calendar_ids: Iterable[int]) -> dict[int, list[tuple[datetime, int]]]:
    """From when on each version of these calendars holds, in the order of time."""
    ids = tuple(sorted(set(calendar_ids)))
    return known(("calendars", ids), lambda: _versions_of(ids))


def _versions_of(ids: tuple[int, ...]) -> dict[int, list[tuple[datetime, int]]]:
    versions: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for calendar_id, since, version_id in asked(_versions, ids):
        versions[calendar_id].append((since, version_id))
    return dict(versions)


def _versions(calendar_ids: tuple[int, ...]) -> QuerySet[Any]:
    found = CalendarVersion.objects.filter(calendar_id__in=calendar_ids).order_by("effective_from", "id")
    return found.values_list("calendar_id", "effective_from", "id")


def timetable_of(version_id: int, zone: str = "") -> Compiled:
    """The hours of one version, compiled, if need be in another zone. A version is never rewritten: once is enough."""
    key = (version_id, zone)
    if key not in _compiled:
        version = CalendarVersion.objects.get(pk=version_id)
        day = min(max(version.effective_from.date(), EARLIEST), LATEST)
        rule = CalendarRule.from_json(version.rule | ({"zone": zone} if zone else {}))
        _compiled[key] = compile_calendar(rule, day - timedelta(days=120), day + timedelta(days=400))
    return _compiled[key]


def forget_timetable(version_id: int) -> None:
    """The hours of a version that was only tried."""
    for key in [key for key in _compiled if key[0] == version_id]:
        del _compiled[key]


def newest_version(calendar_id: int) -> CalendarVersion:
    """The version that was made last, whether it holds already or is planned."""
    return CalendarVersion.objects.filter(calendar_id=calendar_id).latest("id")


def version_at(calendar_id: int, moment: datetime) -> CalendarVersion:
    """The version that holds at a moment; before all of them, the first."""
    versions = list(CalendarVersion.objects.filter(calendar_id=calendar_id).order_by("effective_from", "id"))
    held = [version for version in versions if version.effective_from <= moment]
    return held[-1] if held else versions[0]


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
    newest = CalendarVersion.objects.order_by("calendar_id", "-effective_from", "-id").distinct("calendar_id")
    zones = Counter(zone or NOWHERE for zone in newest.values_list("rule__zone", flat=True))
    return zones.most_common(1)[0][0] if zones else NOWHERE
