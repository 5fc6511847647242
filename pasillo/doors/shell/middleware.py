"""What stands before every page: the protecting headers, and words where an answer would be empty."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from pasillo.doors.shell.errors import not_this_way
from pasillo.doors.shell.headers import always
from pasillo.ground.kit.looking import NOTHING, looking_as

NOT_ALLOWED = 405


class Protected:
    """Stands first in the row, so that files, errors and fragments carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = always()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with looking_as(NOTHING):  # until somebody asks what this visitor may see
            response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["HX-Request"])
        return response


class NeverEmpty:
    """Who opens an address that only takes forms gets a page with a way on, in their language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or not _is_empty(response) or not request.accepts("text/html"):
            return response
        page = not_this_way(request)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page


def _is_empty(response: HttpResponse) -> bool:
    return not response.streaming and not response.content
