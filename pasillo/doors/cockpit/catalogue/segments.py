"""Segments: opened and described by who plans, and which customer belongs to which."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.cockpit.catalogue.reading import may_plan, readable
from pasillo.doors.cockpit.catalogue.segments_view import accounts_view, segments_view
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import plans, reads_catalogue
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import keep_segment, place_account
from pasillo.ground.people.models import Account, Segment


@require_http_methods(["GET", "HEAD"])
@reads_catalogue
def show(request: HttpRequest) -> HttpResponse:
    """Every segment, with what is promised to it alone."""
    return _page(request)


@require_POST
@plans
def keep(request: HttpRequest) -> HttpResponse:
    """A new segment, or another description of one."""
    typed = {name: request.POST.get(name, "") for name in ("name", "description")}
    try:
        keep_segment(**typed, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, typed=typed, why=str(refusal), status=422)
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("cockpit:segments"))


@require_POST
@plans
def place(request: HttpRequest, account_id: int) -> HttpResponse:
    """A customer belongs to another segment from now on."""
    if not Account.objects.filter(pk=account_id).exists():
        raise Http404
    chosen = request.POST.get("segment", "")
    is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) < 18
    try:
        if chosen and not is_number:
            raise Refused(_("Choose one of what is offered."))
        account = place_account(account_id, segment_id=int(chosen) if chosen else None, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, why=str(refusal), status=422)
    words = {"name": account.name, "segment": account.segment}
    told = _("%(name)s belongs to “%(segment)s” now.") if account.segment else _("%(name)s belongs to no segment now.")
    messages.success(request, told % words)
    asked = urlencode({"q": request.POST.get("q", "")[:200]})
    return HttpResponseRedirect(f"{reverse('cockpit:segments')}?{asked}#customers")


def _page(
    request: HttpRequest, *, typed: dict[str, str] | None = None, why: str = "", status: int = 200
) -> HttpResponse:
    planning = may_plan(request)
    context: dict[str, Any] = {
        "segments": segments_view(readable(request)),
        "may_plan": planning,
        "typed": typed or {"name": "", "description": ""},
        "why": why,
        "accounts": accounts_view(safe(request.GET.get("q", "")).strip()[:200]) if planning else None,
        "choices": list(Segment.objects.order_by("name").values_list("pk", "name")) if planning else [],
    }
    return render(request, "cockpit/catalogue/segments.html", context, status)
