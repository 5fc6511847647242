"""What is promised about services, and when somebody serves."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.api.catalogue.shapes import CalendarOut, CalendarWhole, ObjectiveIn, ObjectiveOut, VersionIn
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import demand, staff
from pasillo.doors.api.trouble import WrongValue
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.hours.business_time import CalendarRule, NeverOpen, is_open, next_open
from pasillo.ground.hours.models import Calendar
from pasillo.ground.hours.queries import timetables
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Role
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.strategy.catalogue.models import Offered, Service
from pasillo.strategy.catalogue.queries import service_by_slug
from pasillo.strategy.objectives.commands import end_objective, set_objective
from pasillo.strategy.objectives.kinds.base import kinds
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import Audience

TAG = "catalogue"
PLANS = frozenset({Role.HEAD, Role.ADMIN})
CALENDARS = "/api/v1/calendars"


@reads(TAG, "/services/{slug}/objectives", name="objectives", scope="catalogue.read", gives=list[ObjectiveOut],
       summary="List objectives")  # fmt: skip
def objectives(request: HttpRequest, slug: str) -> Any:
    """What holds now for a service, and what is announced. Customers see what is promised to them, not our own aims."""
    seen = sight(request)
    service = service_by_slug(safe(slug), seen)
    found = Objective.objects.filter(service=service).order_by("metric", "audience", "scope", "-valid_from", "-version")
    at, told, seen_already = now(), [], set()
    for one in found:
        place = (one.metric, one.audience, one.scope)
        if one.valid_from <= at:
            if place in seen_already:
                continue
            seen_already.add(place)
        if not one.is_ended and (seen.is_staff or one.audience == Audience.CUSTOMER):
            told.append(_objective(one))
    return told


@writes(TAG, "/services/{slug}/objectives/{metric}", name="objective", scope="catalogue.write", gives=ObjectiveOut,
        verb="PUT", summary="Promise something")  # fmt: skip
def promise(request: HttpRequest, slug: str, metric: str, body: ObjectiveIn) -> Any:
    """From now on, or from a moment that lies ahead. What was promised already keeps its version."""
    service = _planned(request, slug, metric)
    return Deed(
        do=lambda: set_objective(service.pk, metric=metric, **body.dict(), by=who(request), at=now()),
        tell=lambda one: _objective(Objective.objects.get(pk=one.pk)),
    )


@writes(TAG, "/services/{slug}/objectives/{metric}", name="objective", scope="catalogue.write", gives=None,
        status=204, verb="DELETE", summary="Promise nothing more")  # fmt: skip
def end(request: HttpRequest, slug: str, metric: str) -> Any:
    """From now on nothing is promised on this metric. Promises already made still hold."""
    service = _planned(request, slug, metric)
    return Deed(do=lambda: end_objective(service.pk, metric=metric, by=who(request), at=now()))


@reads(TAG, "/calendars", name="calendars", scope="catalogue.read", gives=list[CalendarOut], summary="List hours")
def calendars(request: HttpRequest) -> Any:
    """All calendars, and whether somebody serves by them now. For whoever works here."""
    staff(request)
    found = list(Calendar.objects.order_by("name"))
    hours = timetables([one.pk for one in found])
    return [_calendar(one, hours(one.pk, now())) for one in found]


@reads(TAG, "/calendars/{int:calendar_id}", name="calendar", scope="catalogue.read", gives=CalendarWhole,
       summary="Read hours", marked=True)  # fmt: skip
def calendar(request: HttpRequest, calendar_id: int) -> Any:
    """One calendar with every version of its hours, oldest first."""
    staff(request)
    return _whole(_the_calendar(calendar_id))


@writes(TAG, "/calendars/{int:calendar_id}/versions", name="versions", scope="catalogue.write",
        gives=CalendarWhole, status=201, summary="Change hours")  # fmt: skip
def change(request: HttpRequest, calendar_id: int, body: VersionIn) -> Any:
    """Other hours from a moment on. Open promises move with them."""
    demand(bool(sight(request).roles & PLANS))
    found = _the_calendar(calendar_id)
    rule = _rule(body.rule)
    given: dict[str, Any] = {
        "rule": rule,
        "effective_from": body.effective_from,
        "known": body.known,
        "note": body.note,
    }

    return Deed(do=lambda: change_hours(found.pk, **given, by=who(request), at=now()), tell=lambda _done: _whole(found))


def _planned(request: HttpRequest, slug: str, metric: str) -> Service:
    demand(bool(sight(request).roles & PLANS))
    if metric not in kinds:
        raise WrongValue("metric", sorted(kinds))
    return Service.objects.exclude(state=Offered.RETIRED).get(slug=safe(slug))


def _the_calendar(calendar_id: int) -> Calendar:
    return Calendar.objects.get(pk=calendar_id)


def _rule(data: dict[str, Any]) -> CalendarRule:
    try:
        return CalendarRule.from_json(data)
    except (ValueError, TypeError, LookupError, AttributeError, OSError) as wrong:
        raise Refused(_("These hours cannot be read: %(why)s") % {"why": str(wrong)[:200]}) from None


def _objective(one: Objective) -> dict[str, Any]:
    names = ("id", "metric", "audience", "policy", "segment", "priority", "channel", "target_minutes", "version",
             "valid_from")  # fmt: skip
    rate = float(one.target_rate) if one.target_rate is not None else None
    return {name: getattr(one, name) for name in names} | {"request_type": one.request_type_id, "target_rate": rate}


def _calendar(one: Calendar, hours: Any) -> dict[str, Any]:
    told = {"id": one.pk, "name": one.name, "zone": hours.rule.zone, "is_open": is_open(hours, now())}
    return told | {"url": f"{CALENDARS}/{one.pk}"}


def _whole(one: Calendar) -> dict[str, Any]:
    hours = timetables([one.pk])(one.pk, now())
    try:
        opens: Any = next_open(hours, now())
    except NeverOpen:
        opens = None
    return _calendar(one, hours) | {"versions": list(one.versions.order_by("effective_from")), "opens_next": opens}
