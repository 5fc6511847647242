"""The example company is taken away: what goes, who stays, and how far it is."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.example import removal
from pasillo.doors.console.example.commands import First, wish_removal
from pasillo.doors.console.jobs import remove_example
from pasillo.doors.console.office.frame import office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import who
from pasillo.doors.shell.welcome import welcome
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import forget_organisation, organisation

FIELDS = ("name", "email")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def show(request: HttpRequest) -> HttpResponse:
    """The figures, and one button; then how far it is, until the house is empty."""
    filled = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method != "POST":
        return _page(request, filled)
    first = First(**filled, password=request.POST.get("password", ""), language=get_language() or "en")
    try:
        with transaction.atomic():
            made = wish_removal(first=first, by=who(request), at=now())
            remove_example.defer()
    except Refused as refusal:
        return _page(request, filled, str(refusal))
    if made is not None:
        welcome(request, made, way="password")
        messages.success(request, _("Welcome, %(name)s. You administer this house from now on.") % {"name": made.name})
    return redirect("office:example")


def _page(request: HttpRequest, filled: dict[str, str], error: str = "") -> HttpResponse:
    here = removal.is_here()
    if not here and organisation().example_since:
        forget_organisation()  # it was here a moment ago: this page does not say so any more
    context = {
        "template": "example",
        "is_here": here,
        "is_playing": removal.is_being_played(),
        "wish": removal.wish(at=now()),
        "gone": removal.figures() if here else None,
        "own": list(removal.own_people().order_by("name")[:20]),
        "needs_first": not removal.has_own_administrator(),
        "filled": filled,
        "error": error,
    }
    return office(request, "health", context, 422 if error else 200)
