"""Where windows are made: name, colour, service, hours, the pages that may show them, the secret, the script tag."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.channels.chat import commands
from pasillo.doors.channels.chat.attending import attendance
from pasillo.doors.channels.chat.widgets import COLOURS, KIND, read_origins, secret_path, widget_of
from pasillo.doors.channels.messaging import health
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.languages import spoken_here
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.hours.models import Calendar
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.strategy.catalogue.models import Service

FIELDS = ("name", "service", "language", "colour", "calendar", "origins")


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest) -> HttpResponse:
    """One more window."""
    return _edit(request, Account(kind=KIND, version=0))


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """One window, to be changed."""
    return _edit(request, _account(account_id))


@require_POST
@sets_up
def secret(request: HttpRequest, account_id: int) -> HttpResponse:
    """The secret is shown, once, when it is made anew."""
    account = _account(account_id)
    made = commands.change_secret(account.pk, by=who(request), at=now())
    return _form(request, _account(account_id), _kept(account), secret=made)


def _account(account_id: int) -> Account:
    found = Account.objects.select_related("service").filter(pk=account_id, kind=KIND).first()
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, account: Account) -> HttpResponse:
    if request.method != "POST":
        return _form(request, account, _kept(account))
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS} | {"is_active": "is_active" in request.POST}
    version = request.POST.get("version", "")
    try:
        wish = _wish(typed)
        made = commands.keep_widget(
            account.pk, wish, version=int(version) if version.isdecimal() else -1, by=who(request), at=now()
        )
    except ChangedMeanwhile as meanwhile:
        return _form(request, meanwhile.now, typed, error=str(meanwhile), status=409)
    except Refused as refusal:
        return _form(request, account, typed, error=str(refusal), status=422)
    messages.success(request, _("Kept."))
    return redirect("chat:widget", made.pk)


def _wish(typed: dict[str, Any]) -> AccountAs:
    origins, none = read_origins(typed["origins"])
    if none:
        raise Refused(_("This is no address of a web page: %(what)s") % {"what": none[0][:80]})
    service, calendar = typed["service"], typed["calendar"]
    return AccountAs(
        name=typed["name"],
        service_id=int(service) if service.isdecimal() and len(service) < 15 else None,
        language=typed["language"],
        is_active=typed["is_active"],
        given={
            "colour": typed["colour"] if typed["colour"] in COLOURS else "petrol",
            "origins": " ".join(origins)[:500],
            "calendar": calendar if calendar.isdecimal() and Calendar.objects.filter(pk=calendar[:15]).exists() else "",
        },
    )


def _kept(account: Account) -> dict[str, Any]:
    widget = widget_of(account)
    return {
        "name": account.name, "service": account.service_id or "", "language": account.language,
        "colour": widget.colour, "calendar": widget.calendar_id or "", "origins": "\n".join(widget.origins),
        "is_active": account.is_active,
    }  # fmt: skip


def _form(
    request: HttpRequest, account: Account, filled: dict[str, Any], *, error: str = "", secret: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "account": account,
        "filled": filled,
        "error": error,
        "secret": secret,
        "has_old_secret": bool(account.pk and settings_of(account).get("previous")),
        "services": _services(),
        "calendars": [("", _("Those of the area")), *Calendar.objects.order_by("name").values_list("pk", "name")],
        "colours": _colours(),
        "spoken": spoken_here(),
        "tag": f'<script src="{secret_path(account)}" async></script>' if account.pk else "",
        "try_url": reverse("chat:try", args=[account.key]) if account.pk and account.is_active else "",
        "here": attendance(account, at=now()) if account.pk else None,
        "health": health.of_accounts([account])[account.pk] if account.pk else None,
    }
    return render(request, "chat/widget.html", context, status)


def _colours() -> list[tuple[str, str]]:
    words = {
        "petrol": pgettext("colour", "Petrol"), "indigo": pgettext("colour", "Indigo"),
        "green": pgettext("colour", "Green"), "amber": pgettext("colour", "Amber"),
        "red": pgettext("colour", "Red"), "rose": pgettext("colour", "Rose"),
    }  # fmt: skip
    return [(name, words[name]) for name in COLOURS]


def _services() -> list[tuple[int | str, str]]:
    language = get_language()
    kept = Service.objects.order_by("block", "position")
    return [("", _("The general one")), *((one.pk, in_language(one.names, language)) for one in kept)]
