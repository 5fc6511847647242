"""Between the moment a page is asked for and the moment it listens nothing is lost, nor while a line was cut."""

import time

import pytest

from pasillo.config import asgi
from pasillo.operations.cases.commands import note, take
from tests.config.running import until
from tests.operations.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def budi_heard_it(visit, dead_line, budi):
    """Budi has taken the case, and whoever listened has heard so."""
    page = visit(budi).settle()
    time.sleep(1.0)
    take(dead_line.pk, by=budi.ref, at=MONDAY)
    until(lambda: ("case", str(dead_line.pk)) in page.events(), 3)
    return page


def up_to(page):
    """The id of the last event: up to when everything was heard."""
    return [line[4:] for line in page.heard if line.startswith("id: ")][-1]


def test_a_page_that_was_asked_for_before_a_change_and_listens_after_it_hears_of_it(
    visit, budi_heard_it, dead_line, budi, clara
):
    page, hers = visit(budi, "/live?age=700"), visit(clara, "/live?age=700")

    until(lambda: ("case", str(dead_line.pk)) in page.events(), 3)
    time.sleep(0.5)
    assert ("case", str(dead_line.pk)) not in hers.events()
    assert ("queue", "changed") not in hers.events()


def test_a_page_that_was_asked_for_after_it_knows_it_already(visit, budi_heard_it, budi):
    time.sleep(1.0)

    page = visit(budi, "/live?age=20")

    until(lambda: page.heard, 3)
    time.sleep(0.6)
    assert page.events() == []


def test_a_line_that_was_cut_goes_on_where_it_was(visit, budi_heard_it, dead_line, budi):
    moment = up_to(budi_heard_it)
    budi_heard_it.close()
    time.sleep(1.0)
    note(dead_line.pk, text="While nobody listened.", by=budi.ref, at=MONDAY)
    time.sleep(0.5)

    page = visit(budi, "/live?age=20", **{"Last-Event-ID": moment})

    until(lambda: ("case", str(dead_line.pk)) in page.events(), 3)


def test_who_was_away_for_longer_than_we_remember_fetches_everything(visit, budi_heard_it, budi):
    page = visit(budi, "/live?age=3600000")

    until(lambda: ("all", "changed") in page.events(), 3)


@pytest.mark.parametrize("age", ["", "-5", "1e9", "9" * 400, "٣"])
def test_an_age_that_is_none_harms_nobody(visit, budi, age):
    from urllib.parse import quote

    page = visit(budi, f"/live?age={quote(age)}", **{"Last-Event-ID": "x"})

    assert page.status == 200
    until(lambda: page.heard, 3)


def test_what_is_remembered_does_not_grow(budi_heard_it, monkeypatch):
    hub = asgi.live.hub
    monkeypatch.setattr("pasillo.config.live.hub.REMEMBERED", 0.0)

    hub._remember({"case:1"})
    hub._remember({"case:2"})

    assert len(hub._lately) <= 1
