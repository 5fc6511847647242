"""Customers by name, as far as one may see their cases; words find more for whoever takes calls."""

import pytest

from pasillo.doors.desk import customers_view
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet
from pasillo.operations.cases import commands
from pasillo.operations.voice.commands import give_feedback

pytestmark = pytest.mark.django_db


def page(browser, path):
    return browser.get(path).content.decode()


@pytest.fixture
def pilar(before):
    return meet(name="Pilar Otero", email="pilar@correo.example", by="system", at=before)


def test_who_has_a_case_of_mine_is_listed_with_what_is_open(at_desk, marta, ivan, case, pilar):
    mine, theirs = page(at_desk(marta), "/app/customers"), page(at_desk(ivan), "/app/customers")

    assert "Elena Prats" in mine
    assert "1 open case" in mine
    assert "Pilar Otero" not in mine
    assert "Elena Prats" not in theirs
    assert "They appear with their first message." in theirs


def test_words_find_the_customers_whose_cases_she_sees(at_desk, marta, pilar, opens):
    assert "Pilar Otero" not in page(at_desk(marta), "/app/customers?q=otero")
    opens(customer=pilar)
    assert "Pilar Otero" in page(at_desk(marta), "/app/customers?q=otero")
    assert "Nobody fits" in page(at_desk(marta), "/app/customers?q=zzz")


def test_the_list_goes_on_by_its_address(at_desk, marta, opens, before, monkeypatch):
    monkeypatch.setattr(customers_view, "PAGE", 2)
    for name in ("Ana", "Bea", "Celia", "Dora", "Eva"):
        opens(customer=meet(name=name, email=f"{name}@correo.example", by="system", at=before))
    browser, seen, path = at_desk(marta), [], "/app/customers"
    while path:
        shown = page(browser, path)
        seen += [name for name in ("Ana", "Bea", "Celia", "Dora", "Eva") if f"<b>{name}</b>" in shown]
        path = (
            shown.split('id="people-next"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
            if ('id="people-next"' in shown)
            else ""
        )

    assert seen == ["Ana", "Bea", "Celia", "Dora", "Eva"]


def test_how_it_was_for_a_customer_is_drawn_and_said(at_desk, marta, elena, case):
    commands.resolve(case.pk, by=marta.ref, at=now())
    give_feedback(case.pk, person_id=elena.pk, score=1, words="Bad.", by=elena.ref, at=now())

    shown = page(at_desk(marta), f"/app/customers/{elena.pk}")

    assert f"#{case.number}: much worse than expected" in shown
    assert "1 answer" in shown
    assert "Solved and closed" in shown


def test_nothing_is_drawn_where_nobody_answered(at_desk, marta, elena, case):
    assert "lived against expected" not in page(at_desk(marta), f"/app/customers/{elena.pk}")
