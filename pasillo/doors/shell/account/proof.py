"""Before what is dangerous one shows again that it is oneself: by password, code, passkey or a link."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.shell.account.frame import in_frame
from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import must_wait, try_password
from pasillo.doors.shell.entering.second import check_code
from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.moments import number
from pasillo.doors.shell.visitor import person
from pasillo.doors.shell.welcome import has_codes, prove, proved

Page = Callable[..., HttpResponseBase]


def asks_for_proof(page: Page) -> Page:
    """Only for who showed within the last quarter of an hour that it is them."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if proved(request):
            return page(request, *args, **kwargs)
        wanted = request.get_full_path() if request.method == "GET" else reverse("shell:security")
        return HttpResponseRedirect(f"{reverse('shell:proof')}?{urlencode({'next': wanted})}")

    return signed_in(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Is it still you?"""
    me: Any = person(request)
    wanted = next_page(request, otherwise=reverse("shell:security"))
    error = _error(request, me) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        prove(request, now())
        return HttpResponseRedirect(wanted)
    context = {
        "tab": "security",
        "error": error,
        "next": wanted,
        "has_codes": has_codes(me.pk),
        "has_password": me.has_usable_password(),
        "email": me.email,
    }
    return in_frame(request, "shell/account/proof.html", context, 422 if error else 200)


def _error(request: HttpRequest, me: Any) -> str:
    if "code" in request.POST and has_codes(me.pk):
        return check_code(me.pk, request.POST["code"])
    address, at = request.META.get("REMOTE_ADDR", ""), now()
    wait = must_wait(me.email or "", address=address, at=at)
    if wait:
        return _("Too many tries. Please wait %(n)s seconds.") % {"n": number(max(1, round(wait.total_seconds())))}
    known = try_password(me.email or "", request.POST.get("password", ""), address=address, at=at)
    return "" if known is not None and known.pk == me.pk else _("That is not your password.")
