"""One thing done to the chosen cases, or to all that the list holds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import is_script, my_id, serving
from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.jobs import go_round
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.many.acts import Order, prepared
from pasillo.doors.desk.many.commands import AT_ONCE, MOST, begin_round, take_back, work_through
from pasillo.doors.desk.many.merging import into_the_first
from pasillo.doors.desk.many.told import told, told_back
from pasillo.doors.desk.models import Round
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.refusals import into_the_notices, says_why
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.queries import served_by
from pasillo.operations.cases.queue import numbers

WITH_A_MOMENT = "date"


@require_POST
@serving
@says_why
def act(request: HttpRequest) -> HttpResponse:
    """Do it now to a few, or in the background to many; either way it is told how it went."""
    order, chosen = into_the_first(_order(request), _chosen(request))
    made = begin_round(order, chosen)
    if made.total > AT_ONCE:
        go_round.defer(round_id=made.pk)
    else:
        made = work_through(made.pk, at=order.at)
    return _answer(request, made)


@require_safe
@serving
def matching(request: HttpRequest) -> HttpResponse:
    """How many cases the list holds altogether, for whoever has chosen all that they see."""
    look = looking_of(request)
    n = len(numbers(sight(request), split=look.split, asked=look.asked, limit=MOST))
    return render(request, "desk/_matching.html", {"n": n, "most": MOST})


@require_safe
@serving
def progress(request: HttpRequest, round_id: int) -> HttpResponse:
    """How far a round is."""
    made = Round.objects.filter(pk=round_id, person_id=my_id(request)).first()
    if made is None:
        raise Http404
    answer = render(request, "desk/_round.html", {"round": told(made)})
    if made.ended_at:
        answer.headers["HX-Trigger"] = "desk:changed"
    return answer


@require_POST
@serving
@says_why
def undo(request: HttpRequest, round_id: int) -> HttpResponse:
    """Everything as it was."""
    made = take_back(round_id, person_id=my_id(request), at=now())
    return _told(request, told_back(made) | {"ended": True})


def _order(request: HttpRequest) -> Order:
    """What the pressed button says: `do` is the act and its value, as in assign:12."""
    name, colon, value = request.POST.get("do", "").partition(":")
    if name == "snooze" and value == WITH_A_MOMENT:
        value = request.POST.get("until", "")
    if name == "transfer":
        value = value or request.POST.get("area", "")
    reason = request.POST.get("why" if name == "priority" else "reason", "")
    return prepared(name if colon else "", value, reason, person_id=my_id(request), at=now())


def _chosen(request: HttpRequest) -> list[int]:
    seen = sight(request)
    if request.POST.get("all") == "1":
        look = looking_of(request)
        return numbers(seen, split=look.split, asked=look.asked, limit=MOST)
    given = [one for one in request.POST.getlist("case") if is_number(one)]
    return list(served_by(seen).filter(number__in=given).values_list("id", flat=True))


def _answer(request: HttpRequest, made: Round) -> HttpResponse:
    return _told(request, told(made))


def _told(request: HttpRequest, notice: dict[str, object]) -> HttpResponse:
    if not is_script(request):
        messages.info(request, str(notice["words"] if notice["ended"] else _("Begun. It goes on by itself.")))
        return HttpResponseRedirect(looking_of(request).address)
    answer = into_the_notices(render(request, "desk/_round.html", {"round": notice}))
    answer.headers["HX-Trigger"] = "desk:changed"
    return answer
