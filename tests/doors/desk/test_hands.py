"""Whom a case may be given to: a short list, the best suited first, narrowed by a name."""

import re

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import add_skill, give_role, give_skill, meet, plan_absence
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.operations.cases import commands as cases
from pasillo.operations.routing.commands import RuleAs, SeatAs, add_rule, set_seat
from pasillo.operations.routing.eligibility import Need

SCRIPT = {"HX-Request": "true"}


def _names(answer):
    return re.findall(r"</span><span>([^<]+)</span>", answer.content.decode())


@pytest.fixture
def jordi_full(jordi, contact_centre, opens, before):
    set_seat(contact_centre.pk, jordi.pk, wish=SeatAs(cap=1), by="system", at=before)
    cases.assign(opens().pk, assignee_id=jordi.pk, by="system", at=before)


def test_whoever_has_room_comes_first_with_what_they_carry(at_desk, marta, jordi, jordi_full, case):
    answer = at_desk(marta).get(f"/app/cases/{case.number}/hands", headers=SCRIPT)

    assert _names(answer) == ["Marta Ruiz", "Jordi Mas"]
    page = answer.content.decode()
    assert '<span class="sub num">0 of 8</span>' in page
    assert '<span class="sub">full ·</span><span class="sub num">1.2 of 1</span>' in page
    assert f'name="assignee" value="{jordi.pk}"' in page


def test_whoever_lacks_the_skill_that_a_rule_asks_for_comes_last_and_it_is_said(
    at_desk, marta, jordi, case, contact_centre, before
):
    moves = add_skill(name="Moves", by="system", at=before)
    give_skill(marta.pk, skill_id=moves.pk, level=2, since=before.date(), by="system", at=before)
    wish = RuleAs(title="Moves", condition={"all": []}, for_every_case=True, needs=(Need(skill_id=moves.pk, level=2),))
    add_rule(contact_centre.pk, wish=wish, by="system", at=before)

    answer = at_desk(marta).get(f"/app/cases/{case.number}/hands", headers=SCRIPT)

    assert _names(answer) == ["Marta Ruiz", "Jordi Mas"]
    assert "lacks Moves" in answer.content.decode()


def test_a_name_is_found_by_the_beginning_of_its_parts_without_accents(at_desk, marta, jordi, contact_centre, case):
    nunez = meet(name="Óscar Núñez", email="oscar@nidalia.example", by="system", at=now())
    give_role(person=nunez, role=Role.AGENT, area=contact_centre, by="system", at=now())
    browser = at_desk(marta)

    assert _names(browser.get(f"/app/cases/{case.number}/hands?words=nun osc", headers=SCRIPT)) == ["Óscar Núñez"]
    nobody = browser.get(f"/app/cases/{case.number}/hands?words=unez", headers=SCRIPT).content.decode()
    assert "Nobody here is called like that." in nobody
    assert "Óscar" not in nobody


def test_of_a_large_area_a_dozen_is_shown_and_the_rest_is_counted(
    at_desk, marta, contact_centre, case, before, django_assert_max_num_queries
):
    many = Person.objects.bulk_create(
        Person(name=f"Ana {number:03}", email=f"ana{number}@nidalia.example") for number in range(150)
    )
    Membership.objects.bulk_create(Membership(person=one, area=contact_centre, role=Role.AGENT) for one in many)
    browser = at_desk(marta)

    with django_assert_max_num_queries(25):
        answer = browser.get(f"/app/cases/{case.number}/hands", headers=SCRIPT)
    assert len(_names(answer)) == 12
    assert "139 more: type a name" in answer.content.decode()
    assert "Ana 000" not in browser.get(f"/app/cases/{case.number}").content.decode()

    with django_assert_max_num_queries(12):
        chosen = browser.get("/app/rounds/hands", headers=SCRIPT)
    assert len(_names(chosen)) == 12
    assert "139 more" in chosen.content.decode()
    assert _names(browser.get("/app/rounds/hands?words=ana 149", headers=SCRIPT)) == ["Ana 149"]


def test_for_many_cases_whoever_carries_least_comes_first_and_who_is_away_last(
    at_desk, marta, jordi, jordi_full, contact_centre, ivan, before
):
    adela = meet(name="Adela Quiroga", email="adela@nidalia.example", by="system", at=before)
    give_role(person=adela, role=Role.AGENT, area=contact_centre, by="system", at=before)
    plan_absence(adela.pk, first=before.date(), last=now().date(), by="system", at=before)

    answer = at_desk(marta).get("/app/rounds/hands", headers=SCRIPT)

    assert _names(answer) == ["Marta Ruiz", "Adela Quiroga", "Jordi Mas"]
    assert f'form="many" name="do" value="assign:{jordi.pk}"' in answer.content.decode()
    assert ivan.name not in answer.content.decode()


def test_without_a_script_it_is_a_page_and_the_button_gives_the_case(at_desk, marta, jordi, case):
    browser = at_desk(marta)

    page = browser.get(f"/app/cases/{case.number}/hands?words=jor").content.decode()
    assert "Jordi Mas" in page
    assert "Marta Ruiz</span><span" not in page
    assert f'action="/app/cases/{case.number}/assignment"' in page

    browser.post(f"/app/cases/{case.number}/assignment", {"assignee": jordi.pk})
    case.refresh_from_db()
    assert case.assignee == jordi


def test_who_has_no_part_in_the_case_is_told_nothing(at_desk, ivan, auditor, marta, case):
    assert at_desk(ivan).get(f"/app/cases/{case.number}/hands").status_code == 404
    assert at_desk(auditor).get(f"/app/cases/{case.number}/hands").status_code == 403
    assert at_desk(auditor).get("/app/rounds/hands").status_code == 403
