"""Where a person goes on when a case is done: to the one after it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pasillo.doors.desk.answers import lead_to
from pasillo.doors.desk.splits import split_of
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queue import number_after


def on_to_the_next(request: HttpRequest, case: Case) -> HttpResponse:
    """To the case that the page named as the next, else to the first of the queue, else to the queue."""
    split = split_of(request)
    following = _chosen(request, case) or number_after(sight(request), split=split, case=case)
    address = reverse("desk:case", args=[following]) if following else reverse("desk:work")
    return lead_to(request, f"{address}?split={split}")


def _chosen(request: HttpRequest, case: Case) -> int | None:
    chosen = request.POST.get("next", "")
    if not chosen.isdigit() or len(chosen) > 18 or int(chosen) == case.number:
        return None
    return int(chosen) if queries.served_by(sight(request)).filter(number=int(chosen)).exists() else None
