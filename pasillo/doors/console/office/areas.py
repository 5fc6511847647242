"""Areas: what they do, when they serve, who leads and who belongs."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.console.office.frame import differing, number_in, office, role_words
from pasillo.doors.console.office.hours import calendar_for, choices_of_hours
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import change_area, open_area
from pasillo.ground.people.commands.serving import AreaAs
from pasillo.ground.people.models import Area, Membership
from pasillo.ground.people.queries import is_away
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.queries import published_services

FIELDS = ("name", "function", "calendar", "parent", "lead", "is_active")


@require_safe
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All areas, those that are closed at the end."""
    areas = list(Area.objects.select_related("calendar", "parent", "lead").order_by("-is_active", "name"))
    members = Membership.objects.filter(area__isnull=False, person__is_active=True)
    counts = Counter(area for area, _person in set(members.values_list("area_id", "person_id")))
    return office(request, "areas", {"areas": [{"area": area, "people": counts[area.pk]} for area in areas]})


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest) -> HttpResponse:
    """A new team."""
    given = {name: request.POST.get(name, "") for name in ("name", "function", "calendar")}
    if request.method != "POST":
        return _new_page(request, given)
    at = now()
    try:
        with transaction.atomic():  # no hours are left behind by an area that is refused
            hours = calendar_for(given["calendar"], given["name"], at)
            area = open_area(
                name=given["name"], function=given["function"][:60], calendar=hours, by=who(request), at=at
            )
    except Refused as refusal:
        return _new_page(request, given, str(refusal))
    return redirect("office:area", area.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area, to be changed."""
    area = Area.objects.select_related("calendar", "parent", "lead").filter(pk=area_id).first()
    if area is None:
        raise Http404
    if request.method != "POST":
        return _page(request, area, _filled(area))
    given = {name: request.POST.get(name, "") for name in FIELDS}
    at = now()
    try:
        _keep_what_is_served(area, given)
        version = number_in(request.POST.get("version"))
        change_area(area_id, version=version or 0, wish=_wish(given, area, at), by=who(request), at=at)
    except ChangedMeanwhile as meanwhile:
        return _page(request, meanwhile.now, given, error=str(meanwhile), is_late=True, status=409)
    except Refused as refusal:
        return _page(request, area, given, error=str(refusal), status=422)
    messages.success(request, _("Kept."))
    return redirect("office:area", area_id)


def _keep_what_is_served(area: Area, given: dict[str, str]) -> None:
    """An area that owes somebody something cannot be closed."""
    if given["is_active"] or not area.is_active:
        return
    with for_the_house("how many open cases an area has, for who may not see them"):
        living = Case.objects.living().filter(area=area).count()
    offered = published_services().filter(area=area).count()
    if living or offered:
        words = _("This area still has %(cases)s open cases and %(services)s published services. Move them first.")
        raise Refused(words % {"cases": living, "services": offered})


def _wish(given: dict[str, str], area: Area, at: datetime) -> AreaAs:
    return AreaAs(
        name=given["name"],
        function=given["function"],
        calendar_id=calendar_for(given["calendar"], given["name"], at).pk,
        parent_id=number_in(given["parent"]),
        lead_id=number_in(given["lead"]),
        is_active=bool(given["is_active"]),
    )


def _filled(area: Area) -> dict[str, str]:
    return {
        "name": area.name,
        "function": area.function,
        "calendar": str(area.calendar_id),
        "parent": str(area.parent_id or ""),
        "lead": str(area.lead_id or ""),
        "is_active": "1" if area.is_active else "",
    }


def _page(
    request: HttpRequest,
    area: Area,
    filled: dict[str, str],
    *,
    error: str = "",
    is_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    members = _members(area)
    choices: dict[str, list[tuple[Any, str]]] = {
        "calendar": choices_of_hours(),
        "parent": [("", _("No other"))]
        + list(Area.objects.exclude(pk=area.pk).order_by("name").values_list("pk", "name")),
        "lead": [("", _("Nobody yet")), *dict.fromkeys((one["id"], one["name"]) for one in members)],
        "is_active": [("1", _("yes")), ("", _("no"))],
    }
    labels = {"name": _("Name"), "function": _("Function"), "calendar": _("Hours"), "parent": _("Part of"),
              "lead": _("Lead"), "is_active": _("It serves")}  # fmt: skip
    context = {
        "template": "area", "area": area, "filled": filled, "choices": choices, "members": members, "error": error,
        "meanwhile": differing(_said(_filled(area), choices), _said(filled, choices), labels) if is_late else [],
    }  # fmt: skip
    return office(request, "areas", context, status)


def _members(area: Area) -> list[dict[str, Any]]:
    rows = (
        Membership.objects.filter(area=area, person__is_active=True).select_related("person").order_by("person__name")
    )
    held = list(rows)
    away = is_away([row.person_id for row in held], now())
    return [
        {"id": row.person_id, "name": row.person.name, "role": role_words(row.role), "away": row.person_id in away}
        for row in held
    ]


def _said(filled: dict[str, str], choices: dict[str, list[tuple[Any, str]]]) -> dict[str, str]:
    names = {name: {str(code): str(words) for code, words in offered} for name, offered in choices.items()}
    return {name: names.get(name, {}).get(value, value) or "–" for name, value in filled.items()}


def _new_page(request: HttpRequest, given: dict[str, str], error: str = "") -> HttpResponse:
    context = {"template": "new_area", "filled": given, "hours": choices_of_hours(), "error": error}
    return office(request, "areas", context, 422 if error else 200)
