"""Team and load: who carries what now and in the next days, who needs help, and what could move."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.desk.team_view import board_view, moves_view, still_words
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import arranges_work, steers
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.operations.routing import commands
from pasillo.operations.routing.queries import areas_to_see, areas_to_steer, last_rebalance, rebalance_for

MOST_MOVES = 50


@require_safe
@steers
def show(request: HttpRequest) -> HttpResponse:
    """The board of one area; the others of this person stand beside it."""
    seen = sight(request)
    areas = list(areas_to_see(seen))
    chosen = request.GET.get("area", "")
    if chosen and not (chosen.isascii() and chosen.isdecimal()):
        raise Http404
    area = next((one for one in areas if str(one.pk) == chosen), None) if chosen else next(iter(areas), None)
    if chosen and area is None:
        raise Http404
    may = area is not None and areas_to_steer(seen).filter(pk=area.pk).exists()
    board = board_view(area, now()) if area else None
    undo = last_rebalance(area.pk, since=now()) if area and may else None
    context = {"areas": areas, "area": area, "may": may, "board": board, "undo": undo, "opens": seen.serves}
    return render(request, "desk/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@arranges_work
def rebalance(request: HttpRequest, area_id: int) -> HttpResponse:
    """First what would move; then, once somebody said yes, it moves."""
    area = _steered(request, area_id)
    if request.method != "POST":
        return _proposal(request, area)
    chosen = [move for text in request.POST.getlist("move")[:MOST_MOVES] if (move := _move(text))]
    try:
        done = commands.rebalance(area.pk, chosen, by=who(request), at=now())
    except Refused as refusal:
        return _proposal(request, area, str(refusal))
    many = len(done.moves)
    messages.success(request, ngettext("One case moved.", "%(count)s cases moved.", many) % {"count": many})
    return redirect(_team(area.pk))


@require_POST
@arranges_work
def undo(request: HttpRequest, round_id: int) -> HttpResponse:
    """Everything back to who held it, where nobody has taken it up since."""
    try:
        kept = rebalance_for(sight(request), round_id)
    except LookupError as missing:
        raise Http404 from missing
    try:
        back = commands.undo_rebalance(round_id, by=who(request), at=now())
        messages.success(request, ngettext("One case went back.", "%(count)s cases went back.", back) % {"count": back})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_team(kept.area_id))


def _proposal(request: HttpRequest, area: Area, error: str = "") -> HttpResponse:
    moves = moves_view(area, sight(request), now())
    still = () if moves else still_words(area, now())
    context = {"area": area, "moves": moves, "still": still, "error": error, "back": _team(area.pk)}
    return render(request, "desk/rebalance.html", context, status=422 if error else 200)


def _steered(request: HttpRequest, area_id: int) -> Area:
    area = areas_to_steer(sight(request)).filter(pk=area_id).first()
    if area is None:
        raise Http404(_("There is no such area."))
    return area


def _team(area_id: int) -> str:
    return f"{reverse('desk:team')}?area={area_id}"


def _move(text: str) -> tuple[int, int, int] | None:
    """A case, from whom and to whom: "48213:7:9"."""
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in parts):
        return None
    case, giver, taker = (int(part) for part in parts)
    return case, giver, taker
