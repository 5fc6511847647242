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
from pasillo.ground.effects.sending import has_road
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.granting import given_by
from pasillo.ground.people.models import Area, Role

FIELDS = ("name", "email", "role", "area", "language", "by_hand")


@require_http_methods(["GET", "HEAD", "POST"])
@manages_people
def invite(request: HttpRequest) -> HttpResponse:
    """Name, address, role; the link in the letter does the rest."""
    given = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method != "POST":
        first = {"language": get_language() or "en", "area": request.GET.get("area", "")}
        return _page(request, given | first | {"by_hand": "" if has_road("mail") else "1"})
    try:
        if "@" not in given["email"].strip("@ ") or " " in given["email"].strip():
            raise Refused(_("This is not an address that one can write to."))
        return _invited(request, given)
    except Refused as refusal:
        return _page(request, given, str(refusal))


def _invited(request: HttpRequest, given: dict[str, str]) -> HttpResponse:
    whole = given["role"] not in ("agent", "manager")
    wanted = {name: given[name] for name in ("email", "name", "role", "language")}
    area_id = None if whole else number_in(given["area"])
    if given["by_hand"]:
        path = tokens.invite_by_hand(sight(request), **wanted, area_id=area_id, by=who(request), at=now())
        shown = {"template": "handed", "name": given["name"], "link": request.build_absolute_uri(path)}
        return office(request, "people", shown)
    tokens.invite(sight(request), **wanted, area_id=area_id, by=who(request), at=now())
    if has_road("mail"):
        messages.success(request, _("A letter is on its way to %(email)s.") % {"email": given["email"].strip()})
    else:
        messages.warning(request, _("No mail server is set up: the invitation waits until one is."))
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
        "may_hand": Role.ADMIN in seen.roles,
        "has_road": has_road("mail"),
    }
    return office(request, "people", context, 422 if error else 200)
