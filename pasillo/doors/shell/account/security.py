"""How I come in, and where I am in: password, passkeys, codes, other doors, sessions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.shell.account.frame import in_frame
from pasillo.doors.shell.account.proof import asks_for_proof
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.providers import unlink_identity
from pasillo.doors.shell.commands.sessions import end_session, end_sessions
from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.models import CodeKey, OpenSession, Passkey, Provider, ProviderIdentity, RecoveryCode
from pasillo.doors.shell.visitor import person
from pasillo.doors.shell.welcome import proved, stay
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import set_password
from pasillo.ground.people.models import Person


@require_safe
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Everything that opens this account."""
    return page(request)


def page(request: HttpRequest, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    """The page, perhaps with what was wrong in one of its forms."""
    me: Any = person(request)
    codes = CodeKey.objects.filter(person=me, confirmed_at__isnull=False).first()
    context = {
        "tab": "security",
        "errors": errors or {},
        "proved": proved(request),
        "must_add": bool(request.session.get("must_add")),
        "has_password": me.has_usable_password(),
        "passkeys": Passkey.objects.filter(person=me).order_by("made_at"),
        "codes_since": codes.confirmed_at if codes else None,
        "codes_left": RecoveryCode.objects.filter(person=me, used_at=None).count() if codes else 0,
        "sessions": _sessions(request, me),
        "identities": _identities(me),
        "providers": Provider.objects.filter(is_active=True).order_by("name"),
        "example": settings.EXAMPLE,
    }
    return in_frame(request, "shell/account/security.html", context, status)


@require_POST
@asks_for_proof
def password(request: HttpRequest) -> HttpResponse:
    """A new password. Every other session ends."""
    me: Any = person(request)
    try:
        kept = set_password(me.pk, password=request.POST.get("password", ""), by=me.ref, at=now())
    except Refused as refusal:
        return page(request, errors={"password": str(refusal)}, status=422)
    stay(request, kept)
    messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
    return redirect("shell:security")


@require_POST
@signed_in
def leave_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """One browser of mine is signed out."""
    me: Any = person(request)
    end_session(me.pk, session_id, by=me.ref, at=now())
    return redirect("shell:security")


@require_POST
@signed_in
def leave_all(request: HttpRequest) -> HttpResponse:
    """Every browser of mine is signed out, besides this one."""
    me: Any = person(request)
    end_sessions(me.pk, besides=str(request.session.session_key or ""), by=me.ref, at=now())
    messages.success(request, _("Everywhere else you are signed out."))
    return redirect("shell:security")


@require_POST
@asks_for_proof
def unlink(request: HttpRequest, identity_id: int) -> HttpResponse:
    """Another door opens for me no more."""
    me: Any = person(request)
    unlink_identity(me.pk, identity_id, by=me.ref, at=now())
    return redirect("shell:security")


def _sessions(request: HttpRequest, me: Person) -> list[dict[str, Any]]:
    here = request.session.session_key
    rows = OpenSession.objects.filter(person=me).order_by("-opened_at")[:50]
    words = {"password": _("with the password"), "link": _("by a mailed link"), "passkey": _("with a passkey"),
             "two": _("with a code"), "provider": _("through another door"), "example": _("as an example")}  # fmt: skip
    return [
        {
            "id": row.pk,
            "browser": row.browser or _("Unknown browser"),
            "place": row.place,
            "way": words.get(row.way, ""),
            "opened_at": row.opened_at,
            "here": row.session_key == here,
        }
        for row in rows
    ]


def _identities(me: Person) -> list[dict[str, Any]]:
    names = dict(Provider.objects.values_list("issuer", "name"))
    found = ProviderIdentity.objects.filter(person=me).order_by("made_at")
    return [{"id": one.pk, "name": names.get(one.issuer, one.issuer), "made_at": one.made_at} for one in found]
