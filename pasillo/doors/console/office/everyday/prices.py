"""What can be bought by a request, at which price, and from which amount on somebody is asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.everyday.choosing import amount_in, name_of, the_request
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.operations.approvals.models import Plan
from pasillo.operations.purchases.commands import Fields, drop_prices, set_prices
from pasillo.operations.purchases.models import PriceList
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_schema import Field
from pasillo.strategy.catalogue.queries import current_form, form_of


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, request_type_id: int) -> HttpResponse:
    """The short list of one request: each thing that its form offers, with a price."""
    asked = the_request(request_type_id)
    form, known = form_of(current_form(asked.pk)), PriceList.objects.filter(request_type=asked).first()
    fields = _fields(request, form, known)
    if request.method != "POST" or fields is None:
        return _page(request, name_of(asked), form, fields, _filled(known))
    typed = {name: str(words)[:20] for name, words in request.POST.items()}
    try:
        if "end" in request.POST:
            drop_prices(asked.pk, by=who(request), at=now())
        elif any(Plan.objects.filter(request_type=asked).values_list("steps", flat=True)):
            raise Refused(_("Somebody is asked for a yes to this request already. End that first."))
        else:
            set_prices(asked.pk, **_wish(typed, form, fields), by=who(request), at=now())
    except Refused as refusal:
        return _page(request, name_of(asked), form, fields, typed, error=str(refusal))
    messages.success(request, _("Kept. It holds for what is asked from now on."))
    return redirect("office:everyday")


def _fields(request: HttpRequest, form: Form, known: PriceList | None) -> Fields | None:
    """Which question asks what, how many and who pays; nothing where the form does not ask for it."""
    choices, numbers = [one.key for one in form.of_kind("choice")], [one.key for one in form.of_kind("number")]
    if len(choices) <= 1 or not numbers:
        return None
    before = _fields_of(known) if known else Fields()
    item = _among(request.POST.get("item"), before.item, choices)
    centre = _among(request.POST.get("centre"), before.centre, [one for one in choices if one != item])
    return Fields(item=item, quantity=_among(request.POST.get("quantity"), before.quantity, numbers), centre=centre)


def _fields_of(known: PriceList) -> Fields:
    return Fields(item=known.item_field, quantity=known.quantity_field, centre=known.centre_field)


def _among(typed: str | None, before: str, keys: list[str]) -> str:
    return next((one for one in (typed, before) if one in keys), keys[0])


def _things(form: Form, fields: Fields) -> list[tuple[str, str]]:
    asked = next(one for one in form.fields if one.key == fields.item)
    return [(option.value, in_language(option.names, get_language())) for option in asked.options]


def _wish(typed: dict[str, str], form: Form, fields: Fields) -> dict[str, Any]:
    finance = Area.objects.filter(pk=number_in(typed.get("finance")) or 0, is_active=True).first()
    if finance is None:
        raise Refused(_("Say which area is asked after the manager."))
    given = {value: typed.get(f"price-{value}", "").strip() for value, _name in _things(form, fields)}
    prices = {value: str(amount_in(price)) for value, price in given.items() if price}
    if not prices:
        raise Refused(_("Give at least one thing a price."))
    return {"prices": prices, "limit": amount_in(typed.get("limit", "")), "finance": finance, "fields": fields}


def _filled(known: PriceList | None) -> dict[str, str]:
    if known is None:
        return {}
    prices = {f"price-{value}": price for value, price in known.prices.items()}
    return prices | {"limit": str(known.limit), "finance": str(known.finance_id), "known": "1"}


def _page(
    request: HttpRequest, name: str, form: Form, fields: Fields | None, typed: dict[str, str], *, error: str = ""
) -> HttpResponse:
    areas = Area.objects.filter(is_active=True).order_by("name").values_list("pk", "name")
    context: dict[str, Any] = {
        "template": "prices",
        "name": name,
        "fields": fields,
        "things": _things(form, fields) if fields else [],
        "choices": [_question(one) for one in form.of_kind("choice")],
        "numbers": [_question(one) for one in form.of_kind("number")],
        "areas": [("", _("Choose")), *areas],
        "typed": typed,
        "error": error,
    }
    return office(request, "everyday", context, 422 if error else 200)


def _question(asked: Field) -> tuple[str, str]:
    return asked.key, in_language(asked.labels, get_language())
