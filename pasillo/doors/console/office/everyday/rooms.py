"""Rooms that can be booked: added, changed, and one day offered no more."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import who
from pasillo.ground.hours.models import Calendar
from pasillo.ground.kit.addresses import address_from, is_a_name
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.bookings.commands import change_room, offer_room
from pasillo.operations.bookings.models import Resource

LENGTHS = {"name": 80, "place": 120, "seats": 6, "calendar": 15}


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def new(request: HttpRequest) -> HttpResponse:
    """One more room."""
    if request.method != "POST":
        return _page(request, None, {"name": "", "place": "", "seats": "", "calendar": "", "is_offered": "1"})
    typed = _typed(request)
    try:
        wish = _wish(typed)
        taken = set(Resource.objects.values_list("slug", flat=True))
        slug = address_from(typed["name"], otherwise="room", taken=taken, longest=60)
        if not is_a_name(typed["name"]) or slug in taken:
            raise Refused(_("There is a room of this name already, or it has no letter in it."))
        offer_room(**wish, slug=slug, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, None, typed, error=str(refusal))
    messages.success(request, _("Kept."))
    return redirect("office:everyday")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, room_id: int) -> HttpResponse:
    """A room under another name, with other hours, or not offered any more."""
    room = Resource.objects.filter(pk=room_id).first()
    if room is None:
        raise Http404
    if request.method != "POST":
        return _page(request, room, _filled(room))
    typed = _typed(request)
    try:
        change_room(room.pk, **_wish(typed), is_offered=bool(typed["is_offered"]), by=who(request), at=now())
    except Refused as refusal:
        return _page(request, room, typed, error=str(refusal))
    messages.success(request, _("Kept."))
    return redirect("office:everyday")


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: safe(request.POST.get(name, "")).strip()[:longest] for name, longest in LENGTHS.items()}
    return typed | {"is_offered": "1" if request.POST.get("is_offered") else ""}


def _filled(room: Resource) -> dict[str, str]:
    return {
        "name": room.name,
        "place": room.place,
        "seats": str(room.seats),
        "calendar": str(room.calendar_id),
        "is_offered": "1" if room.is_offered else "",
    }


def _wish(typed: dict[str, str]) -> dict[str, Any]:
    calendar = Calendar.objects.filter(pk=number_in(typed["calendar"]) or 0).first()
    if calendar is None:
        raise Refused(_("Choose the hours in which the room can be used."))
    return {
        "name": typed["name"],
        "place": typed["place"],
        "seats": number_in(typed["seats"]) or 0,
        "calendar": calendar,
    }


def _page(request: HttpRequest, room: Resource | None, typed: dict[str, str], *, error: str = "") -> HttpResponse:
    calendars = [("", _("Choose")), *Calendar.objects.order_by("name").values_list("pk", "name")]
    context = {"template": "room", "room": room, "typed": typed, "error": error, "calendars": calendars}
    return office(request, "everyday", context, 422 if error else 200)
