"""Where a case could go: the other areas, who is there now, and what becomes of the promise."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.desk.answers import is_script, serving, the_case
from pasillo.doors.desk.passing_view import places_of_case, places_of_many
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render


@require_safe
@serving
def of_case(request: HttpRequest, number: int) -> HttpResponse:
    """Where this case may go; a page of its own where no script asks."""
    case = the_case(request, number)
    found = {"elsewhere": places_of_case(case, now()), "many": False}
    if is_script(request):
        return render(request, "desk/_places.html", found)
    return render(request, "desk/places.html", found | {"case": case})


@require_safe
@serving
def of_many(request: HttpRequest) -> HttpResponse:
    """Where the chosen cases of the queue may go."""
    return render(request, "desk/_places.html", {"elsewhere": places_of_many(now()), "many": True})
