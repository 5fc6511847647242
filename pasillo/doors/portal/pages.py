"""What every page of the portal knows beside its own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.queries import own_cases


def show_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the portal: it also says how many requests are in progress, unless they look at somebody else's."""
    seen, seat = sight(request), context.get("seat")
    is_theirs = seat is None or seat.person_id == seen.person_id
    open_requests = own_cases(seen).living().count() if seen.person_id and is_theirs else 0
    return render(request, template, {"open_requests": open_requests} | context, status)
