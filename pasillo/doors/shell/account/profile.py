"""Profile: name, language, zone, phone; density, keys, notices. For customers and colleagues alike."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.shell.account.frame import in_frame
from pasillo.doors.shell.account.wishes import KEYS, NOTICES, keys_typed
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.languages import COOKIE
from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import describe_self, prefer
from pasillo.ground.people.preferences import DENSITIES

FIELDS = ("name", "phone", "language", "zone")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Who I am here."""
    me: Any = person(request)
    if request.method != "POST":
        return _page(request, me)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        kept = describe_self(me.pk, **given, by=me.ref, at=now())
    except Refused as refusal:
        return _page(request, me, typed=given, error=str(refusal))
    messages.success(request, _("Kept."))
    answer = redirect("shell:account")
    answer.set_cookie(COOKIE, kept.language, max_age=365 * 86400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


@require_POST
@signed_in
def wishes(request: HttpRequest) -> HttpResponse:
    """How I like to work: kept with me, on every device."""
    me: Any = person(request)
    given = request.POST
    try:
        if sight(request).is_staff:
            for name, value in _work_wishes(given):
                prefer(me.pk, name=name, value=value, by=me.ref, at=now())
        notices = {name: name in given for name, _words, _for_staff in NOTICES}
        prefer(me.pk, name="notices", value=notices, by=me.ref, at=now())
    except Refused as refusal:
        return _page(request, me, error=str(refusal), keys=given)
    messages.success(request, _("Kept."))
    return redirect("shell:account")


def _work_wishes(given: Any) -> list[tuple[str, Any]]:
    return [
        ("density", given.get("density", DENSITIES[0])),
        ("single_keys", "single_keys" in given),
        ("keys", keys_typed(given)),
    ]


def _page(
    request: HttpRequest, me: Any, *, typed: dict[str, str] | None = None, error: str = "", keys: Any = None
) -> HttpResponse:
    wished = me.preferences
    changed = wished.get("keys", {})
    notices = wished.get("notices", {})
    works_here = sight(request).is_staff
    context = {
        "tab": "profile",
        "error": error,
        "filled": typed or {name: getattr(me, name) for name in FIELDS},
        "zones": [("", _("As my device has it"))] + [(zone, zone) for zone in sorted(available_timezones())],
        "density": wished.get("density", DENSITIES[0]),
        "single_keys": wished.get("single_keys", True),
        "keys": [
            {"key": key, "words": _(words), "own": (keys or {}).get(f"key-{key}", changed.get(key, ""))}
            for key, words in KEYS
        ],
        "letters": [
            {"name": name, "words": _(words), "on": notices.get(name, True)}
            for name, words, for_staff in NOTICES
            if works_here or not for_staff
        ],
    }
    return in_frame(request, "shell/account/profile.html", context, 422 if error else 200)
