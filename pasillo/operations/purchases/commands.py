"""Every way in which purchases and budgets change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.money import Money, write_money
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, Person
from pasillo.operations.approvals.commands import ask
from pasillo.operations.approvals.deciding import AREA, Step
from pasillo.operations.cases.models import Case
from pasillo.operations.purchases.budget import bears, is_over, price_of, wanted
from pasillo.operations.purchases.facts import BudgetChanged, PricesChanged, PurchaseCommitted, PurchaseReleased
from pasillo.operations.purchases.models import CostCentre, PriceList, Purchase
from pasillo.strategy.catalogue.queries import form_of


@transaction.atomic
def set_budget(
    *, code: str, name: str, manager: Person, budget: Decimal, currency: str = "EUR", by: str, at: datetime
) -> CostCentre:
    """A cost centre with what it may spend. A budget cannot fall below what is spent already."""
    known = CostCentre.objects.select_for_update().filter(code=code).first()
    if known is not None and known.spent > budget:
        raise Refused(_("More than that is spent already."))
    given = {"name": name, "manager": manager, "budget": budget, "currency": currency}
    centre, _is_new = CostCentre.objects.update_or_create(code=code, defaults=given)
    fact = BudgetChanged(
        centre_id=centre.pk,
        manager_id=manager.pk,
        before=str(known.budget if known else ""),
        budget=str(budget),
        currency=currency,
    )
    tell(fact, about=f"budget:{centre.pk}", by=by, at=at)
    return centre


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Under which keys the form asks what, how many and who pays."""

    item: str = "item"
    quantity: str = "quantity"
    centre: str = "centre"


@transaction.atomic
def set_prices(
    request_type_id: int,
    *,
    prices: Mapping[str, str],
    limit: Decimal,
    finance: Area,
    fields: Fields,
    by: str,
    at: datetime,
) -> PriceList:
    """From now on these are the prices. What was asked before keeps the price it was asked at."""
    for price in prices.values():
        price_of(price)
    known = PriceList.objects.select_for_update().filter(request_type_id=request_type_id).first()
    before = known.prices if known else {}
    listed, _is_new = PriceList.objects.update_or_create(
        request_type_id=request_type_id,
        defaults={
            "item_field": fields.item,
            "quantity_field": fields.quantity,
            "centre_field": fields.centre,
            "prices": dict(prices),
            "limit": limit,
            "finance": finance,
        },
    )
    changed = sum(before.get(thing) != prices.get(thing) for thing in {*before, *prices})
    _say_prices(request_type_id, things=len(prices), changed=changed, limit=str(limit), by=by, at=at)
    return listed


def _say_prices(request_type_id: int, *, things: int, changed: int, limit: str, by: str, at: datetime) -> None:
    fact = PricesChanged(request_type_id=request_type_id, things=things, changed=changed, limit=limit)
    tell(fact, about=f"request_type:{request_type_id}", by=by, at=at)


@transaction.atomic
def drop_prices(request_type_id: int, *, by: str, at: datetime) -> None:
    """Nothing is bought by this request any more. What was bought stays as it was paid."""
    known = PriceList.objects.select_for_update().filter(request_type_id=request_type_id).first()
    if known is None:
        return
    _say_prices(request_type_id, things=0, changed=len(known.prices), limit=str(known.limit), by=by, at=at)
    known.delete()


@transaction.atomic
def want(case_id: int, *, prices: PriceList, answers: Mapping[str, Any], by: str, at: datetime) -> Purchase:
    """Somebody wants to buy something. A small amount is paid at once; above the limit two people are asked."""
    asked = wanted(prices.rule, answers)
    centre = CostCentre.objects.select_for_update().filter(code=asked.centre).first()
    if centre is None:
        raise Refused(_("Choose which cost centre pays."))
    purchase = Purchase.objects.create(
        case_id=case_id,
        centre=centre,
        item=asked.item,
        quantity=asked.quantity,
        amount=asked.amount,
        asked_at=at,
    )
    small = not is_over(asked.amount, prices.limit)
    if small and bears(budget=centre.budget, spent=centre.spent, amount=asked.amount):
        return _commit(purchase, centre, by=by, at=at)
    steps = [Step(person_id=centre.manager_id, hours=16), Step(role=AREA, area_id=prices.finance_id, hours=16)]
    ask(case_id, steps=steps, lines=_lines(case_id, purchase), by=by, at=at)
    return purchase


def _lines(case_id: int, purchase: Purchase) -> list[tuple[str, str]]:
    """What the deciders read: what was answered in the form, and what it comes to."""
    from_form = _told(case_id)
    return [*from_form, (_("Together"), written(purchase.amount, purchase.centre.currency))]


def _told(case_id: int) -> list[tuple[str, str]]:
    case = Case.objects.select_related("form_version").get(pk=case_id)
    return form_of(case.form_version).told(case.answers, case.language)


@transaction.atomic
def commit(case_id: int, *, by: str, at: datetime) -> Purchase | None:
    """Everybody said yes: the budget pays, or the last yes is refused because it has not enough left."""
    purchase = Purchase.objects.select_for_update().filter(case_id=case_id, state=Purchase.State.ASKED).first()
    if purchase is None:
        return None
    centre = CostCentre.objects.select_for_update().get(pk=purchase.centre_id)
    _check_borne(purchase, centre)
    return _commit(purchase, centre, by=by, at=at)


@transaction.atomic
def check_borne(case_id: int) -> None:
    """A yes that the budget cannot bear is refused at once, not only when the last one is given."""
    purchase = Purchase.objects.filter(case_id=case_id, state=Purchase.State.ASKED).first()
    if purchase is not None:
        _check_borne(purchase, CostCentre.objects.select_for_update().get(pk=purchase.centre_id))


def _check_borne(purchase: Purchase, centre: CostCentre) -> None:
    if bears(budget=centre.budget, spent=centre.spent, amount=purchase.amount):
        return
    left, amount = (written(one, centre.currency) for one in (centre.left, purchase.amount))
    words = _("%(centre)s has only %(left)s left; this costs %(amount)s. Decline it, or raise the budget first.")
    raise Refused(words % {"centre": centre.name, "left": left, "amount": amount})


def _commit(purchase: Purchase, centre: CostCentre, *, by: str, at: datetime) -> Purchase:
    purchase.left_before = centre.left
    centre.spent += purchase.amount
    centre.save(update_fields=["spent"])
    purchase.left_after = centre.left
    purchase.state, purchase.settled_at = Purchase.State.COMMITTED, at
    purchase.save(update_fields=["state", "left_before", "left_after", "settled_at"])
    fact = PurchaseCommitted(
        case_id=purchase.case_id,
        purchase_id=purchase.pk,
        centre_id=centre.pk,
        amount=str(purchase.amount),
        left_before=str(purchase.left_before),
        left_after=str(purchase.left_after),
    )
    tell(fact, about=f"case:{purchase.case_id}", by=by, at=at)
    return purchase


@transaction.atomic
def let_go(case_id: int, *, by: str, at: datetime) -> None:
    """It is declined or no longer needed: whatever the budget had given for it comes back."""
    purchase = Purchase.objects.select_for_update().filter(case_id=case_id).first()
    if purchase is None or purchase.state in {Purchase.State.DECLINED, Purchase.State.RELEASED}:
        return
    paid = purchase.state == Purchase.State.COMMITTED
    purchase.state = Purchase.State.RELEASED if paid else Purchase.State.DECLINED
    purchase.settled_at = at
    purchase.save(update_fields=["state", "settled_at"])
    if paid:
        centre = CostCentre.objects.select_for_update().get(pk=purchase.centre_id)
        centre.spent -= purchase.amount
        centre.save(update_fields=["spent"])
        fact = PurchaseReleased(
            case_id=case_id, purchase_id=purchase.pk, centre_id=centre.pk, amount=str(purchase.amount)
        )
        tell(fact, about=f"case:{case_id}", by=by, at=at)


def written(amount: Decimal, currency: str) -> str:
    """An amount as whoever is at work reads it."""
    return write_money(Money(amount, currency), get_language())
