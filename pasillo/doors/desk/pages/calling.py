"""Somebody calls: who it is, what is open for them, and the log of this call, for whoever sits at the extension."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.desk.answers import my_id, serving
from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.operations.calls.queries import call_of, who_may_call
from pasillo.operations.cases.queries import served_by

MOST = 8


@require_safe
@serving
def show(request: HttpRequest, call_id: int) -> HttpResponse:
    """One call that came to this visitor; for everybody else there is none."""
    call = call_of(my_id(request), call_id)
    if call is None:
        raise Http404
    known = [call.customer] if call.customer else who_may_call(call.number)
    cases = served_by(sight(request)).living().filter(customer__in=known).select_related("service", "customer")
    context = {
        "call": call,
        "people": [{"person": one, "pick": pick_of(one)} for one in known],
        "cases": list(cases.order_by("-changed_at")[:MOST]),
    }
    return render(request, "desk/call.html", context)
