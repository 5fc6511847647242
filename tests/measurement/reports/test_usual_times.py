"""How long a service usually takes: from the journal, said only when there is enough to say it from."""

from datetime import timedelta

import pytest

from pasillo.measurement.reports.commands import work_out_usual_times
from pasillo.measurement.reports.models import UsualTime
from pasillo.measurement.reports.usual_times import Usual, usual_time, usual_times
from tests.measurement.journal import MONDAY, Case, told

NOW = MONDAY + timedelta(days=20)


def solved(hours, *, service=7, days_ago=10):
    return Case(service_id=service, opened_at=NOW - timedelta(days=days_ago)).answered(hours / 2).resolved(hours)


@pytest.mark.django_db(transaction=True)
def test_half_and_four_of_five_are_the_percentiles_of_what_was_lived():
    told(*[solved(hours) for hours in range(1, 22)])

    work_out_usual_times(at=NOW)

    usual = usual_time(7)
    assert (usual.n, usual.half, usual.most, usual.asked) == (21, 11 * 60, 17 * 60, 21)
    assert usual.is_known
    assert usual_times([7, 8]) == {7: usual}


@pytest.mark.django_db(transaction=True)
def test_eleven_are_too_few_and_what_is_older_than_ninety_days_does_not_count():
    told(*[solved(3) for _ in range(11)], *[solved(3, days_ago=120) for _ in range(30)])

    work_out_usual_times(at=NOW)

    assert usual_time(7).n == 11
    assert not usual_time(7).is_known


@pytest.mark.django_db(transaction=True)
def test_working_it_out_again_leaves_no_old_rows():
    told(*[solved(2) for _ in range(12)])
    work_out_usual_times(at=NOW)
    first = UsualTime.objects.count()

    work_out_usual_times(at=NOW)
    assert UsualTime.objects.count() == first
    work_out_usual_times(at=NOW + timedelta(days=200))
    assert not UsualTime.objects.exists()


@pytest.mark.django_db
def test_a_new_service_has_no_usual_time_and_a_page_asks_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert usual_time(99, 5) == Usual()
