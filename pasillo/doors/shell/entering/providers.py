"""Coming in through another door, and coming back from it."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.shell import openid
from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.providers import come_through, link_identity
from pasillo.doors.shell.door_page import door
from pasillo.doors.shell.models import Provider
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import person
from pasillo.doors.shell.welcome import let_in, proved
from pasillo.ground.kit.refusals import Refused

ASKED = "openid"


@require_POST
def begin(request: HttpRequest, provider_id: int) -> HttpResponse:
    """A page that leads on: our policy lets no form end at another house."""
    provider = _provider(provider_id)
    someone = person(request)
    if someone is not None and not proved(request):
        return redirect("shell:proof")
    try:
        address, kept = openid.begin(provider, back=_back(provider))
    except Refused as refusal:
        return door(request, error=str(refusal), status=502)
    kept |= {"next": next_page(request, otherwise=""), "for": str(someone.pk) if someone else ""}
    request.session[ASKED] = kept
    return render(request, "shell/entering/onward.html", {"address": address, "provider": provider})


@require_safe
def back(request: HttpRequest, provider_id: int) -> HttpResponse:
    """They come back with a code. It counts only in the browser that left, and only once."""
    provider = _provider(provider_id)
    kept = request.session.pop(ASKED, None)
    someone = person(request)
    try:
        if not _fits(request, provider, kept, str(someone.pk) if someone else ""):
            raise Refused(_("This way back was used already, or begun in another browser. Please begin again."))
        said = openid.finish(provider, code=request.GET.get("code", ""), back=_back(provider), kept=kept)
        if someone is not None:
            link_identity(someone.pk, said, by=someone.ref, at=now())
            return redirect("shell:security")
        return let_in(request, come_through(provider, said, at=now()), kept["next"], way="provider")
    except Refused as refusal:
        return door(request, error=str(refusal), status=422)


def _fits(request: HttpRequest, provider: Provider, kept: dict[str, str] | None, someone: str) -> bool:
    if not kept or not kept.get("state") or "code" not in request.GET:
        return False
    same = secrets.compare_digest(kept["state"].encode(), request.GET.get("state", "").encode())
    return same and kept["provider"] == str(provider.pk) and kept["for"] == someone


def _provider(provider_id: int) -> Provider:
    found = Provider.objects.filter(pk=provider_id, is_active=True).first()
    if found is None:
        raise Http404
    return found


def _back(provider: Provider) -> str:
    return settings.BASE_URL + reverse("shell:provider-back", args=[provider.pk])
