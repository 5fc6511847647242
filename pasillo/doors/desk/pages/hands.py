"""Who could take it: a short list that is narrowed while one types a name."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.desk.answers import is_script, serving, the_case
from pasillo.doors.desk.hands_view import hands_of_case, hands_of_many
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.plain import safe

LONGEST = 80


@require_safe
@serving
def of_case(request: HttpRequest, number: int) -> HttpResponse:
    """Who may hold this case; a page of its own where no script asks."""
    case = the_case(request, number)
    found = hands_of_case(case, _words(request), now())
    if is_script(request):
        return render(request, "desk/_hands.html", found | {"many": False})
    return render(request, "desk/hands.html", found | {"many": False, "case": case})


@require_safe
@serving
def of_many(request: HttpRequest) -> HttpResponse:
    """Who may hold the chosen cases of the queue."""
    found = hands_of_many(sight(request), _words(request), now())
    return render(request, "desk/_hands.html", found | {"many": True})


def _words(request: HttpRequest) -> str:
    return safe(request.GET.get("words", "")).strip()[:LONGEST]
