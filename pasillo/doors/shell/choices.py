"""What a visitor chooses for themselves: language and light. Works without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.languages import COOKIE
from pasillo.doors.shell.pages import THEMES
from pasillo.doors.shell.visitor import person
from pasillo.ground.people.commands import choose_language

A_YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak to me in this language, here and in letters."""
    answer = HttpResponseRedirect(next_page(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _remember(answer, COOKIE, chosen)
        someone = person(request)
        if someone is not None:
            choose_language(someone.pk, language=chosen, by=someone.ref, at=now())
    return answer


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    answer = HttpResponseRedirect(next_page(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _remember(answer, "theme", chosen)
    else:
        answer.delete_cookie("theme")
    return answer


def next_page(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the visitor wanted to go, if it is in this house."""
    for address in (request.POST.get("next"), request.GET.get("next"), request.headers.get("referer")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            return address
    return otherwise


def _remember(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
