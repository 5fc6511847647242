"""Who looks at a case, and who writes in it."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import my_id, serving, the_case
from pasillo.doors.desk.here_view import here_view
from pasillo.doors.shell import presence
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.journal.whispering import whisper
from pasillo.operations.cases import queries
from pasillo.operations.conversations.commands import look

TAB = re.compile(r"[a-z0-9]{1,12}")


@require_POST
@serving
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """This person looks at the case, writes in it, or leaves it. Nothing of it is written down.

    A page tells it by itself, also when the case has just left its sight: then nobody hears it, and nothing is wrong.
    """
    doing, tab = request.POST.get("doing", ""), request.POST.get("tab", "")
    if doing not in presence.DOINGS or not TAB.fullmatch(tab):
        return HttpResponse(status=422)
    try:
        case = queries.served_case(sight(request), number)
    except LookupError:
        return HttpResponse(status=204)
    whisper(presence.words_for(case.pk, my_id(request), doing, tab))
    if doing:
        look(case.conversation_id, person_id=my_id(request), at=now())
    return HttpResponse(status=204)


@require_safe
@serving
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Who else is here, for a page that is open."""
    return render(request, "desk/_here.html", {"here_now": here_view(request, the_case(request, number))})
