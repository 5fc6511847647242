"""What a customer does with the room they booked: take it into their calendar, move it, give it back."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.portal import commands
from pasillo.doors.portal.everyday import slot_settings
from pasillo.doors.portal.one import request_page
from pasillo.doors.portal.seats import Seat, seated
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.bookings import commands as bookings
from pasillo.operations.bookings.ics import CALENDAR, calendar_file
from pasillo.operations.bookings.queries import booking_of


@require_safe
@seated
def calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The booking as a file that calendars read."""
    booking = booking_of(seat.case.pk)
    if booking is None:
        raise Http404
    answer = HttpResponse(calendar_file(booking, at=now()), content_type=f"{CALENDAR}; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="booking.ics"'
    return answer


@require_POST
@seated
def move(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Another time instead."""
    settings = slot_settings(seat.case)
    if settings is None:
        raise Http404
    value = request.POST.get("slot", "")[:80]
    return _do(
        request, seat, lambda: bookings.move(seat.case.pk, value, settings=settings, by=seat.by, at=now()), value
    )


@require_POST
@seated
def give_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Not needed any more."""
    return _do(request, seat, lambda: bookings.give_back(seat.case.pk, by=seat.by, at=now()), "")


def _do(request: HttpRequest, seat: Seat, act: Callable[[], object], value: str) -> HttpResponse:
    try:
        commands.once(request.POST.get("key", "")[:80], act, at=now())
    except Refused as refusal:
        seat.case.refresh_from_db()
        return request_page(request, seat, status=422, errors={"room": str(refusal)}, typed={"room": value})
    return HttpResponseRedirect(seat.address("") + "#room")
