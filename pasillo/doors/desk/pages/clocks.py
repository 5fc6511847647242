"""Why is this clock so? And, for who may, putting it right."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import serving, the_case, the_shown_case
from pasillo.doors.desk.clock_story import clock_story, may_repair
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.commands import repair_clocks
from pasillo.operations.promises.explaining import why


@require_safe
@staff
def show(request: HttpRequest, number: int, clock_id: int) -> HttpResponse:
    """One clock of a case: its picture and its story."""
    return _page(request, the_shown_case(request, number), clock_id)


@require_POST
@serving
def repair(request: HttpRequest, number: int, clock_id: int) -> HttpResponse:
    """The clock says what the journal says, from now on; the reason stays with the old values."""
    case = the_case(request, number)
    if not may_repair(sight(request), case.area_id) or why(clock_id, case_id=case.pk, at=now()) is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        repair_clocks(case.pk, reason=reason, only=[clock_id], by=who(request), at=now())
    except Refused as refusal:
        return _page(request, case, clock_id, refusal=str(refusal), reason=reason, status=422)
    return HttpResponseRedirect(reverse("desk:clock", args=[number, clock_id]))


def _page(
    request: HttpRequest, case: Case, clock_id: int, *, refusal: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    found = why(clock_id, case_id=case.pk, at=now())
    if found is None:
        raise Http404
    view = clock_story(case, found, sight(request), at=now())
    context = {"clock": view, "refusal": refusal, "reason": reason}
    return render(request, "desk/clock.html", context, status=status)
