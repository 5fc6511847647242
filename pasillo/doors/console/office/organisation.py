"""The organisation's settings: one at a time, and the second is shown what the first made of it."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.frame import differing, number_in, office
from pasillo.doors.console.office.hours import zone_of_new_hours
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.visitor import person, who
from pasillo.doors.shell.welcome import has_second
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import change_organisation
from pasillo.ground.people.commands.organisation import OrganisationAs
from pasillo.ground.people.models import Organisation
from pasillo.ground.people.organisation import as_first_set


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def show(request: HttpRequest) -> HttpResponse:
    """Shown to be changed, or as it was changed."""
    kept = Organisation.objects.filter(pk=Organisation.THE_ONE).first() or as_first_set()
    if request.method != "POST":
        return _page(request, kept, _as_wish(kept))
    wish = _typed(request)
    try:
        _keep_out_nobody(request, kept, wish)
        version = number_in(request.POST.get("version"))
        change_organisation(version=-1 if version is None else version, wish=wish, by=who(request), at=now())
    except ChangedMeanwhile as meanwhile:
        return _page(request, meanwhile.now, wish, error=str(meanwhile), meanwhile=meanwhile.now, status=409)
    except Refused as refusal:
        return _page(request, kept, wish, error=str(refusal), status=422)
    messages.success(request, _("Kept."))
    return redirect("office:organisation")


def _keep_out_nobody(request: HttpRequest, kept: Organisation, wish: OrganisationAs) -> None:
    me: Any = person(request)
    if wish.staff_needs_two and not kept.staff_needs_two and not has_second(me.pk):
        raise Refused(_("Add a passkey or codes for yourself first: the rule would close your own door."))


def _typed(request: HttpRequest) -> OrganisationAs:
    given = request.POST
    return OrganisationAs(
        name=given.get("name", ""),
        languages=given.getlist("languages"),
        zone=given.get("zone", ""),
        staff_needs_two="staff_needs_two" in given,
        customers_sign_up="customers_sign_up" in given,
    )


def _as_wish(kept: Organisation) -> OrganisationAs:
    return OrganisationAs(
        name=kept.name,
        languages=list(kept.languages),
        zone=kept.zone or ("" if kept.version else zone_of_new_hours()),
        staff_needs_two=kept.staff_needs_two,
        customers_sign_up=kept.customers_sign_up,
    )


def _page(
    request: HttpRequest,
    kept: Organisation,
    wish: OrganisationAs,
    *,
    error: str = "",
    meanwhile: Organisation | None = None,
    status: int = 200,
) -> HttpResponse:
    labels = {
        "name": _("Name"), "languages": _("Languages"), "zone": _("Time zone"),
        "staff_needs_two": _("Second factor for who works here"), "customers_sign_up": _("Customers make accounts"),
    }  # fmt: skip
    context = {
        "filled": wish,
        "version": kept.version,
        "spoken": settings.LANGUAGES,
        "zones": [("", _("As the calendars have it"))] + [(zone, zone) for zone in sorted(available_timezones())],
        "error": error,
        "meanwhile": differing(_said(_as_wish(meanwhile)), _said(wish), labels) if meanwhile else [],
    }
    return office(request, "organisation", context, status)


def _said(wish: OrganisationAs) -> dict[str, str]:
    names = dict(settings.LANGUAGES)
    return {
        "name": wish.name,
        "languages": ", ".join(names.get(code, code) for code in names if code in wish.languages) or "–",
        "zone": wish.zone or "–",
        "staff_needs_two": _("yes") if wish.staff_needs_two else _("no"),
        "customers_sign_up": _("yes") if wish.customers_sign_up else _("no"),
    }
