"""Worst experiences, honest times, courses, hand-offs and first answers."""

from datetime import timedelta

import pytest

from pasillo.measurement.methods.percentiles import percentile
from pasillo.measurement.reports.course import courses
from pasillo.measurement.reports.first_answers import first_answers
from pasillo.measurement.reports.handoffs import handoffs
from pasillo.measurement.reports.lived_times import lived_times
from pasillo.measurement.reports.window import Window
from pasillo.measurement.reports.worst_experiences import worst_experiences
from pasillo.measurement.stories.models import Story
from tests.measurement.journal import MONDAY, Case, told
from tests.measurement.stories.test_fold import elena

WEEK = Window(start=MONDAY, end=MONDAY + timedelta(days=7))


@pytest.mark.django_db(transaction=True)
def test_the_worst_comes_first_and_who_was_well_served_is_not_on_the_list():
    bad = elena()
    bad.customer_id = bad.entries[0].data["customer_id"] = 7
    fine = Case(customer_id=8).promised("resolution", 960, due_in=48).resolved(5)
    fine.promise("kept", "resolution", 5, served_minutes=60)
    late = Case(customer_id=9).promised("resolution", 960, due_in=48).promise("broken", "resolution", 48)
    told(fine, late, bad)

    ledger = worst_experiences([1], WEEK)

    assert [one.customer_id for one in ledger.experiences] == [7, 9]
    assert (ledger.customers, ledger.listed) == (3, 2)
    assert ledger.experiences[0].lived_minutes == 6000
    assert ledger.experiences[1].lived_minutes == 7 * 24 * 60


@pytest.mark.django_db(transaction=True)
def test_one_customer_stands_once_with_their_worst_case():
    one = Case(customer_id=7).promised("resolution", 60, due_in=1).promise("broken", "resolution", 1)
    two = Case(customer_id=7).promised("resolution", 60, due_in=1).promise("broken", "resolution", 1).scored(3, 1)
    told(one, two)

    assert [e.case_id for e in worst_experiences([1], WEEK).experiences] == [two.case_id]


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_case_is_nobodys_worst_experience():
    told(Case().promised("resolution", 60, due_in=1).promise("broken", "resolution", 1).tell("case.cancelled", 2))

    assert worst_experiences([1], WEEK).experiences == ()


@pytest.mark.django_db(transaction=True)
def test_no_honest_time_is_said_before_five_cases_are_solved():
    told(*(Case().resolved(hours) for hours in range(1, 5)))
    assert lived_times(1, WEEK) is None

    told(Case().resolved(5))
    times = lived_times(1, WEEK)
    assert (times.n, times.half, times.most) == (5, 180, pytest.approx(252))


def test_the_service_that_got_worse_gives_a_signal_and_the_others_do_not(season):
    found = courses([1, 2, 3], until=MONDAY)

    assert found[3].changed_at is not None
    assert found[3].has_worsened
    assert found[1].changed_at is None or not found[1].has_worsened
    weeks = found[3].points
    lived = Story.objects.filter(
        service_id=3,
        final_resolved_at__gte=weeks[-1].begins,
        final_resolved_at__lt=weeks[-1].begins + timedelta(weeks=1),
    ).values_list("lived_minutes", flat=True)
    assert (weeks[-1].n, weeks[-1].minutes) == (len(lived), pytest.approx(percentile(list(lived), 0.5)))


@pytest.mark.django_db(transaction=True)
def test_a_young_house_is_looked_at_in_steps_of_two_days():
    told(*(Case(opened_at=MONDAY - timedelta(days=days)).resolved(5) for days in range(1, 29)))
    found = courses([1], until=MONDAY)

    assert found[1].step == timedelta(days=2)
    assert len(found[1].points) == 14


@pytest.mark.django_db(transaction=True)
def test_a_handoff_that_comes_straight_back_is_a_returned_one():
    told(Case(area_id=1).moved(1, 2).moved(2, 1).moved(3, 2).moved(4, 3), Case(area_id=1).moved(1, 2))

    pairs = {(p.from_area_id, p.to_area_id): (p.n, p.returned) for p in handoffs([1], WEEK)}
    assert pairs == {(1, 2): (3, 1), (2, 1): (1, 1), (2, 3): (1, 0)}


@pytest.mark.django_db(transaction=True)
def test_every_first_answer_falls_into_one_span():
    told(*(Case().answered(hours) for hours in (0.1, 0.25, 0.5, 3, 30, 100)), Case())

    assert [span.n for span in first_answers([1], WEEK)] == [2, 1, 1, 0, 1, 1]
