"""Where a person goes on when a case is done: to the one after it."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse

from pasillo.doors.desk.answers import lead_to, my_id
from pasillo.doors.desk.going_out import ending_of
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queue import number_after


def on_to_the_next(request: HttpRequest, case: Case) -> HttpResponse:
    """To the case that the page named as the next, else to the first of the queue, else to the queue."""
    look, ending = looking_of(request), ending_of(my_id(request))
    after = _chosen(request, case, ending) or number_after(
        sight(request), split=look.split, case=case, asked=look.asked, ending=ending
    )
    return lead_to(request, look.case(after) if after else look.address)


def _chosen(request: HttpRequest, case: Case, ending: Collection[int]) -> int | None:
    chosen = request.POST.get("next", "")
    if not chosen.isdigit() or len(chosen) > 18 or int(chosen) == case.number:
        return None
    there = queries.served_by(sight(request)).filter(number=int(chosen)).exclude(conversation_id__in=ending)
    return int(chosen) if there.exists() else None
