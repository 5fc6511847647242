"""From when on more is promised than the people on shift can do."""

from datetime import timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import add_skill, give_role, give_skill, meet, plan_absence
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.measurement.reports.roster import call_for_what_cannot_be_done, more_than_can_be_done
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases.commands import open_case, transfer
from pasillo.operations.routing.abilities import Asked
from pasillo.operations.routing.commands import RuleAs, SeatAs, add_rule, drop_rule, set_seat
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Rule
from pasillo.strategy.objectives.models import Objective
from tests.operations.conftest import MONDAY

NINE = MONDAY


@pytest.fixture
def asked(opening, budi):
    """So many dead lines at nine: each is promised to be solved by ten, and takes half an hour."""
    Objective.objects.filter(metric="resolution").update(target_minutes=60)

    def make(n):
        return [open_case(opening=opening, by="system", at=NINE) for _ in range(n)]

    return make


def test_two_cases_fit_into_the_hour_of_one_person(asked, budi):
    asked(2)

    assert more_than_can_be_done(sight_of(budi), at=NINE) == []


def test_the_third_does_not_and_the_three_are_named(asked, budi, repairs):
    cases = asked(3)

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert (found.area, found.at, found.minutes, found.people) == ("Repairs", NINE + timedelta(hours=1), 30, 1)
    assert set(found.case_ids) == {case.pk for case in cases}


def test_a_second_person_makes_room_and_her_leave_takes_it_away(asked, budi, repairs):
    asked(3)
    dewi = meet(name="Dewi Putri", email="dewi@nidalia.example", by="system", at=NINE)
    give_role(person=dewi, role=Role.AGENT, area=repairs, by="system", at=NINE)
    assert more_than_can_be_done(sight_of(budi), at=NINE) == []

    plan_absence(dewi.pk, first=NINE.date(), last=NINE.date(), by="system", at=NINE)
    assert len(more_than_can_be_done(sight_of(budi), at=NINE)) == 1


def test_who_works_in_two_areas_has_half_of_the_time_for_each(asked, budi, billing):
    asked(2)
    give_role(person=budi, role=Role.AGENT, area=billing, by="system", at=NINE)

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert found.minutes == 30


def test_an_answer_is_a_small_part_of_the_work_and_the_rest_is_due_with_the_solution(asked, budi):
    Objective.objects.filter(metric="resolution").update(target_minutes=480)
    asked(12)
    assert more_than_can_be_done(sight_of(budi), at=NINE) == []

    asked(1)
    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert (found.at, found.minutes, len(found.case_ids)) == (NINE + timedelta(hours=1), 5, 13)


def test_who_is_away_is_not_counted_among_the_people(asked, budi, repairs):
    dewi = meet(name="Dewi Putri", email="dewi@nidalia.example", by="system", at=NINE)
    give_role(person=dewi, role=Role.AGENT, area=repairs, by="system", at=NINE)
    plan_absence(dewi.pk, first=NINE.date(), last=NINE.date(), by="system", at=NINE)
    asked(3)

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert found.people == 1


@pytest.fixture
def dewi(repairs):
    """Repairs lines beside Budi."""
    person = meet(name="Dewi Putri", email="dewi@nidalia.example", language="id", by="system", at=NINE)
    give_role(person=person, role=Role.AGENT, area=repairs, by="system", at=NINE)
    return person


@pytest.fixture
def panels(dewi):
    """Only Dewi opens panels."""
    skill = add_skill(name="Open a panel", by="system", at=NINE)
    give_skill(dewi.pk, skill_id=skill.pk, level=2, since=NINE.date(), by="system", at=NINE)
    return skill


def _rule(repairs, **wish):
    incident = {"field": "kind", "is": "one_of", "value": ["incident"]}
    add_rule(repairs.pk, wish=RuleAs(title="Incidents", condition=incident, **wish), by="system", at=NINE)


def test_what_only_some_can_do_has_to_fit_into_their_time(asked, budi, dewi, repairs, panels):
    cases = asked(3)
    _rule(repairs, needs=(Need(skill_id=panels.pk, level=2, must=False),))
    assert more_than_can_be_done(sight_of(budi), at=NINE) == []

    drop_rule(Rule.objects.get().pk, by="system", at=NINE)
    _rule(repairs, needs=(Need(skill_id=panels.pk, level=2),))
    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)

    assert (found.at, found.minutes, found.people) == (NINE + timedelta(hours=1), 30, 1)
    assert found.asked == Asked(skills=((panels.pk, 2),))
    assert set(found.case_ids) == {case.pk for case in cases}


def test_a_skill_that_nobody_has_fails_with_the_first_case_that_asks_for_it(asked, budi, dewi, repairs, panels):
    asked(1)
    _rule(repairs, needs=(Need(skill_id=panels.pk, level=3),))

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)

    assert (found.minutes, found.people, found.asked.skills) == (30, 0, ((panels.pk, 3),))


def test_a_language_is_asked_as_a_skill_is(asked, budi, dewi, repairs):
    asked(3)
    set_seat(repairs.pk, budi.pk, wish=SeatAs(languages=["es"]), by="system", at=NINE)
    _rule(repairs, speaks=True)

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert (found.asked, found.people) == (Asked(language="es"), 1)

    set_seat(repairs.pk, dewi.pk, wish=SeatAs(languages=["id", "es"]), by="system", at=NINE)
    assert more_than_can_be_done(sight_of(budi), at=NINE) == []


def test_each_person_counts_in_the_hours_of_their_own_shift(asked, budi, dewi, repairs):
    asked(3)
    assert more_than_can_be_done(sight_of(budi), at=NINE) == []
    afternoon = CalendarRule.from_json({"zone": "UTC", "week": {"mon": [["13:00", "17:00"]]}})
    late = set_hours(name="Late", rule=afternoon, effective_from=NINE - timedelta(days=9))

    set_seat(repairs.pk, dewi.pk, wish=SeatAs(calendar_id=late.pk), by="system", at=NINE)

    (found,) = more_than_can_be_done(sight_of(budi), at=NINE)
    assert (found.at, found.minutes) == (NINE + timedelta(hours=1), 30)


def test_the_area_and_those_few_are_told_apart_and_the_lead_is_called_once(asked, budi, carla, dewi, repairs, panels):
    asked(9)
    _rule(repairs, needs=(Need(skill_id=panels.pk, level=2),))

    found = more_than_can_be_done(sight_of(budi), at=NINE)

    assert [(one.asked.skills, one.minutes, one.people) for one in found] == [
        ((), 150, 2), (((panels.pk, 2),), 210, 1),
    ]  # fmt: skip
    assert call_for_what_cannot_be_done(at=NINE) == 1


def test_another_area_is_told_nothing(asked, clara):
    asked(9)

    assert more_than_can_be_done(sight_of(clara), at=NINE) == []


def test_how_many_cases_there_are_changes_nothing_in_the_number_of_questions(
    asked,
    budi,
    django_assert_max_num_queries,
):
    asked(12)
    with django_assert_max_num_queries(11):
        more_than_can_be_done(sight_of(budi), at=NINE)


def test_whoever_leads_is_called_once_with_the_case_that_breaks_first(asked, budi, carla, repairs):
    cases = asked(3)
    assert call_for_what_cannot_be_done(at=NINE) == 1
    assert call_for_what_cannot_be_done(at=NINE + timedelta(minutes=1)) == 0
    sweep(at=NINE + timedelta(minutes=1))
    assert call_for_what_cannot_be_done(at=NINE + timedelta(minutes=5)) == 0

    (alarm,) = Alarm.objects.filter(sort="roster")
    assert (alarm.person, alarm.area_id, alarm.deed, alarm.mark, alarm.rung) == (carla, repairs.pk, "decide", 30, 2)
    assert alarm.case_id == cases[-1].pk
    assert alarm.rang_at == NINE
    assert not alarm.late


def test_handing_the_case_over_answers_it_and_the_same_day_does_not_ring_again(asked, budi, carla, billing):
    cases = asked(4)
    call_for_what_cannot_be_done(at=NINE)
    sweep(at=NINE)
    transfer(cases[-1].pk, area_id=billing.pk, reason="You have room.", by=carla.ref, at=NINE + timedelta(minutes=2))

    (alarm,) = Alarm.objects.filter(sort="roster")
    assert (alarm.how, alarm.closed_by) == ("handed_over", carla.ref)
    call_for_what_cannot_be_done(at=NINE + timedelta(minutes=10))
    assert Alarm.objects.filter(sort="roster", closed_at=None).count() == 0


def test_where_it_can_be_done_again_the_call_is_over(asked, budi, carla, repairs):
    asked(3)
    call_for_what_cannot_be_done(at=NINE)
    sweep(at=NINE)
    dewi = meet(name="Dewi Putri", email="dewi@nidalia.example", by="system", at=NINE)
    give_role(person=dewi, role=Role.AGENT, area=repairs, by="system", at=NINE)

    assert call_for_what_cannot_be_done(at=NINE) == 0

    (alarm,) = Alarm.objects.filter(sort="roster")
    assert (alarm.how, alarm.closed_by, alarm.closed_at) == ("over", "system", NINE)


def test_where_it_can_be_done_nobody_is_called(asked, budi, carla):
    asked(2)

    assert call_for_what_cannot_be_done(at=NINE) == 0
    assert not Alarm.objects.filter(sort="roster").exists()
