"""Beside an open case stand the first rows of the queue; the rest comes when somebody goes on."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

MANY = 24


def rows_in(page):
    return re.findall(r'id="row-(\d+)"', page)


def test_marta_sees_the_first_twenty_beside_a_case_and_all_of_them_without_one(opens, at_desk, marta):
    cases = [opens(subject=f"Router {n}") for n in range(MANY)]

    alone = at_desk(marta).get("/app/work").content.decode()
    beside = at_desk(marta).get(f"/app/cases/{cases[0].number}").content.decode()

    assert len(rows_in(alone)) == MANY
    assert rows_in(beside) == rows_in(alone)[:20]
    assert "More cases" in beside
    assert "More cases" not in alone


def test_what_follows_is_one_click_away_without_a_script(opens, at_desk, marta):
    cases = [opens(subject=f"Router {n}") for n in range(MANY)]
    desk = at_desk(marta)
    beside = desk.get(f"/app/cases/{cases[0].number}").content.decode()

    address = re.search(r'id="queue-next".*?href="([^"]+)"', beside, re.S)[1].replace("&amp;", "&")
    rest = desk.get(address).content.decode()

    assert len(rows_in(rest)) == MANY - 20
    assert not set(rows_in(rest)) & set(rows_in(beside))


def test_a_refresh_keeps_what_was_unfolded(opens, at_desk, marta):
    cases = [opens(subject=f"Router {n}") for n in range(MANY)]

    page = at_desk(marta).get(f"/app/cases/{cases[0].number}?shown={MANY}").content.decode()

    assert len(rows_in(page)) == MANY


def test_all_forms_of_a_page_carry_one_token_and_it_is_good(case, marta):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(marta)
    page = browser.get(f"/app/cases/{case.number}").content.decode()

    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
    tokens |= set(re.findall(r'"X-CSRFToken": "([^"]+)"', page.replace("&#34;", '"')))
    taken = browser.post(
        f"/app/cases/{case.number}/assignment", {"assignee": marta.pk, "csrfmiddlewaretoken": next(iter(tokens))}
    )
    forged = browser.post(f"/app/cases/{case.number}/assignment", {"csrfmiddlewaretoken": "x" * 64})

    assert len(tokens) == 1
    assert taken.status_code == 302
    assert forged.status_code == 403
