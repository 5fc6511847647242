"""The screen of channels: every account, whether messages flow, and what has to be filled in."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.channels.messaging import commands, health, trying
from pasillo.doors.channels.messaging.channel import Channel, channels
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.channels.messaging.models import Account, Template
from pasillo.doors.channels.messaging.places import channel_of, settings_of, webhook_of
from pasillo.doors.shell.channel_icons import channel_icon
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.languages import spoken_here
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.troubles import troubles
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.strategy.catalogue.models import Service


@require_safe
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All accounts with their health, and the channels on which one more can be opened."""
    accounts = list(Account.objects.select_related("service").order_by("-is_active", "kind", "name"))
    figures = health.of_accounts(accounts)
    rows = [{"account": one, "channel": channel_of(one).name, "icon": channel_icon(one.kind), "health": figures[one.pk]}
            for one in accounts if one.kind in channels]  # fmt: skip
    kinds = sorted((channels[kind].name, kind) for kind in channels)
    return render(
        request,
        "messaging/channels.html",
        {"rows": rows, "kinds": kinds, "mail": health.of_mail(), "troubles": troubles(now())},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """One more account of a channel."""
    if kind not in channels:
        raise Http404
    if channels[kind].own_pages:
        return redirect(f"{channels[kind].own_pages}:new-widget")
    return _edit(request, Account(kind=kind, version=0))


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account, to be changed."""
    account = _account(account_id)
    if channel_of(account).own_pages:
        return redirect(f"{channel_of(account).own_pages}:widget", account.pk)
    return _edit(request, account)


@require_POST
@sets_up
def attempt(request: HttpRequest, account_id: int) -> HttpResponse:
    """ "Send me a test": the provider's answer is told at once, in words."""
    account = _account(account_id)
    try:
        trying.send_a_test(account, to=request.POST.get("to", ""))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The provider has taken the test."))
    return redirect("messaging:account", account.pk)


@require_POST
@sets_up
def read_templates(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask the provider which texts it approved."""
    account = _account(account_id)
    try:
        count = trying.read_templates(account)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Approved texts: %(count)s") % {"count": count})
    return redirect("messaging:account", account.pk)


def _account(account_id: int) -> Account:
    found = Account.objects.select_related("service").filter(pk=account_id).first()
    if found is None or found.kind not in channels:
        raise Http404
    return found


def _edit(request: HttpRequest, account: Account) -> HttpResponse:
    if request.method != "POST":
        return _form(request, account, _filled(account))
    typed = request.POST.dict()
    wish = _wish(channels[account.kind], typed)
    version = int(typed.get("version", "")) if typed.get("version", "").isdecimal() else -1
    try:
        made = commands.set_up(account.pk, wish, kind=account.kind, version=version, by=who(request), at=now())
    except ChangedMeanwhile as meanwhile:
        return _form(request, meanwhile.now, _typed(wish), error=str(meanwhile), status=409)
    except Refused as refusal:
        return _form(request, account, _typed(wish), error=str(refusal), status=422)
    messages.success(request, _("Kept."))
    return redirect("messaging:account", made.pk)


def _wish(channel: Channel, typed: Mapping[str, str]) -> AccountAs:
    service = typed.get("service", "")
    return AccountAs(
        name=typed.get("name", ""),
        service_id=int(service) if service.isdecimal() and len(service) < 15 else None,
        language=typed.get("language", "en"),
        is_active="is_active" in typed,
        given={one.name: typed.get(f"given_{one.name}", "") for one in channel.asked},
    )


def _filled(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "service": account.service_id or "",
        "language": account.language,
        "is_active": account.is_active,
        "given": account.settings,
    }


def _typed(wish: AccountAs) -> dict[str, Any]:
    """What was typed stands there again, but for secrets."""
    return {
        "name": wish.name,
        "service": wish.service_id or "",
        "language": wish.language,
        "is_active": wish.is_active,
        "given": wish.given,
    }


def _form(
    request: HttpRequest, account: Account, filled: dict[str, Any], *, error: str = "", status: int = 200
) -> HttpResponse:
    channel = channels[account.kind]
    kept = settings_of(account) if account.pk else {}
    context = {
        "account": account,
        "channel": channel.name,
        "filled": filled,
        "error": error,
        "services": _services(),
        "spoken": spoken_here(),
        "asked": [
            {"name": f"given_{one.name}", "words": str(one.words), "help": str(one.help), "is_secret": one.is_secret,
             "is_kept": bool(one.is_secret and kept.get(one.name)), "is_needed": one.is_needed,
             "value": "" if one.is_secret else filled["given"].get(one.name, "")}
            for one in channel.asked
        ],
        "webhook": webhook_of(account) if account.pk and not channel.is_asked else "",
        "takes_words": channel.takes_words,
        "has_templates": channel.templates is not None,
        "templates": list(Template.objects.filter(account=account).order_by("name")) if account.pk else [],
        "health": health.of_accounts([account])[account.pk] if account.pk else None,
    }  # fmt: skip
    return render(request, "messaging/account.html", context, status)


def _services() -> list[tuple[int | str, str]]:
    language = get_language()
    kept = Service.objects.order_by("block", "position")
    return [("", _("The general one")), *((one.pk, in_language(one.names, language)) for one in kept)]
