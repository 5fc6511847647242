"""Somebody calls, or was promised a call: who it is, what is open for them, when, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.desk.answers import my_id, serving, the_case
from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.half_hours import by_day, read_moment
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.hours.queries import timetable
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.together import names_shown, one_person
from pasillo.operations.calls import commands as calls
from pasillo.operations.calls.calling_back import agreed_for, free_times
from pasillo.operations.calls.commands.calling_back import when_words
from pasillo.operations.calls.queries import call_of, is_silent, who_may_call
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may
from pasillo.operations.cases.queries import served_by

MOST = 8
ACTS: dict[str, Callable[..., Any]] = {"reached": calls.reached, "tried": calls.tried, "give-up": calls.give_up}


@require_safe
@serving
def show(request: HttpRequest, call_id: int) -> HttpResponse:
    """One call that came to this visitor; for everybody else there is none."""
    call = call_of(my_id(request), call_id)
    if call is None:
        raise Http404
    known = [call.customer] if call.customer else who_may_call(call.number)
    names = names_shown(known)
    contacts = [pk for one in known for pk in one_person(one.pk)]
    cases = served_by(sight(request)).living().filter(customer__in=contacts).select_related("service", "customer")
    context = {
        "call": call,
        "is_silent": is_silent(call, at=now()),
        "who": names[call.customer.pk] if call.customer else call.number or _("Somebody"),
        "people": [{"person": one, "name": names[one.pk], "pick": pick_of(one)} for one in known],
        "cases": list(cases.order_by("-changed_at")[:MOST]),
    }
    return render(request, "desk/call.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def call_back(request: HttpRequest, number: int) -> HttpResponse:
    """A call that is promised to a customer: choose its half hour, say what became of it."""
    case = the_case(request, number)
    if request.method != "POST":
        return _promising(request, case, {})
    typed = {name: safe(request.POST.get(name, ""))[:80] for name in ("slot", "number", "do", "key")}
    try:
        _done(request, case, typed)
    except Refused as refusal:
        case.refresh_from_db()
        return _promising(request, case, typed, error=str(refusal))
    if typed["do"] == "reached":
        return redirect(f"{reverse('desk:new')}?into={case.number}")
    return redirect("desk:case" if typed["do"] else "desk:call-back", case.number)


def _done(request: HttpRequest, case: Case, typed: dict[str, str]) -> None:
    if typed["do"] in ACTS:
        ACTS[typed["do"]](case.pk, by=who(request), at=now())
        return
    starts = read_moment(typed["slot"])
    if starts is None:
        raise Refused(_("Choose when we shall call."))
    calls.agree(case.pk, starts_at=starts, number=typed["number"], by=who(request), at=now())


def _promising(request: HttpRequest, case: Case, typed: dict[str, str], *, error: str = "") -> HttpResponse:
    at, promised = now(), agreed_for(case.pk)
    zone = timetable(case.area.calendar_id, at=at).rule.zone
    context = {
        "case": case,
        "promised": promised,
        "when": when_words(promised, case) if promised else "",
        "days": by_day(free_times(case, at=at), zone) if may(case.state, "wait") else [],
        "zone": zone.replace("_", " "),
        "typed": {"slot": "", "number": promised.number if promised else case.customer.phone} | typed,
        "error": error,
    }
    return render(request, "desk/call_back.html", context, 422 if error else 200)
