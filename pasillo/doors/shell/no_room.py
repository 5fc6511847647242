"""While there is no room on the disk: pages can be read, nothing new is taken in, and nothing typed is lost."""

import json
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.shell.pages import theme_of
from pasillo.doors.shell.refusals import from_here, hidden, into_the_notices, typed
from pasillo.doors.shell.room import is_tight

READING = ("GET", "HEAD", "OPTIONS")
STILL_OPEN = ("/sign-in", "/sign-out", "/language", "/theme", "/csp-reports")
DISK_FULL = "53100"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a name
AGAIN_AFTER = "60"
SERVER_ERROR = 500


class RoomLeft:
    """Stands before sessions and languages, because those need the database, which may be what has no room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING and not request.path.startswith(STILL_OPEN) and is_tight():
            return no_room(request)
        response = self.get_response(request)
        if response.status_code == SERVER_ERROR and is_tight():
            return no_room(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database found the disk full before we did."""
        if isinstance(exception, DatabaseError) and getattr(exception.__cause__, "sqlstate", "") == DISK_FULL:
            return no_room(request)
        return None


def no_room(request: HttpRequest) -> HttpResponse:
    """Please try again in a minute: in the words of whoever asks, with everything that was typed."""
    with translation.override(translation.get_language_from_request(request)):
        answer = _answer(request)
    answer.status_code = 503
    answer.headers["Retry-After"] = AGAIN_AFTER
    return answer


def _answer(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _for_machines()
    if request.headers.get("HX-Request"):
        words = get_template("shell/_refusal.html").render({"why": short_words()}, request)
        return into_the_notices(HttpResponse(words))
    posted = request.method == "POST"
    context = {
        "language": translation.get_language(),
        "theme": theme_of(request),
        "posted": posted,
        "typed": typed(request) if posted else [],
        "hidden": hidden(request) if posted else [],
        "token": request.POST.get(TOKEN, "") if posted else "",
        "again": posted and from_here(request),
    }
    return HttpResponse(get_template("shell/no_room.html").render(context, request))


def short_words() -> str:
    """What stands in a notice over the page that stays."""
    return _("Nothing can be saved for the moment: our disk is full. Your words stay here; try again in a minute.")


def _for_machines() -> HttpResponse:
    words = _("There is no room to take anything in just now. Nothing was kept; send the same again in a minute.")
    problem = {"type": "/api/v1/problems/no-room", "title": words, "status": 503, "detail": words}
    return HttpResponse(json.dumps(problem), content_type="application/problem+json")
