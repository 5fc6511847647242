"""Who may come through which door. A guard stands before a page and asks once."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.shell.pages import render
from pasillo.doors.shell.refusals import from_here, hidden, into_the_notices, typed
from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.people.granting import gives_roles
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.steering import answers_for_some

Page = Callable[..., HttpResponseBase]


def signed_in(page: Page) -> Page:
    """Anybody who signed in: customers and colleagues."""
    return _guard(page, lambda seen: True)


def staff(page: Page) -> Page:
    """Anybody who works here."""
    return _guard(page, lambda seen: seen.is_staff, is_staff_door=True)


def steers(page: Page) -> Page:
    """Who steers a part of the house: heads, area managers, auditors."""
    return _guard(page, lambda seen: seen.steers, is_staff_door=True)


def answers(page: Page) -> Page:
    """Who answers for services: whoever steers a part of the house, or owns a service."""
    return _guard(page, answers_for_some, is_staff_door=True)


def head(page: Page) -> Page:
    """Who steers the house: sees every area."""
    return _guard(page, lambda seen: seen.sees_all, is_staff_door=True)


def reads_catalogue(page: Page) -> Page:
    """Who answers for services or administers: may read what is offered and how."""
    return _guard(page, may_read)


def may_read(seen: Sight) -> bool:
    """Whether the sheets of the catalogue are open to this person."""
    return Role.ADMIN in seen.roles or answers_for_some(seen)


def plans(page: Page) -> Page:
    """Heads and administrators: say what is offered and what is promised."""
    return _guard(page, lambda seen: bool(seen.roles & {Role.HEAD, Role.ADMIN}))


def sets_up(page: Page) -> Page:
    """Who sets the house up: administrators, and whoever heads its operations."""
    return _guard(page, lambda seen: bool(seen.roles & {Role.ADMIN, Role.HEAD}), is_staff_door=True)


def administrator(page: Page) -> Page:
    """Only who administers."""
    return _guard(page, lambda seen: Role.ADMIN in seen.roles, is_staff_door=True)


def manages_people(page: Page) -> Page:
    """Who sets the house up, and managers for the people of their areas."""
    return _guard(page, lambda seen: gives_roles(seen), is_staff_door=True)


def arranges_work(page: Page) -> Page:
    """Who arranges the work of an area: whoever heads operations, and managers for their areas."""
    return _guard(page, lambda seen: Role.HEAD in seen.roles or bool(seen.managed_ids), is_staff_door=True)


def audits(page: Page) -> Page:
    """Who may read what happened to persons and roles."""
    allowed = {Role.AUDITOR, Role.ADMIN, Role.HEAD}
    return _guard(page, lambda seen: bool(seen.roles & allowed), is_staff_door=True)


def _guard(page: Page, allows: Callable[[Sight], bool], *, is_staff_door: bool = False) -> Page:
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if person(request) is None:
            return ask_to_sign_in(request)
        if not allows(sight(request)):
            raise PermissionDenied
        if is_staff_door and request.session.get("must_add"):
            return HttpResponseRedirect(reverse("shell:security"))
        return page(request, *args, **kwargs)

    return guarded


def ask_to_sign_in(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """To the sign-in page, and back here afterwards. Where a script asks, the open page stays and says so; whoever had
    written something is given it back, to be sent again, unless it waits for them where they come back to."""
    if request.headers.get("HX-Request"):
        return _signed_out(request, back)
    if request.method == "POST" and typed(request) and not back:
        return _kept_words(request)
    here = back or (request.get_full_path() if request.method == "GET" else request.headers.get("referer", "/"))
    return HttpResponseRedirect(_sign_in(here))


def _signed_out(request: HttpRequest, back: str) -> HttpResponse:
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("referer", "/"))
    page = here.path + (f"?{here.query}" if here.query else "")
    answer = render(request, "shell/_signed_out.html", {"address": _sign_in(back or page)}, 401)
    answer.headers["HX-Push-Url"] = "false"
    return into_the_notices(answer)


def _kept_words(request: HttpRequest) -> HttpResponse:
    context = {
        "why": _("You are no longer signed in. What you typed stays here."),
        "sign_in": _sign_in("/app/" if request.path.startswith("/app/") else "/"),
        "typed": typed(request),
        "hidden": hidden(request),
        "again": from_here(request),
    }
    return render(request, "shell/refused.html", context, 401)


def _sign_in(then: str) -> str:
    return f"{reverse('shell:sign-in')}?{urlencode({'next': then})}"
