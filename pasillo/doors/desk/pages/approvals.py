"""Somebody's yes or no: the page on which it is given, with everything that they need to know."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.approvals_view import WHY, budget, row, step
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.approvals import commands, queries
from pasillo.operations.approvals.deciding import State
from pasillo.operations.approvals.models import Approval
from pasillo.operations.purchases.queries import purchase_of


@require_safe
@staff
def show(request: HttpRequest, approval_id: int) -> HttpResponse:
    """One step that waits for this visitor, or that they decided."""
    return _page(request, _theirs(request, approval_id))


@require_POST
@staff
def decision(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Yes, or no with a reason."""
    approval = _theirs(request, approval_id)
    words, given = request.POST.get("words", ""), request.POST.get("decision", "")
    try:
        with for_the_house(WHY):
            _decide(approval, given, words, by=who(request))
    except Refused as refusal:
        return _page(request, approval, words=words, why=str(refusal), status=422)
    return HttpResponseRedirect(reverse("desk:tasks"))


def _decide(approval: Approval, given: str, words: str, *, by: str) -> None:
    if given == "give":
        commands.give(approval.pk, words=words, by=by, at=now())
    elif given == "decline":
        commands.decline(approval.pk, words=words, by=by, at=now())
    else:
        raise Refused(_("Choose: approve or decline."))


def _theirs(request: HttpRequest, approval_id: int) -> Approval:
    seen = sight(request)
    try:
        with for_the_house(WHY):
            return queries.approval_for(seen, approval_id, at=now())
    except LookupError as missing:
        raise Http404 from missing


def _page(
    request: HttpRequest, approval: Approval, *, words: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    with for_the_house(WHY):
        purchase = purchase_of(approval.case_id)
        steps = [step(one) for one in queries.steps_of(approval.case_id)]
    context = {
        "approval": row(approval, at=now()),
        "lines": approval.lines,
        "steps": steps,
        "budget": budget(purchase) if purchase else None,
        "may_decide": approval.state == State.ASKED,
        "words": words,
        "why": why,
    }
    return render(request, "desk/approval.html", context, status=status)
