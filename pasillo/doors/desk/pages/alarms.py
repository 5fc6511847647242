"""The alarms of a person and of their areas, what breaks first on top."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.desk.alarms_view import alarm_rows
from pasillo.doors.desk.answers import serving, wants
from pasillo.doors.desk.eased_view import eased
from pasillo.doors.desk.foresight_view import foresight, too_much
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.alarms import commands
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.alarms.queries import Place, alarm_for, alarms_for, mine, what_breaks_first

PAGE = 50
MINE, AREA = "mine", "area"


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Mine, or all of my areas; a page at a time."""
    seen, at = sight(request), now()
    chosen = request.GET.get("show", MINE if seen.serves else AREA)
    every = alarms_for(seen)
    wanted = mine(every, seen) if chosen == MINE else every
    alarms = list(what_breaks_first(wanted, after=_place(request))[: PAGE + 1])
    context: dict[str, Any] = {
        "show": MINE if chosen == MINE else AREA,
        "tabs": seen.serves,
        "alarms": alarm_rows(alarms[:PAGE], seen, at),
        "more": _more(chosen, alarms[PAGE - 1]) if len(alarms) > PAGE else "",
        "is_first": "after" not in request.GET,
        "here": request.get_full_path(),
    }
    if wants(request) == "live":
        return render(request, "desk/_alarms_live.html", context)
    ahead = {"too_much": too_much(seen, at), "foresight": foresight(seen), "eased": eased(seen, at)}
    return render(request, "desk/alarms.html", context | ahead)


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def seen(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Nothing more is needed now; why, in a few words."""
    alarm = _mine_to_close(request, alarm_id)
    reason = request.POST.get("reason", "")
    why = ""
    if request.method == "POST":
        try:
            commands.say_seen(alarm.pk, reason=reason, by=who(request), at=now())
            return HttpResponseRedirect(reverse("desk:alarms"))
        except Refused as refusal:
            why = str(refusal)
    (row,) = alarm_rows([alarm], sight(request), now())
    context = {"one": row, "typed": reason, "why": why}
    return render(request, "desk/alarm_seen.html", context, status=422 if why else 200)


def _mine_to_close(request: HttpRequest, alarm_id: int) -> Alarm:
    try:
        return alarm_for(sight(request), alarm_id)
    except LookupError as missing:
        raise Http404 from missing


def _place(request: HttpRequest) -> Place | None:
    """Behind which alarm the page begins, if it is not the first."""
    moment, _comma, number = request.GET.get("after", "").partition(",")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return at, int(number)


def _more(chosen: str, last: Alarm) -> str:
    act_by: datetime = last.act_by or last.rang_at
    query = urlencode({"show": chosen, "after": f"{act_by.isoformat()},{last.pk}"})
    return f"{reverse('desk:alarms')}?{query}"
