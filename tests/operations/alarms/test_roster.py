"""From when on more is promised than the people on shift can do."""

from datetime import timedelta

import pytest

from pasillo.ground.people.commands import give_role, meet, plan_absence
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.measurement.reports.roster import more_than_can_be_done
from pasillo.operations.cases.commands import open_case
from tests.operations.conftest import MONDAY

NINE = MONDAY


@pytest.fixture
def asked(opening, budi):
    """So many dead lines at nine: an answer is due at ten, and each takes half an hour."""

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


def test_another_area_is_told_nothing(asked, clara):
    asked(9)

    assert more_than_can_be_done(sight_of(clara), at=NINE) == []


def test_how_many_cases_there_are_changes_nothing_in_the_number_of_questions(
    asked,
    budi,
    django_assert_max_num_queries,
):
    asked(12)
    with django_assert_max_num_queries(9):
        more_than_can_be_done(sight_of(budi), at=NINE)
