"""What one asks of the queue stands in the address; under a name it is kept for oneself or for one's area."""

import pytest

from pasillo.doors.desk.models import View
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Role
from pasillo.operations.cases import commands

pytestmark = pytest.mark.django_db

SCRIPT = {"hx-request": "true"}


@pytest.fixture
def hot(opens, marta):
    """One of Elena's cases presses."""
    return commands.set_priority(opens(subject="Card payments stopped").pk, priority=1, by=marta.ref, at=now())


@pytest.fixture
def keeps(at_desk):
    def post(person, name, *, look="split=todo&priority=1", **more):
        return at_desk(person).post("/app/views", {"name": name, "list": look, **more})

    return post


def page(browser, path):
    return browser.get(path).content.decode()


def test_the_address_says_what_is_shown(at_desk, marta, case, hot):
    shown = page(at_desk(marta), "/app/work?split=todo&priority=1")

    assert "Card payments stopped" in shown
    assert "Still no alarm" not in shown
    assert f'href="/app/cases/{hot.number}?split=todo&amp;priority=1"' in shown
    assert 'href="/app/work?split=new&amp;priority=1"' in shown
    assert 'class="chip" href="/app/work?split=todo"' in shown
    assert "Urgent" in shown


def test_an_empty_answer_says_so_and_shows_the_way_back(at_desk, marta, case):
    shown = page(at_desk(marta), "/app/work?channel=phone")

    assert "No case of this split is like that." in shown
    assert "Show all cases of this split" in shown


def test_what_cannot_be_asked_is_passed_over(at_desk, marta, case):
    shown = page(at_desk(marta), "/app/work?customer__password=x&priority=99&split=everything")

    assert "Still no alarm" in shown


def test_the_form_of_the_filter_has_the_asked_ticked_and_works_without_a_script(at_desk, marta, case):
    browser = at_desk(marta)
    whole, part = browser.get("/app/work/filter?priority=1"), browser.get("/app/work/filter", headers=SCRIPT)

    assert 'name="priority" value="1" checked' in whole.content.decode()
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "popover" in part.content.decode()


def test_a_view_is_kept_and_opens_as_an_address_that_says_it_all(at_desk, keeps, marta, case, hot):
    answer = keeps(marta, "  Hot ")
    view = View.objects.get()
    opened = at_desk(marta).get(f"/app/work/{view.pk}")

    assert answer.url == opened.url == f"/app/work?split=todo&priority=1&view={view.pk}"
    shown = page(at_desk(marta), opened.url)
    assert "<span>Hot</span>" in shown
    assert "Still no alarm" not in shown


def test_the_same_name_again_replaces_the_view(keeps, marta, move_home):
    keeps(marta, "Hot")
    keeps(marta, "Hot", look="split=me&channel=phone")

    view = View.objects.get()
    assert (view.split, view.asked) == ("me", {"channel": "phone"})


def test_a_view_of_an_area_is_everybodys_there_and_nobody_elses(at_desk, keeps, marta, jordi, ivan, contact_centre):
    keeps(marta, "Elena's area", area=contact_centre.pk)
    view = View.objects.get()

    assert (view.person_id, view.area_id) == (None, contact_centre.pk)
    assert "Elena&#39;s area" in page(at_desk(jordi), "/app/work")
    assert "Elena&#39;s area" not in page(at_desk(ivan), "/app/work")
    assert at_desk(ivan).get(f"/app/work/{view.pk}").status_code == 404


def test_nobody_keeps_a_view_for_another_area(keeps, marta, field):
    assert keeps(marta, "Theirs", area=field.pk).status_code == 422
    assert not View.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_view_without_a_name_is_refused(keeps, marta, name):
    assert keeps(marta, name).status_code == 422
    assert not View.objects.exists()


def test_a_view_is_removed_by_whoever_made_it_or_manages_the_area(at_desk, keeps, marta, jordi, contact_centre, before):
    keeps(marta, "Ours", area=contact_centre.pk)
    view = View.objects.get()

    assert at_desk(jordi).post(f"/app/views/{view.pk}/removal").status_code == 422
    give_role(person=jordi, role=Role.MANAGER, area=contact_centre, by="system", at=before)
    assert at_desk(jordi).post(f"/app/views/{view.pk}/removal").url == "/app/work"
    assert not View.objects.exists()


def test_a_view_shows_nobody_more_than_they_may_see(at_desk, keeps, marta, ivan, field, case, before):
    give_role(person=marta, role=Role.AGENT, area=field, by="system", at=before)
    keeps(marta, "Everything", look=f"split=todo&area={case.area_id}", area=field.pk)

    shown = page(at_desk(ivan), at_desk(ivan).get(f"/app/work/{View.objects.get().pk}").url)

    assert "Still no alarm" not in shown


def test_the_next_case_is_the_next_of_what_is_shown(at_desk, marta, case, hot, opens):
    commands.set_priority(case.pk, priority=1, by=marta.ref, at=now())
    opens(subject="Not pressing", at=case.opened_at)

    data = {"list": "split=todo&priority=1"}
    answer = at_desk(marta).post(f"/app/cases/{case.number}/resolution", data)

    assert answer.url == f"/app/cases/{hot.number}?split=todo&priority=1"


def test_a_case_that_was_put_off_says_that_its_promise_runs_on(at_desk, marta, case):
    at_desk(marta).post("/app/rounds", {"do": "snooze:tomorrow", "case": case.number}, headers=SCRIPT)

    shown = page(at_desk(marta), "/app/work?split=waiting")

    assert "put off; its promise" in shown
    assert "Still no alarm" not in page(at_desk(marta), "/app/work?split=todo")
