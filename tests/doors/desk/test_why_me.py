"""Every choice of the house explains itself to whoever opens the case."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import add_skill, give_skill
from pasillo.operations.cases import commands as cases
from pasillo.operations.routing.commands import BoardAs, RuleAs, SeatAs, add_rule, give_out, set_board, set_seat
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Choice


@pytest.fixture
def switched(contact_centre, before):
    def switch(mode="assign", **more):
        wish = BoardAs(mode=mode, touch_minutes=0, drips=False, **more)
        set_board(contact_centre.pk, wish=wish, by="system", at=before)
        give_out(contact_centre.pk, at=now())

    return switch


def _page(browser, case):
    return browser.get(f"/app/cases/{case.number}").content.decode()


def test_marta_reads_why_the_case_is_hers(at_desk, marta, jordi, case, contact_centre, switched, before):
    set_seat(contact_centre.pk, jordi.pk, wish=SeatAs(cap=0), by="system", at=before)
    switched()

    page = _page(at_desk(marta), case)

    assert "Why Marta Ruiz?" in page
    assert "No rule asked for anything special. One person could take it." in page
    assert "Marta Ruiz had the largest part free: 100 %." in page
    assert "<dt>Jordi Mas</dt><dd>carry enough already</dd>" in page


def test_a_rule_and_its_skill_are_named(at_desk, marta, jordi, case, contact_centre, switched, before):
    moves = add_skill(name="Moves", by="system", at=before)
    give_skill(marta.pk, skill_id=moves.pk, level=3, since=before.date() - timedelta(days=2), by="system", at=before)
    wish = RuleAs(
        title="Moves first", condition={"all": []}, for_every_case=True, policy="round_robin",
        needs=(Need(skill_id=moves.pk, level=2),),
    )  # fmt: skip
    add_rule(contact_centre.pk, wish=wish, by="system", at=before)
    switched()

    page = _page(at_desk(jordi), case)

    assert "The rule “Moves first” fits." in page
    assert "It was the turn of Marta Ruiz." in page
    assert "<dt>Jordi Mas</dt><dd>need the skill Moves, able</dd>" in page


def test_a_suggestion_is_one_click_away_and_nobody_holds_the_case_yet(at_desk, marta, case, switched):
    switched("suggest")
    browser = at_desk(marta)

    assert "Suggested: Marta Ruiz" in _page(browser, case)
    browser.post(f"/app/cases/{case.number}/assignment", {"assignee": marta.pk})

    case.refresh_from_db()
    assert case.assignee == marta
    assert "Suggested" not in _page(browser, case)


def test_a_case_that_presses_and_finds_nobody_says_so(at_desk, marta, case, contact_centre, switched, before):
    set_seat(contact_centre.pk, marta.pk, wish=SeatAs(cap=0), by="system", at=before)
    switched()

    page = _page(at_desk(marta), case)

    assert "Nobody could take it" in page
    assert "carry enough already" in page


def test_what_a_person_decided_needs_no_reason_of_ours(at_desk, marta, jordi, case, switched):
    switched()
    chosen = Choice.objects.get(case=case).person
    other = jordi if chosen == marta else marta
    cases.assign(case.pk, assignee_id=other.pk, by=marta.ref, at=now())

    page = _page(at_desk(marta), case)

    assert f"Why {chosen.name}?" not in page
    assert f"Why {other.name}?" not in page
