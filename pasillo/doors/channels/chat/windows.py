"""The line between a window and us: who may ask, and which word opens which visit."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from pasillo.doors.channels.chat import gates
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.widgets import our_origin, widget_behind
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.shell.clock import now
from pasillo.ground.hours.queries import house_zone
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.looking import for_the_house

TOKEN = re.compile(r"Chat ([A-Za-z0-9_-]{43,86})", re.ASCII)
WHY = "a visitor has no account: the word that only their browser holds opens one conversation, and nothing else"
Page = Callable[..., HttpResponseBase]


def at_window(page: Page) -> Page:
    """A question of one of our windows, in its visitor's language; anybody else is told that there is nothing."""

    @csrf_exempt
    @wraps(page)
    @for_the_house(WHY)
    def asked(request: HttpRequest, key: str, *args: Any) -> HttpResponseBase:
        account = widget_behind(key)
        if account is None:
            raise Http404
        if not _from_our_window(request):
            return refused(_("This window does not belong to this page."), 403)
        if not gates.asked_in_range.admits(gates.neighbourhood(request)):
            return refused(_("That was a lot at once. Please wait a minute."), 429)
        language = known_language(request.GET.get("lang", account.language))
        with translation.override(language), timezone.override(_zone(request)):
            return page(request, account, *args)

    return asked


def _zone(request: HttpRequest) -> ZoneInfo:
    """The zone of their device; without one, that of the house."""
    try:
        return ZoneInfo(request.GET.get("zone", "")[:60])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(house_zone())


def _from_our_window(request: HttpRequest) -> bool:
    """A browser says from which page it asks; only our own frame may."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = {our_origin(), f"{request.scheme}://{request.get_host()}"}
    return (origin is None or origin in ours) and site in ("same-origin", "none")


def visit_behind(header: str) -> Visit | None:
    """The visit whose word this is, for whoever listens for news; a proof that has ended opens nothing."""
    found = TOKEN.fullmatch(header)
    if found is None:
        return None
    kept = Visit.objects.select_related("account", "person")
    visit = kept.filter(token_hash=_hash(found[1]), account__is_active=True, person__is_active=True).first()
    return visit if visit and holds(visit) else None


def visit_at(request: HttpRequest, account: Account) -> Visit | None:
    """The visit at this window whose word comes with the question."""
    visit = visit_behind(request.headers.get("Authorization", ""))
    return visit if visit is not None and visit.account_id == account.pk else None


def holds(visit: Visit) -> bool:
    """Whether this visit still opens what it opened: a proof ends, a browser that only came back does not."""
    return not visit.proof or (visit.proven_until is not None and now() < visit.proven_until)


def is_elsewhere(account: Account, token_hash: str) -> bool:
    """The word of another window, or one whose proof has ended: it opens nothing here."""
    known = Visit.objects.filter(token_hash=token_hash).first()
    return known is not None and (known.account_id != account.pk or not holds(known))


def token_hash_of(request: HttpRequest) -> str:
    """What we keep of the word that comes with the question; nothing where none comes."""
    found = TOKEN.fullmatch(request.headers.get("Authorization", ""))
    return _hash(found[1]) if found else ""


def _hash(token: str) -> str:
    return hashlib.sha256(f"pasillo.chat.{token}".encode()).hexdigest()


def refused(why: str, status: int) -> JsonResponse:
    """Why not, in words that the window shows."""
    return JsonResponse({"why": why}, status=status)
