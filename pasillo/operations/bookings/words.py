"""Times of a room in words, in the zone where the room is."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pasillo.ground.hours.dates import dated
from pasillo.ground.hours.queries import timetable
from pasillo.operations.bookings.free_times import Time
from pasillo.operations.bookings.models import Resource


def zone_of(resource: Resource, *, at: datetime) -> ZoneInfo:
    """Where the room is, as clocks see it."""
    return ZoneInfo(timetable(resource.calendar_id, at=at).rule.zone)


def span_words(starts: datetime, ends: datetime, resource: Resource) -> str:
    """A day with the hours from and to."""
    zone = zone_of(resource, at=starts)
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    words = {"day": dated(begin, _("l j F")), "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}"}
    return _("%(day)s, %(from)s to %(to)s") % words


def times_words(times: Iterable[Time]) -> str:
    """Some free times in one line."""
    found = list(times)
    rooms = Resource.objects.in_bulk({time.resource_id for time in found})
    return "; ".join(
        f"{rooms[time.resource_id].name}, {span_words(time.starts_at, time.ends_at, rooms[time.resource_id])}"
        for time in found
    )
