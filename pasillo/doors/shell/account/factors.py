"""Passkeys and codes of one's own: added, used as proof, removed."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.shell.account.frame import in_frame
from pasillo.doors.shell.account.proof import asks_for_proof
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import factors
from pasillo.doors.shell.entering.passkeys import answer_of
from pasillo.doors.shell.totp import address_for, as_typed
from pasillo.doors.shell.visitor import person
from pasillo.doors.shell.webauthn import begin_adding, finish_adding
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation_name


@require_POST
@asks_for_proof
def begin_passkey(request: HttpRequest) -> JsonResponse:
    """The question for the device that shall make a key."""
    return JsonResponse(begin_adding(request, _me(request)))


@require_POST
@asks_for_proof
def add_passkey(request: HttpRequest) -> JsonResponse:
    """The key that the device made."""
    me = _me(request)
    try:
        key = finish_adding(request, answer_of(request), name=request.POST.get("name", ""))
        factors.add_passkey(me.pk, key, by=me.ref, at=now())
    except Refused as refusal:
        return JsonResponse({"why": str(refusal)}, status=422)
    request.session.pop("must_add", None)
    messages.success(request, _("Your passkey is ready. From now on it lets you in."))
    return JsonResponse({"next": "/account/security"})


@require_POST
@asks_for_proof
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """A device that lets me in no more."""
    me = _me(request)
    factors.remove_passkey(me.pk, passkey_id, by=me.ref, at=now())
    return redirect("shell:security")


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for_proof
def codes(request: HttpRequest) -> HttpResponse:
    """Codes from a phone: scan, type one back, and keep the ones for paper."""
    me = _me(request)
    if "code" not in request.POST:
        return _begin(request, me) if request.method == "POST" else _scan(request, me)
    try:
        paper = factors.confirm_codes(me.pk, code=request.POST.get("code", ""), by=me.ref, at=now())
    except Refused as refusal:
        return _scan(request, me, error=str(refusal))
    request.session.pop("must_add", None)
    return _paper(request, paper)


@require_POST
@asks_for_proof
def remove_codes(request: HttpRequest) -> HttpResponse:
    """No more codes."""
    me = _me(request)
    factors.remove_codes(me.pk, by=me.ref, at=now())
    return redirect("shell:security")


@require_POST
@asks_for_proof
def new_paper(request: HttpRequest) -> HttpResponse:
    """Ten new codes for paper."""
    me = _me(request)
    return _paper(request, factors.make_recovery_codes(me.pk, by=me.ref, at=now()))


def _me(request: HttpRequest) -> Any:
    return person(request)


def _begin(request: HttpRequest, me: Any) -> HttpResponse:
    try:
        factors.begin_codes(me.pk, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("shell:codes")


def _scan(request: HttpRequest, me: Any, error: str = "") -> HttpResponse:
    secret = factors.secret_in_waiting(me.pk)
    if secret is None:
        return redirect("shell:security")
    drawn = segno.make(address_for(secret, whose=me.email or me.name, organisation=organisation_name()), error="m")
    context = {
        "tab": "security",
        "error": error,
        "typed": as_typed(secret),
        "picture": drawn.svg_data_uri(scale=5, border=3, light="#fff"),
    }
    return in_frame(request, "shell/account/codes.html", context, 422 if error else 200)


def _paper(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return in_frame(request, "shell/account/paper.html", {"tab": "security", "codes": codes})
