"""Being called: the customer chooses half an hour in which somebody is there to call them."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.portal import commands
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.seats import Seat, seated
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.half_hours import by_day, read_moment
from pasillo.ground.hours.queries import timetable
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.calls import commands as calls
from pasillo.operations.calls.calling_back import agreed_for, free_times
from pasillo.operations.calls.commands.calling_back import when_words
from pasillo.operations.cases.phases import may


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def show(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The times that are free, the call that is promised, and the way to change one's mind."""
    if request.method != "POST":
        return _page(request, seat, {})
    typed = {name: safe(request.POST.get(name, ""))[:80] for name in ("slot", "number", "do")}
    try:
        if not seat.is_customers:
            raise Refused(_("Only %(name)s can decide this.") % {"name": seat.case.customer.name})
        commands.once(request.POST.get("key", "")[:80], lambda: _done(seat, typed), at=now())
    except Refused as refusal:
        seat.case.refresh_from_db()
        return _page(request, seat, typed, error=str(refusal), status=422)
    return HttpResponseRedirect(seat.address("-call"))


def _done(seat: Seat, typed: dict[str, str]) -> None:
    if typed["do"] == "give-up":
        calls.give_up(seat.case.pk, by=seat.by, at=now())
        return
    starts = read_moment(typed["slot"])
    if starts is None:
        raise Refused(_("Choose when we shall call."))
    calls.agree(seat.case.pk, starts_at=starts, number=typed["number"], by=seat.by, at=now())


def _page(
    request: HttpRequest, seat: Seat, typed: dict[str, str], *, error: str = "", status: int = 200
) -> HttpResponse:
    case, at = seat.case, now()
    promised = agreed_for(case.pk)
    open_now = may(case.state, "wait")
    zone = timetable(case.area.calendar_id, at=at).rule.zone
    context: dict[str, Any] = {
        "seat": seat,
        "case": case,
        "promised": promised,
        "when": when_words(promised, case) if promised else "",
        "days": by_day(free_times(case, at=at), zone) if open_now and seat.is_customers else [],
        "is_open": open_now,
        "zone": zone.replace("_", " "),
        "number": typed.get("number") or (case.customer.phone if seat.is_customers and seat.proves_address else ""),
        "key": str(uuid4()),
        "slot": typed.get("slot", ""),
        "error": error,
    }
    return show_page(request, "portal/call.html", context, status)
