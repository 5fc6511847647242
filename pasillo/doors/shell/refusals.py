"""What a person is told when the house says no: why, and with nothing lost of what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from pasillo.doors.shell.pages import render
from pasillo.ground.kit.refusals import Refused

Page = Callable[..., HttpResponse]
NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "token", "code")


def says_why(page: Page) -> Page:
    """Turns a refusal into an answer that explains it and gives back what was written."""

    @wraps(page)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, str(refusal))

    return explained


def refused(request: HttpRequest, why: str, status: int = 422) -> HttpResponse:
    """A notice over the untouched page, or a page of its own with the words to send again."""
    if request.headers.get("HX-Request"):
        answer = render(request, "shell/_refusal.html", {"why": why}, status)
        return into_the_notices(answer)
    context = {"why": why, "typed": typed(request), "hidden": hidden(request), "again": from_here(request)}
    return render(request, "shell/refused.html", context, status)


def into_the_notices(answer: HttpResponse) -> HttpResponse:
    """Sends a fragment to the notices, so that the form it answers stays as it is."""
    answer.headers["HX-Retarget"] = "#toasts"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The words in the form that a person would not like to write twice."""
    return [(name, value) for name, value in _posted(request) if _is_prose(value)]


def hidden(request: HttpRequest) -> list[tuple[str, str]]:
    """The rest of the form, which has to come along."""
    return [(name, value) for name, value in _posted(request) if not _is_prose(value)]


def from_here(request: HttpRequest) -> bool:
    """Whether the form was sent by a page of ours, so that it may be offered again."""
    sent_by = request.headers.get("origin") or request.headers.get("referer") or ""
    return urlsplit(sent_by).netloc == request.get_host()


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and not any(secret in name.lower() for secret in NEVER_SHOWN)
    ]


def _is_prose(value: str) -> bool:
    return " " in value.strip() or "\n" in value
