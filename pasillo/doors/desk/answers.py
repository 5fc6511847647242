"""How the desk answers: with a page, with the fragment that was asked for, or with news for the page that is open."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.refusals import refused
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case

Page = Callable[..., HttpResponseBase]


def wants(request: HttpRequest) -> str:
    """The part of the page that a script asked for, by its id; nothing for a whole page."""
    if not is_script(request) or request.headers.get("HX-History-Restore-Request"):
        return ""
    return request.headers.get("HX-Target", "").partition("#")[2]


def is_script(request: HttpRequest) -> bool:
    """Whether a script on our page asks, so that an answer for that page is due."""
    return bool(request.headers.get("HX-Request"))


def serving(page: Page) -> Page:
    """Only who may act on cases comes in; whoever may only look is told so."""

    @staff
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not sight(request).serves:
            raise PermissionDenied
        return page(request, *args, **kwargs)

    return guarded


def says_why_here(page: Page) -> Page:
    """A refusal answers into the form that was sent: its words stay where they are.

    A button without a place of its own for it, such as one in the thread, names the notices instead.
    """

    @wraps(page)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return page(request, *args, **kwargs)
        except Refused as refusal:
            if is_script(request) and wants(request) != "toasts":
                return render(request, "desk/_refusal.html", {"why": str(refusal)}, status=422)
            return refused(request, str(refusal))

    return explained


def my_id(request: HttpRequest) -> int:
    """The number of the person who works here."""
    number = sight(request).person_id
    if number is None:
        raise PermissionDenied
    return number


def the_case(request: HttpRequest, number: int) -> Case:
    """The case of this number, if this visitor may act on it; otherwise there is no such page."""
    try:
        return queries.served_case(sight(request), number)
    except LookupError as missing:
        raise Http404 from missing


def the_shown_case(request: HttpRequest, number: int) -> Case:
    """The case of this number, if this visitor may at least look at it from our side."""
    seen = sight(request)
    if seen.serves or not seen.sees_all:
        return the_case(request, number)
    try:
        return queries.case_for(seen, number)
    except LookupError as missing:
        raise Http404 from missing


def done(request: HttpRequest, address: str, **news: Any) -> HttpResponse:
    """It worked: tell the open page what happened, or lead there."""
    if not is_script(request):
        return HttpResponseRedirect(address)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(news or {"desk:changed": {}})})


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """It worked, and the visitor goes on elsewhere: in the case pane where there is one."""
    if not is_script(request):
        return HttpResponseRedirect(address)
    where = {"path": address, "target": "#pane", "swap": "innerHTML", "push": address}
    return HttpResponse(status=200, headers={"HX-Location": json.dumps(where)})
