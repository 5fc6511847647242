"""Everything behind everyday requests on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.console.office.everyday.choosing import name_of
from pasillo.doors.console.office.frame import office
from pasillo.doors.shell.guards import administrator
from pasillo.ground.kit.money import Money, write_money
from pasillo.operations.approvals.models import Plan
from pasillo.operations.bookings.models import Resource
from pasillo.operations.letters.models import LetterText
from pasillo.operations.purchases.models import CostCentre, PriceList
from pasillo.operations.purchases.queries import centres
from pasillo.strategy.catalogue.queries import published_request_types


@require_safe
@administrator
def show(request: HttpRequest) -> HttpResponse:
    """The rooms, the budgets, and for each request who says yes, what it costs and what letter it brings."""
    context: dict[str, Any] = {
        "rooms": Resource.objects.select_related("calendar").order_by("-is_offered", "name"),
        "centres": [_centre(one) for one in centres()],
        "requests": _requests(),
    }
    return office(request, "everyday", context)


def _centre(one: CostCentre) -> dict[str, Any]:
    language = get_language()
    written = {name: write_money(Money(getattr(one, name), one.currency), language) for name in ("budget", "left")}
    return written | {"pk": one.pk, "name": one.name, "manager": one.manager.name, "is_spent": one.left <= 0}


def _requests() -> list[dict[str, Any]]:
    plans = {one.request_type_id: len(one.steps) for one in Plan.objects.all()}
    prices = {one.request_type_id: len(one.prices) for one in PriceList.objects.all()}
    letters = dict(LetterText.objects.filter(is_used=True).values_list("request_type_id", "version"))
    rows = []
    for asked in published_request_types().select_related("service"):
        steps, things, letter = plans.get(asked.pk, 0), prices.get(asked.pk, 0), letters.get(asked.pk, 0)
        words = {
            "steps": ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps} if steps else "",
            "prices": ngettext("%(n)s price", "%(n)s prices", things) % {"n": things} if things else "",
            "letter": _("version %(n)s") % {"n": letter} if letter else "",
        }
        rows.append(words | {"pk": asked.pk, "name": name_of(asked), "has_any": any(words.values())})
    return sorted(rows, key=lambda row: (not row["has_any"], row["name"]))
