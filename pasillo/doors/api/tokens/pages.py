"""The keys of a person's machines: made once, shown once, seen at work, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.api.commands import make_own_token, revoke_token
from pasillo.doors.api.models import ApiToken
from pasillo.doors.api.scopes import WORDS
from pasillo.doors.shell.account.frame import in_frame
from pasillo.doors.shell.account.proof import asks_for_proof
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area

LASTS = (30, 90, 365)
NEW: dict[str, Any] = {"name": "", "scopes": [], "areas": [], "days": 90}


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for_proof
def show(request: HttpRequest) -> HttpResponse:
    """All keys of one's own, and a new one. Only who showed that it is them comes here."""
    if request.method != "POST":
        return _page(request, NEW)
    me: Any = person(request)
    typed = _typed(request)
    try:
        token = make_own_token(me, **typed, at=now())
    except Refused as refusal:
        return _page(request, typed, error=str(refusal), status=422)
    return _page(request, NEW, token=token)


@require_POST
@asks_for_proof
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """A machine of mine comes in no more."""
    me: Any = person(request)
    if ApiToken.objects.filter(pk=token_id, person=me).exists():
        revoke_token(token_id, by=me.ref, at=now())
        messages.success(request, _("This token opens nothing any more."))
    return redirect("machines:tokens")


def _typed(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    days = given.get("days", "")
    return {
        "name": given.get("name", ""),
        "scopes": given.getlist("scope"),
        "areas": [int(one) for one in given.getlist("area") if one.isdecimal() and len(one) < 15],
        "days": int(days) if days.isdecimal() and len(days) < 6 else 0,
    }


def _page(
    request: HttpRequest, typed: dict[str, Any], *, token: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    me: Any = person(request)
    living = ApiToken.objects.filter(person=me, revoked_at=None).order_by("-pk")
    context = {
        "tab": "machines",
        "tokens": [_shown(one) for one in living],
        "made": token,
        "error": error,
        "typed": typed,
        "scopes": [{"name": name, "words": str(words)} for name, words in WORDS.items()],
        "areas": _areas(request),
        "lasts": [(days, _("%(n)s days") % {"n": days}) for days in LASTS],
    }
    return in_frame(request, "machines/tokens.html", context, status)


def _shown(one: ApiToken) -> dict[str, Any]:
    areas = Area.objects.filter(pk__in=one.areas).values_list("name", flat=True) if one.areas else ()
    return {
        "id": one.pk,
        "name": one.name,
        "scopes": [str(WORDS[scope]) for scope in one.scopes if scope in WORDS],
        "areas": list(areas),
        "made_at": one.made_at,
        "used_at": one.last_used_at,
        "ends_at": one.expires_at,
        "is_over": one.expires_at is not None and one.expires_at <= now(),
    }


def _areas(request: HttpRequest) -> list[dict[str, Any]]:
    """The areas to which a key can be bound: those in which this person serves."""
    seen = sight(request)
    if not seen.serves:
        return []
    known = Area.objects.filter(is_active=True) if seen.sees_all else Area.objects.filter(pk__in=seen.area_ids)
    return [{"id": area.pk, "name": area.name} for area in known.order_by("name")]
