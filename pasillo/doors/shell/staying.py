"""How long a session lasts: eight hours without a word, seven days in all."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from pasillo.doors.shell.clock import now

NOTED_EVERY = 15 * 60


class StillHere:
    """Signs out who was away for too long. Writes at most every quarter of an hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            _look(request)
        return self.get_response(request)


def _look(request: HttpRequest) -> None:
    seen, since = request.session.get("seen"), request.session.get("since")
    if seen is None or since is None:
        return
    at = now().timestamp()
    if at - seen > settings.SESSION_IDLE_SECONDS or at - since > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif at - seen > NOTED_EVERY:
        request.session["seen"] = at
