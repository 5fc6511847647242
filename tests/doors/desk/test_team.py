"""Team and load: who carries what, what could move, and who may look at it."""

import re
from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role, plan_absence
from pasillo.ground.people.models import Role
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.commands import BoardAs, SeatAs, set_board, set_seat
from pasillo.operations.routing.models import Rebalance


@pytest.fixture
def adela(marta, contact_centre, before):
    """Leads the contact centre."""
    from pasillo.ground.people.commands import meet

    person = meet(name="Adela Quiroga", email="adela@nidalia.example", by="system", at=before)
    give_role(person=person, role=Role.MANAGER, area=contact_centre, by="system", at=before)
    return person


@pytest.fixture
def full(marta, jordi, adela, case, contact_centre, another_case, before):
    """Marta holds two cases of the two that she can carry; Jordi could carry ten."""
    wish = BoardAs(mode="assign", touch_minutes=0)
    set_board(contact_centre.pk, wish=wish, by="system", at=before)
    for person, cap in ((marta, 2), (jordi, 10), (adela, 0)):
        set_seat(contact_centre.pk, person.pk, wish=SeatAs(cap=cap), by="system", at=before)
    for one in (case, another_case):
        cases.assign(one.pk, assignee_id=marta.pk, by="system", at=now())


@pytest.fixture
def another_case(move_home, elena, before):
    opening = cases.Opening(
        customer_id=elena.pk, service_id=move_home.pk, subject="And the keys?", text="Where are they?",
        channel="portal", language="es", kind="request",
    )  # fmt: skip
    return cases.open_case(opening=opening, by=elena.ref, at=before)


def test_the_lead_sees_who_carries_what_and_who_gives_out_the_work(at_desk, adela, full, contact_centre):
    page = at_desk(adela).get("/app/team").content.decode()

    assert "Marta Ruiz" in page
    assert "of 2" in page
    assert "0 of 10" in page
    assert 'viewBox="0 0 94 28"' in page
    opened = at_desk(adela).get(re.search(r'href="([^"]+)"><b>Marta Ruiz', page)[1].replace("&amp;", "&"))
    assert opened.content.decode().count("data-row=") == 2
    assert "The house gives out the work." in page
    assert f'href="/app/team/{contact_centre.pk}/rebalance"' in page


def test_a_rebalance_is_shown_first_then_done_then_undone(at_desk, adela, marta, jordi, full, contact_centre):
    browser, address = at_desk(adela), f"/app/team/{contact_centre.pk}/rebalance"

    proposal = browser.get(address)
    assert Case.objects.filter(assignee=jordi).count() == 0
    moves = _values(proposal.content.decode())
    assert moves

    done = browser.post(address, {"move": moves}, follow=True).content.decode()
    assert Case.objects.filter(assignee=jordi).count() == len(moves)
    assert "Undo" in done

    browser.post(f"/app/team/rebalances/{Rebalance.objects.get().pk}/undo")
    assert Case.objects.filter(assignee=marta).count() == 2


def _values(page):
    import re

    return re.findall(r'name="move" value="([\d:]+)"', page)


@pytest.mark.parametrize("moves", [[], ["x"], ["1:2"], ["99999999999999999999:1:2"], ["1:2:3"]])
def test_a_move_that_makes_no_sense_is_refused_on_the_page(at_desk, adela, full, contact_centre, moves):
    answer = at_desk(adela).post(f"/app/team/{contact_centre.pk}/rebalance", {"move": moves})

    assert answer.status_code == 422
    assert "nothing to move any more" in answer.content.decode()
    assert not Rebalance.objects.exists()


def test_who_leads_another_area_sees_nothing_of_this_one(at_desk, ivan, field, full, contact_centre, before):
    give_role(person=ivan, role=Role.MANAGER, area=field, by="system", at=before)
    browser = at_desk(ivan)

    assert "Marta Ruiz" not in browser.get("/app/team").content.decode()
    assert browser.get(f"/app/team?area={contact_centre.pk}").status_code == 404
    assert browser.get(f"/app/team/{contact_centre.pk}/rebalance").status_code == 404
    assert browser.post(f"/app/team/{contact_centre.pk}/rebalance", {"move": "1:2:3"}).status_code == 404


def test_an_agent_has_no_team_page_and_an_auditor_only_looks(at_desk, marta, auditor, full, contact_centre):
    assert at_desk(marta).get("/app/team").status_code == 403
    page = at_desk(auditor).get(f"/app/team?area={contact_centre.pk}").content.decode()

    assert "Marta Ruiz" in page
    assert "Rebalance" not in page
    assert at_desk(auditor).get(f"/app/team/{contact_centre.pk}/rebalance").status_code == 403


@pytest.mark.usefixtures("full")
def test_who_leads_by_name_alone_has_the_team_page_and_the_rules_of_that_area(at_desk, marta, contact_centre):
    assert at_desk(marta).get("/app/team").status_code == 403

    contact_centre.lead = marta
    contact_centre.save()

    assert "Jordi Mas" in at_desk(marta).get("/app/team").content.decode()
    assert at_desk(marta).get(f"/app/team/{contact_centre.pk}/rebalance").status_code == 200
    assert at_desk(marta).get(f"/app/admin/routing/{contact_centre.pk}").status_code == 200


@pytest.mark.parametrize("area", ["x", "0", "²", "99999999999999999999"])
def test_an_area_that_is_none_does_not_exist(at_desk, adela, full, area):
    assert at_desk(adela).get("/app/team", {"area": area}).status_code == 404


def test_a_head_without_any_area_is_told_what_would_be_here(at_desk, lucia):
    page = at_desk(lucia).get("/app/team").content.decode()

    assert "There is no area that you lead." in page


def test_an_area_without_anybody_says_what_to_do(at_desk, lucia, field):
    page = at_desk(lucia).get(f"/app/team?area={field.pk}").content.decode()

    assert "Nobody serves in Field north yet." in page
    assert "Add the first person and their hours." in page


def test_where_nothing_moves_the_page_says_why(at_desk, adela, marta, jordi, opens, contact_centre, hours, before):
    address = f"/app/team/{contact_centre.pk}/rebalance"
    later = opens()
    cases.assign(later.pk, assignee_id=marta.pk, by="system", at=now())
    cases.snooze(later.pk, until=now() + timedelta(hours=3), by=marta.ref, at=now())
    assert "There is nothing to move." in at_desk(adela).get(address).content.decode()

    today = now().date()
    for person in (adela, marta, jordi):
        plan_absence(person.pk, first=today - timedelta(days=1), last=today + timedelta(days=1), by="system", at=before)
    page = at_desk(adela).get(address).content.decode()
    assert "Nobody is here to take more." in page
    assert "shared as well as it can be" not in page
