"""Inviting a colleague, and taking an invitation back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.console.office.frame import SETS_UP, number_in, office, role_words
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import tokens
from pasillo.doors.shell.guards import manages_people
from pasillo.doors.shell.languages import spoken_here
from pasillo.doors.shell.models import MailedToken
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.granting import given_by
from pasillo.ground.people.models import Area

FIELDS = ("name", "email", "role", "area", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@manages_people
def invite(request: HttpRequest) -> HttpResponse:
    """Name, address, role; the link in the letter does the rest."""
    given = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method != "POST":
        return _page(request, given | {"language": get_language() or "en", "area": request.GET.get("area", "")})
    try:
        if "@" not in given["email"].strip("@ ") or " " in given["email"].strip():
            raise Refused(_("This is not an address that one can write to."))
        whole = given["role"] not in ("agent", "manager")
        tokens.invite(
            sight(request), email=given["email"], name=given["name"], role=given["role"],
            area_id=None if whole else number_in(given["area"]), language=given["language"], by=who(request), at=now(),
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, given, str(refusal))
    messages.success(request, _("A letter is on its way to %(email)s.") % {"email": given["email"].strip()})
    return redirect("office:people")


@require_POST
@manages_people
def take_back(request: HttpRequest, token_id: int) -> HttpResponse:
    """The link in the letter opens nothing any more."""
    waiting = MailedToken.objects.filter(pk=token_id, purpose=MailedToken.Purpose.INVITATION)
    if not sight(request).roles & SETS_UP:
        waiting = waiting.filter(asked_by=who(request))
    if not waiting.exists():
        raise Http404
    tokens.take_back_invitation(token_id, by=who(request), at=now())
    return redirect("office:people")


def _page(request: HttpRequest, filled: dict[str, str], error: str = "") -> HttpResponse:
    seen = sight(request)
    areas = Area.objects.filter(is_active=True).order_by("name")
    if not seen.roles & SETS_UP:
        areas = areas.filter(pk__in=seen.managed_ids)
    context = {
        "template": "invite",
        "filled": filled,
        "error": error,
        "roles": [(role.value, role_words(role)) for role in given_by(seen)],
        "areas": [("", _("None"))] + list(areas.values_list("pk", "name")),
        "spoken": spoken_here(),
    }
    return office(request, "people", context, 422 if error else 200)
