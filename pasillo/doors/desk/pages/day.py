"""My day: where a person who serves begins."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.desk.day_view import day_view
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import person, sight


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """My promises of today first; then what is asked of my area, and what was said."""
    me = person(request)
    assert me is not None
    return render(request, "desk/day.html", day_view(request, sight(request), me, now()))
