"""Is a window attended now: are its hours open, and does somebody of ours take chats?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from pasillo.doors.channels.chat.models import Taker
from pasillo.doors.channels.chat.widgets import widget_of
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import NoServiceYet, service_of
from pasillo.ground.hours.business_time import NeverOpen, is_open, next_open
from pasillo.ground.hours.queries import timetable
from pasillo.ground.people.models import Membership, Role

SERVING = (Role.AGENT, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Whether somebody answers now; if the hours are over, when they begin again."""

    is_open: bool = False
    is_attended: bool = False
    opens_at: datetime | None = None


def attendance(account: Account, *, at: datetime) -> Attendance:
    """How a visitor finds this window now."""
    try:
        area = service_of(account).area
    except NoServiceYet:
        return Attendance()
    calendar_id = widget_of(account).calendar_id or area.calendar_id
    try:
        hours = timetable(calendar_id, at=at)
        if not is_open(hours, at):
            return Attendance(opens_at=next_open(hours, at))
    except (LookupError, NeverOpen):
        return Attendance()
    return Attendance(is_open=True, is_attended=takers_in(area.pk, at=at).exists())


def takers_in(area_id: int, *, at: datetime) -> QuerySet[Taker]:
    """Who takes chats of an area now: they serve there, or everywhere, and are not away."""
    serving = Membership.objects.filter(Q(area_id=area_id, role__in=SERVING) | Q(role=Role.HEAD))
    here = Taker.objects.filter(until__gt=at, person__is_active=True, person__in=serving.values("person_id"))
    return here.exclude(person__absences__starts_at__lte=at, person__absences__ends_at__gt=at)


def turn_of(person_id: int, *, at: datetime) -> Taker | None:
    """Until when this person takes chats; None while they do not."""
    return Taker.objects.filter(person_id=person_id, until__gt=at).first()
