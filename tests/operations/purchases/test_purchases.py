"""Ana buys from a short list: what the budget bears, who is asked, and that two at once never overspend it."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.approvals import queries as approvals
from pasillo.operations.approvals.commands import decline, give
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases.commands import cancel
from pasillo.operations.cases.models import Case
from pasillo.operations.purchases.budget import Prices, bears, price_of, wanted
from pasillo.operations.purchases.commands import set_budget
from pasillo.operations.purchases.models import CostCentre, Purchase
from tests.operations import everyday
from tests.operations.told import told

CHAIRS = {"item": "chair", "quantity": 2, "centre": "field"}
STAPLER = {"item": "stapler", "quantity": 1, "centre": "field"}


@pytest.fixture
def lucia(db, monday):
    person = meet(name="Lucía Ferrer", email="lucia@nidalia.example", by="system", at=monday)
    give_role(person=person, role=Role.HEAD, by="system", at=monday)
    return person


@pytest.fixture
def buy(repairs, billing, manages, monday):
    return everyday.buying(repairs, billing, manages, at=monday)


def step_of(case, place):
    return Approval.objects.get(case=case, place=place)


def say_yes(case, manages, clara, at):
    give(step_of(case, 1).pk, by=manages.ref, at=at)
    give(step_of(case, 2).pk, by=clara.ref, at=at)


def test_a_small_thing_is_paid_at_once_and_asks_nobody(buy, asks_for, ana):
    case = asks_for(buy, ana, STAPLER)

    bought = Purchase.objects.get(case=case)
    assert (bought.state, bought.amount) == ("committed", Decimal("9.90"))
    assert (bought.left_before, bought.left_after) == (Decimal("500.00"), Decimal("490.10"))
    assert CostCentre.objects.get().spent == Decimal("9.90")
    assert not Approval.objects.exists()
    assert told(case, "purchase.committed") == ["purchase.committed"]


def test_above_the_limit_the_manager_and_then_finance_are_asked(buy, asks_for, ana, manages, clara, later):
    case = asks_for(buy, ana, CHAIRS)
    assert Purchase.objects.get(case=case).state == "asked"
    assert CostCentre.objects.get().spent == 0
    assert ["Together", "€240.00"] in step_of(case, 1).lines

    give(step_of(case, 1).pk, by=manages.ref, at=later(1))
    assert approvals.waiting_for(sight_of(clara), at=later(1)) == [step_of(case, 2)]
    assert CostCentre.objects.get().spent == 0

    give(step_of(case, 2).pk, by=clara.ref, at=later(2))
    bought = Purchase.objects.get(case=case)
    assert (bought.state, bought.left_before, bought.left_after) == ("committed", Decimal(500), Decimal(260))
    fact = Entry.objects.get(name="purchase.committed").data
    assert (fact["amount"], fact["left_after"]) == ("240.00", "260.00")


def test_declined_nothing_is_spent(buy, asks_for, ana, manages, later):
    case = asks_for(buy, ana, CHAIRS)

    decline(step_of(case, 1).pk, words="We still have two.", by=manages.ref, at=later(1))

    assert Purchase.objects.get(case=case).state == "declined"
    assert CostCentre.objects.get().spent == 0
    assert Case.objects.get(pk=case.pk).state == "resolved"


def test_cancelled_after_the_yes_the_money_comes_back(buy, asks_for, ana, manages, clara, budi, later):
    case = asks_for(buy, ana, CHAIRS)
    say_yes(case, manages, clara, later(1))

    cancel(case.pk, reason="Not needed any more.", by=budi.ref, at=later(2))

    assert Purchase.objects.get(case=case).state == "released"
    assert CostCentre.objects.get().spent == 0
    assert told(case, "purchase.released") == ["purchase.released"]


def test_the_last_yes_is_refused_when_the_budget_has_not_enough_and_changes_nothing(
    buy, asks_for, ana, manages, clara, later
):
    first, second, third = (asks_for(buy, ana, CHAIRS) for _ in range(3))
    say_yes(first, manages, clara, later(1))
    give(step_of(third, 1).pk, by=manages.ref, at=later(2))
    say_yes(second, manages, clara, later(3))

    with pytest.raises(Refused, match="only €20.00 left; this costs €240.00"):
        give(step_of(third, 2).pk, by=clara.ref, at=later(4))

    assert CostCentre.objects.get().spent == Decimal(480)
    assert step_of(third, 2).state == "asked"
    assert told(third, "approval.given") == ["approval.given"]
    assert Purchase.objects.get(case=third).state == "asked"


def test_the_first_yes_is_refused_when_the_budget_cannot_bear_it_and_taken_once_it_is_raised(
    buy, asks_for, ana, manages, clara, later
):
    centre = {"code": "field", "name": "Field", "manager": manages, "by": "system"}
    case = asks_for(buy, ana, CHAIRS)
    set_budget(**centre, budget=Decimal(100), at=later(1))

    with pytest.raises(Refused, match="Field has only €100.00 left; this costs €240.00"):
        give(step_of(case, 1).pk, by=manages.ref, at=later(2))
    assert step_of(case, 1).state == "asked"
    assert approvals.waiting_for(sight_of(clara), at=later(2)) == []

    set_budget(**centre, budget=Decimal(300), at=later(3))
    give(step_of(case, 1).pk, by=manages.ref, at=later(4))
    assert approvals.waiting_for(sight_of(clara), at=later(4)) == [step_of(case, 2)]


def test_a_small_thing_that_the_budget_cannot_bear_is_put_to_people(buy, asks_for, ana, manages, monday):
    set_budget(code="field", name="Field", manager=manages, budget=Decimal(5), by="system", at=monday)

    case = asks_for(buy, ana, STAPLER)

    assert Purchase.objects.get(case=case).state == "asked"
    assert step_of(case, 1).state == "asked"


def test_the_manager_does_not_approve_what_they_want_themselves(buy, asks_for, manages, lucia, later):
    case = asks_for(buy, manages, CHAIRS)

    with pytest.raises(Refused, match="their own"):
        give(step_of(case, 1).pk, by=manages.ref, at=later(1))
    assert approvals.waiting_for(sight_of(lucia), at=later(1)) == [step_of(case, 1)]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"item": "yacht", "quantity": 1, "centre": "field"}, "not on the list"),
        ({"item": "chair", "quantity": 0, "centre": "field"}, "at least one"),
        ({"item": "chair", "quantity": True, "centre": "field"}, "at least one"),
        ({"item": "chair", "quantity": 1, "centre": "sales"}, "cost centre"),
        ({}, "not on the list"),
    ],
)
def test_what_cannot_be_bought_opens_no_case(buy, asks_for, ana, answers, why):
    with pytest.raises(Refused, match=why):
        asks_for(buy, ana, answers)

    assert not Case.objects.exists()
    assert not Purchase.objects.exists()


def test_a_budget_does_not_fall_below_what_is_spent(buy, asks_for, ana, manages, monday):
    asks_for(buy, ana, STAPLER)

    with pytest.raises(Refused, match="spent already"):
        set_budget(code="field", name="Field", manager=manages, budget=Decimal(5), by="system", at=monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        CostCentre.objects.update(spent=Decimal(501))


def test_prices_are_exact():
    prices = Prices(item_field="i", quantity_field="q", centre_field="c", prices={"pen": "0.10"})

    assert wanted(prices, {"i": "pen", "q": 3, "c": "x"}).amount == Decimal("0.30")
    assert bears(budget=Decimal("0.30"), spent=Decimal(0), amount=Decimal("0.30"))
    assert not bears(budget=Decimal("0.30"), spent=Decimal("0.01"), amount=Decimal("0.30"))
    for wrong in ("", "free", "0", "-1", "nan", "1e12"):
        with pytest.raises(Refused):
            price_of(wrong)


@pytest.mark.django_db(transaction=True)
def test_two_last_yeses_at_the_same_moment_never_overspend(buy, asks_for, ana, manages, clara, monday, later):
    set_budget(code="field", name="Field", manager=manages, budget=Decimal(300), by="system", at=monday)
    cases = [asks_for(buy, ana, CHAIRS) for _ in range(2)]
    for case in cases:
        give(step_of(case, 1).pk, by=manages.ref, at=later(1))
    steps, together, outcomes = [step_of(case, 2).pk for case in cases], threading.Barrier(2), []

    def decide(step_id):
        try:
            together.wait(10)
            give(step_id, by=clara.ref, at=later(2))
            outcomes.append("given")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["given", "refused"]
    assert CostCentre.objects.get().spent == Decimal(240)
    assert sorted(Purchase.objects.values_list("state", flat=True)) == ["asked", "committed"]
