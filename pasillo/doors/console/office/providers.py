"""Other doors: identity providers that may say who somebody is. Their secrets are written, never read."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.console.office.frame import differing, number_in, office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.providers import ProviderAs, set_up_provider
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.models import Provider, ProviderIdentity
from pasillo.doors.shell.openid import discover
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile

TEXTS = ("name", "issuer", "client_id")
BOXES = ("is_active", "lets_in_new")


@require_safe
@administrator
def every(request: HttpRequest) -> HttpResponse:
    """All of them, and how many people come through each."""
    providers = list(Provider.objects.order_by("-is_active", "name"))
    linked: dict[str, int] = dict.fromkeys((one.issuer for one in providers), 0)
    for issuer in ProviderIdentity.objects.filter(issuer__in=linked).values_list("issuer", flat=True):
        linked[issuer] += 1
    rows = [{"provider": one, "people": linked[one.issuer], "has_secret": bool(one.sealed)} for one in providers]
    return office(request, "providers", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def edit(request: HttpRequest, provider_id: int | None = None) -> HttpResponse:
    """One of them, to be filled in. After keeping it we ask it at once whether it is there."""
    kept = Provider.objects.filter(pk=provider_id).first() if provider_id else Provider(version=0)
    if kept is None:
        raise Http404
    if request.method != "POST":
        return _page(request, kept, _filled(kept))
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in TEXTS}
    given |= {name: name in request.POST for name in BOXES}
    try:
        wish = ProviderAs(**given, secret=request.POST.get("secret", ""))
        trouble = _trouble(wish) if wish.is_active else ""
        if trouble and not _was_open(kept, wish):
            wish = replace(wish, is_active=False)
        version = number_in(request.POST.get("version"))
        made = set_up_provider(
            provider_id, version=-1 if version is None else version, wish=wish, by=who(request), at=now()
        )
    except ChangedMeanwhile as meanwhile:
        return _page(request, meanwhile.now, given, error=str(meanwhile), is_late=True, status=409)
    except Refused as refusal:
        return _page(request, kept, given, error=str(refusal), status=422)
    _say_whether_it_answers(request, made, trouble)
    return redirect("office:provider", made.pk)


def _trouble(wish: ProviderAs) -> str:
    """Why nobody could come in through it now; nothing where it answers."""
    try:
        discover(wish.issuer.strip().rstrip("/"), fresh=True)
    except Refused as refusal:
        return str(refusal)
    return ""


def _was_open(kept: Provider, wish: ProviderAs) -> bool:
    """A door that answered once is not closed because it is out of reach for a moment."""
    return bool(kept.pk) and kept.is_active and kept.issuer == wish.issuer.strip().rstrip("/")


def _say_whether_it_answers(request: HttpRequest, made: Provider, trouble: str) -> None:
    if trouble and not made.is_active:
        told = _("Kept closed, so that nobody stands before it: %(why)s Open it again when it answers.")
        messages.warning(request, told % {"why": trouble})
    elif trouble:
        messages.warning(request, _("Kept, but: %(why)s") % {"why": trouble})
    elif made.is_active:
        messages.success(request, _("Kept. The provider answers."))
    else:
        messages.success(request, _("Kept."))


def _filled(kept: Provider) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in (*TEXTS, *BOXES)}


def _page(
    request: HttpRequest,
    kept: Provider,
    filled: dict[str, Any],
    *,
    error: str = "",
    is_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    labels = {"name": _("Name"), "issuer": _("Issuer"), "client_id": _("Client id"),
              "is_active": _("In use"), "lets_in_new": _("New people get an account")}  # fmt: skip
    back = reverse("shell:provider-back", args=[kept.pk]) if kept.pk else ""
    context = {
        "template": "provider",
        "provider": kept,
        "filled": filled,
        "error": error,
        "has_secret": bool(kept.sealed),
        "back": settings.BASE_URL + back if back else "",
        "meanwhile": differing(_said(_filled(kept)), _said(filled), labels) if is_late else [],
    }
    return office(request, "providers", context, status)


def _said(filled: dict[str, Any]) -> dict[str, str]:
    words = {True: _("yes"), False: _("no")}
    return {name: words[value] if isinstance(value, bool) else str(value) or "–" for name, value in filled.items()}
