"""The pages one meets when something is missing, forbidden, too big or broken."""

from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pasillo.doors.shell.bare import POLICY, dressed
from pasillo.doors.shell.guards import ask_to_sign_in
from pasillo.doors.shell.pages import at_work, render
from pasillo.doors.shell.refusals import from_here, hidden, into_the_notices, typed
from pasillo.doors.shell.visitor import person

BROKEN = dressed((Path(__file__).parent / "templates/shell/broken.html").read_text(encoding="utf-8"))
GIVE_BACK = (403, 404)
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read, or is too big."""
    if isinstance(exception, TooManyFieldsSent):
        return _page(request, 413, _("That is too big for us"), _("There are too many lines in it. Please send fewer."))
    if isinstance(exception, TOO_BIG):
        return _page(request, 413, _("That is too big for us"), _("Please send fewer or smaller files, up to 40 MB."))
    return _page(request, 400, _("We could not read that"), _("Please go back and try it again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person is known, the door is not theirs."""
    words = _("Your role does not open this page. If you need it for your work, ask your administrator.")
    return _page(request, 403, _("This door is closed for you"), words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, or nothing that this person may see: the answer is the same."""
    words = _("It may have moved, or it belongs to somebody else. Your own requests are always in the list.")
    if at_work(request):
        words = _("It may have moved, or it is not open to you. The search finds what is.")
    return _page(request, 404, _("There is nothing here"), words)


def not_this_way(request: HttpRequest) -> HttpResponse:
    """The address takes what a form sends; opened by itself it shows nothing."""
    words = _("This address only takes what a button sends. Please go back and use the button there.")
    return _page(request, 405, _("There is nothing to read here"), words)


def broken(request: HttpRequest) -> HttpResponse:
    """We failed. The page needs nothing that could have failed with us."""
    return HttpResponse(BROKEN, status=500, headers={"Content-Security-Policy": POLICY})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long or came from elsewhere; what was typed is given back, or stays where it is."""
    why = _("This page was open for a long time, so for your safety we did not take it as it came.")
    if request.headers.get("HX-Request"):
        return _stale(request, why)
    context = {
        "why": why,
        "typed": typed(request),
        "hidden": hidden(request),
        "again": from_here(request),
    }
    return render(request, "shell/refused.html", context, 403)


def _stale(request: HttpRequest, why: str) -> HttpResponse:
    """The page stays, with all that was typed; it fetches itself a new proof, and the next try is taken."""
    if person(request) is None:
        return ask_to_sign_in(request)
    answer = into_the_notices(render(request, "shell/_refusal.html", {"why": why}, 403))
    answer.headers["HX-Trigger"] = "shell:stale"
    return answer


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = render(request, "shell/_refusal.html", {"why": f"{title}. {words}"}, status)
        return into_the_notices(answer)
    written = typed(request) if request.method == "POST" and status in GIVE_BACK else []
    if written:  # a right that was taken away while they wrote takes nothing of what they wrote
        context = {"why": f"{title}. {words}", "typed": written, "hidden": [], "again": False}
        return render(request, "shell/refused.html", context, status)
    return render(request, "shell/error.html", {"title": title, "words": words, "status": status}, status)
