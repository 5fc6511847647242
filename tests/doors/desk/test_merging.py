"""Marta sees that Elena has asked twice for the same thing, and makes one case of both."""

import re
from datetime import timedelta

import pytest

from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def again(opens, case):
    return opens("Where is my alarm?", "I wrote on Monday, too.")


def page(answer):
    return answer.content.decode()


def merge(browser, case, **form):
    return browser.post(f"/app/cases/{case.number}/merging", form, headers=SCRIPT)


def test_the_page_offers_the_other_open_cases_of_the_customer_and_says_that_it_can_be_undone(
    at_desk, marta, case, again, opens, before
):
    over = opens("An old one")
    commands.cancel(over.pk, reason="Spam", by=marta.ref, at=before)
    shown = page(at_desk(marta).get(f"/app/cases/{again.number}"))

    assert re.findall(r'name="other" value="(\d+)"', shown) == [str(case.number)]
    assert "It can be undone later." in shown


def test_marta_merges_it_and_comes_to_the_case_that_is_kept(at_desk, marta, case, again):
    browser = at_desk(marta)
    answer = merge(browser, again, other=case.number, keep="other")

    again.refresh_from_db()
    assert (again.state, again.merged_into_id) == ("merged", case.pk)
    assert f"/app/cases/{case.number}" in answer.headers["HX-Location"]
    kept = page(browser.get(f"/app/cases/{case.number}"))
    assert "I wrote on Monday, too." in kept
    assert f"said in #{again.number}" in kept
    assert f"Marta Ruiz merged #{again.number} into this case" in kept


def test_the_page_of_the_other_one_leads_there_and_has_nothing_to_write_in(at_desk, marta, case, again):
    browser = at_desk(marta)
    merge(browser, again, other=case.number)
    shown = page(browser.get(f"/app/cases/{again.number}"))

    assert f'href="/app/cases/{case.number}">Open case #{case.number}' in shown
    assert "I wrote on Monday, too." not in shown
    assert 'id="composer"' not in shown
    assert 'id="p-merge"' not in shown


def test_it_can_be_this_one_that_is_kept_and_the_number_can_be_typed(at_desk, marta, case, again):
    merge(at_desk(marta), again, typed=f" #{case.number} ", keep="this")

    case.refresh_from_db()
    assert (case.state, case.merged_into_id) == ("merged", again.pk)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, "Choose the other case"),
        ({"typed": "twelve"}, "only digits"),
        ({"typed": "9" * 18}, "there is none with the number"),
        ({"typed": "{field}"}, "there is none with the number"),
        ({"typed": "{self}"}, "with itself"),
    ],
)
def test_a_refusal_is_said_in_the_form_and_nothing_changes(
    at_desk, marta, ivan, again, opens, field, form, why, before
):
    elsewhere = opens("Not Marta's")
    Case.objects.filter(pk=elsewhere.pk).update(area=field)
    given = {name: value.format(field=elsewhere.number, self=again.number) for name, value in form.items()}
    answer = merge(at_desk(marta), again, **given)

    assert (answer.status_code, why in page(answer)) == (422, True)
    assert not Case.objects.filter(state="merged").exists()


def test_who_does_not_serve_this_case_cannot_merge_it_even_into_their_own(at_desk, ivan, case, again, field):
    Case.objects.filter(pk=case.pk).update(area=field)

    assert merge(at_desk(ivan), again, other=case.number).status_code == 404
    assert not Case.objects.filter(state="merged").exists()


def test_the_clock_of_the_kept_case_says_why_it_counts_from_earlier(at_desk, marta, case, again, opens, before):
    early = opens("The first", at=before - timedelta(hours=1))
    browser = at_desk(marta)
    merge(browser, early, other=again.number)
    address = re.search(rf"/app/cases/{again.number}/clocks/\d+", page(browser.get(f"/app/cases/{again.number}")))[0]
    why = page(browser.get(address))

    assert f"Case #{early.number} about the same need was merged into this one" in why
    assert "Words that were put down later" not in why
