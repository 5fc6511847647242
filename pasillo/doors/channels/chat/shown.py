"""What a host's page gets of us: a small script, a frame of our own origin, and a page to try both."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from pasillo.doors.channels.chat.widgets import origin_of, our_origin, widget_behind, widget_of
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.shell.headers import POLICY
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.organisation import organisation_name

LOADER = Path(__file__).parent / "static/chat/loader.js"
FIVE_MINUTES = "public, max-age=300"
NOBODYS = "'none'"
WHY = "a window is shown to everybody who visits its host's pages; it holds nothing of anybody"


@require_safe
@for_the_house(WHY)
def script(request: HttpRequest, key: str) -> HttpResponse:
    """The script that the host's page names: it draws a button, and opens the frame when somebody presses it."""
    account = _open(key)
    told = {
        "key": account.key,
        "origin": settings.BASE_URL,
        "hue": widget_of(account).hue,
        "words": {language: _button_words(language) for language, _name in settings.LANGUAGES},
        "usual": account.language,
    }
    text = _loader().replace("__SETTINGS__", json.dumps(told, separators=(",", ":")), 1)
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = FIVE_MINUTES
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _loader() -> str:
    return LOADER.read_text(encoding="utf-8")


def _button_words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "open": _("Chat with us"),
            "close": _("Close the chat"),
            "title": _("Chat with %(house)s") % {"house": organisation_name()},
            "new": _("There is an answer in the chat"),
        }


@require_safe
@for_the_house(WHY)
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The window itself, for the pages that may show it."""
    account = _open(key)
    widget = widget_of(account)
    if not _may_show(request, widget.origins):
        return HttpResponse("This page may not show this window.", status=403, content_type="text/plain; charset=utf-8")
    wished = request.GET.get("lang", "")
    language = wished if wished in dict(settings.LANGUAGES) else translation.get_language() or account.language
    with translation.override(language):
        context = _context(account, language) | {"theme": _theme(request), "hue": widget.colour}
        context["origins"] = " ".join(sorted({*widget.origins, our_origin(), _here(request)}))
        answer = HttpResponse(render_to_string("chat/frame.html", context))
    answer.headers["Content-Security-Policy"] = _policy(("'self'", *widget.origins))
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Content-Language"] = language
    return answer


@require_safe
@for_the_house(WHY)
def attempt(request: HttpRequest, key: str) -> HttpResponse:
    """A page of ours with the window on it: to try it, or to send somebody who asks where one can chat."""
    account = _open(key)
    context = {"language": translation.get_language() or "en", "house": organisation_name(), "key": account.key}
    return HttpResponse(render_to_string("chat/try.html", context | {"hue": widget_of(account).colour}))


def _open(key: str) -> Account:
    account = widget_behind(key)
    if account is None:
        raise Http404
    return account


def _may_show(request: HttpRequest, origins: tuple[str, ...]) -> bool:
    """A browser says which page asks for a frame, if it says anything; that page has to be on the list."""
    if request.headers.get("Sec-Fetch-Dest", "document") not in ("iframe", "frame", "embed", "object"):
        return True
    asks = origin_of(request.headers.get("Referer", ""))
    return not asks or asks in (*origins, our_origin(), _here(request))


def _here(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _policy(origins: tuple[str, ...]) -> str:
    """As everywhere in the house, but that these pages may frame this one."""
    report = "; report-uri /csp-reports" if settings.TESTING else ""
    return POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}") + report


def _theme(request: HttpRequest) -> str:
    wished = request.GET.get("theme", "")
    return wished if wished in ("light", "dark") else ""


def _context(account: Account, language: str) -> dict[str, Any]:
    """The words that the frame's script says; what depends on the moment comes with each answer."""
    words = {
        "yours": _("You"),
        "fresh": _("New message from %(who)s") % {"who": "{who}"},
        "lost": _("No connection. We keep trying; your words stay here."),
        "back": _("The connection is back."),
        "notSent": _("This was not sent."),
        "again": _("Try again"),
        "sending": pgettext("a message", "on its way…"),
        "drop": _("Take %(name)s away") % {"name": "{name}"},
        "tooBig": _("%(name)s is too big: a file may have %(size)s MB at most.") % {"name": "{name}", "size": 40},
        "over": _("This conversation is finished. What you write opens it again."),
        "joined": _("The chat is open."),
    }
    return {"language": language, "house": organisation_name(), "key": account.key, "words": json.dumps(words)}
