"""Cost centres: who pays, how much, and who answers for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.everyday.choosing import amount_in, colleagues
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.money import DECIMALS, Money, write_money
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.purchases.commands import set_budget
from pasillo.operations.purchases.models import CostCentre

LENGTHS = {"code": 40, "name": 120, "manager": 15, "budget": 20, "currency": 3}


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def new(request: HttpRequest) -> HttpResponse:
    """One more cost centre. Its code is what the form's answer says."""
    if request.method != "POST":
        return _page(request, None, dict.fromkeys(LENGTHS, "") | {"currency": "EUR"})
    typed = _typed(request)
    code = slugify(typed["code"] or typed["name"]).replace("-", "_")
    try:
        if not code or CostCentre.objects.filter(code=code).exists():
            raise Refused(_("There is a cost centre of this code already, or it has no letter in it."))
        set_budget(code=code, **_wish(typed, typed["currency"]), by=who(request), at=now())
    except Refused as refusal:
        return _page(request, None, typed, error=str(refusal))
    messages.success(request, _("Kept."))
    return redirect("office:everyday")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, centre_id: int) -> HttpResponse:
    """Another budget or manager, or closed: then nothing more can be spent."""
    centre = CostCentre.objects.select_related("manager").filter(pk=centre_id).first()
    if centre is None:
        raise Http404
    if request.method != "POST":
        return _page(request, centre, _filled(centre))
    typed = _typed(request) | {"code": centre.code, "currency": centre.currency}
    try:
        wish = _wish(typed | ({"budget": str(centre.spent)} if "close" in request.POST else {}), centre.currency)
        set_budget(code=centre.code, **wish, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, centre, typed, error=str(refusal))
    messages.success(request, _("Kept."))
    return redirect("office:everyday")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: safe(request.POST.get(name, "")).strip()[:longest] for name, longest in LENGTHS.items()}


def _filled(centre: CostCentre) -> dict[str, str]:
    return {
        "code": centre.code,
        "name": centre.name,
        "manager": str(centre.manager_id),
        "budget": str(centre.budget),
        "currency": centre.currency,
    }


def _wish(typed: dict[str, str], currency: str) -> dict[str, Any]:
    if not typed["name"]:
        raise Refused(_("The cost centre needs a name."))
    if currency not in DECIMALS:
        raise Refused(_("Choose a currency."))
    known = Person.objects.filter(pk=number_in(typed["manager"]) or 0, memberships__isnull=False, is_active=True)
    manager = known.first()
    if manager is None:
        raise Refused(_("Say who answers for this budget."))
    return {"name": typed["name"], "manager": manager, "budget": amount_in(typed["budget"]), "currency": currency}


def _page(request: HttpRequest, centre: CostCentre | None, typed: dict[str, str], *, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "template": "budget",
        "centre": centre,
        "typed": typed,
        "error": error,
        "people": [("", _("Choose")), *colleagues()],
        "currencies": [(code, code) for code in DECIMALS],
    }
    if centre is not None:
        amounts = {"spent": centre.spent, "left": centre.left}
        written = {name: write_money(Money(one, centre.currency), get_language()) for name, one in amounts.items()}
        context |= written
    return office(request, "everyday", context | ({} if centre else {"spent": "", "left": ""}), 422 if error else 200)
