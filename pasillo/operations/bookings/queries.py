"""What others may ask about rooms: when they are open, when they are taken. By whom is nobody's business."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.hours.business_time import stretches
from pasillo.ground.hours.queries import timetable
from pasillo.operations.bookings.free_times import Span, Time, is_free, nearest, times
from pasillo.operations.bookings.models import Booking, Resource

DAYS, MINUTES, MOST_DAYS = 5, 60, 31


def rooms_of(settings: Mapping[str, Any]) -> list[Resource]:
    """The rooms that a question offers: those it names, else all."""
    offered = Resource.objects.filter(is_offered=True)
    named = settings.get("rooms")
    found = offered.filter(slug__in=[str(one) for one in named]) if named else offered
    return list(found.order_by("name", "pk"))


def times_of(rooms: Sequence[Resource], settings: Mapping[str, Any], *, at: datetime) -> list[Time]:
    """Every time that is offered in the coming days, free or not."""
    minutes = int(settings.get("minutes", MINUTES))
    until = at + timedelta(days=min(int(settings.get("days", DAYS)), MOST_DAYS))
    return [
        time
        for room in rooms
        for time in times(room.pk, stretches(timetable(room.calendar_id, at=at), at, until), after=at, minutes=minutes)
        if time.ends_at <= until + timedelta(days=1)
    ]


def taken(room_ids: Iterable[int], *, since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When these rooms are somebody's."""
    held = Booking.objects.filter(
        resource_id__in=list(room_ids), state=Booking.State.HELD, ends_at__gt=since, starts_at__lt=until
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for resource_id, starts, ends in held.values_list("resource_id", "starts_at", "ends_at"):
        found[resource_id].append((starts, ends))
    return found


def is_offered(time: Time, settings: Mapping[str, Any], *, at: datetime) -> bool:
    """Whether this very time is one of those on offer."""
    rooms = [room for room in rooms_of(settings) if room.pk == time.resource_id]
    return time in times_of(rooms, settings, at=at)


def free_near(time: Time, settings: Mapping[str, Any], *, people: int, at: datetime) -> list[Time]:
    """The nearest times at which a room that is large enough is free."""
    rooms = [room for room in rooms_of(settings) if room.seats >= people]
    offered = times_of(rooms, settings, at=at)
    if not offered:
        return []
    held = taken((room.pk for room in rooms), since=at, until=max(one.ends_at for one in offered))
    free = [one for one in offered if is_free(one, held.get(one.resource_id, ()))]
    return nearest(time.starts_at, free)


def seats_wanted(answers: Mapping[str, Any], settings: Mapping[str, Any]) -> int:
    """For how many people, if the form asks."""
    given = answers.get(str(settings.get("people_field", "people")), 1)
    return given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else 1


def still_to_come(case_ids: Iterable[int], *, at: datetime) -> dict[int, datetime]:
    """When what these cases hold begins, as long as it has not. Ask only for cases that the reader may see."""
    ahead = Booking.objects.filter(case_id__in=list(case_ids), state=Booking.State.HELD, starts_at__gt=at)
    return dict(ahead.values_list("case_id", "starts_at"))


def booking_of(case_id: int) -> Booking | None:
    """What a case holds, or held last. Ask only for a case that the reader may see."""
    found = Booking.objects.select_related("resource", "case").filter(case_id=case_id)
    return found.order_by("-pk").first()
