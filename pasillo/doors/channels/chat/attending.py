"""Is a window attended now: are its hours open, and does somebody of ours take chats?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from pasillo.doors.channels.chat.models import Taker, Visit
from pasillo.doors.channels.chat.way import SILENT_AFTER
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
    return _here(at).filter(person__in=serving.values("person_id"))


def _here(at: datetime) -> QuerySet[Taker]:
    here = Taker.objects.filter(until__gt=at, person__is_active=True)
    return here.exclude(person__absences__starts_at__lte=at, person__absences__ends_at__gt=at)


class ChatTurns:
    """What routing asks of chat: who stands at a window now, and who takes chats."""

    def waiting(self, conversation_ids: Iterable[int], *, at: datetime) -> set[int]:
        """In which of these conversations somebody is at the window now."""
        there = Visit.objects.filter(seen_at__gt=at - SILENT_AFTER, left_at=None, account__is_active=True)
        found = there.filter(conversation__in=list(conversation_ids)).values_list("conversation_id", flat=True)
        return {one for one in found if one}

    def takers(self, people: Iterable[int], *, at: datetime) -> set[int]:
        """Who of these takes chats now and is not away."""
        return set(_here(at).filter(person__in=list(people)).values_list("person_id", flat=True))


def turn_of(person_id: int, *, at: datetime) -> Taker | None:
    """Until when this person takes chats; None while they do not."""
    return Taker.objects.filter(person_id=person_id, until__gt=at).first()
