"""Whether what is promised can be done, against trying every order."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasillo.measurement.methods.demand_test import Work, first_shortfall

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def alone(moment):
    """One person who works all the time."""
    return max(0.0, (moment - NOW).total_seconds() / 60)


def work(*pairs):
    return [Work(case=place, minutes=minutes, due_at=at(due)) for place, (minutes, due) in enumerate(pairs)]


def test_what_fits_is_promised_well():
    assert first_shortfall(work((30, 60), (30, 60), (60, 120)), alone) is None


def test_the_first_moment_at_which_it_does_not_fit_and_what_is_due_by_then():
    found = first_shortfall(work((30, 60), (500, 900), (40, 60), (5, 10)), alone)

    assert found is not None
    assert (found.at, found.minutes, set(found.cases)) == (at(60), 15, {0, 2, 3})


def test_what_is_overdue_needs_time_that_is_gone():
    found = first_shortfall(work((10, -5)), alone)
    assert found is not None
    assert found.cases == (0,)


def test_nothing_to_do_is_always_possible():
    assert first_shortfall([], alone) is None


def test_two_people_do_twice_as_much():
    assert first_shortfall(work((60, 60), (60, 60)), lambda moment: 2 * alone(moment)) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 90)), min_size=1, max_size=6))
def test_it_says_yes_exactly_when_some_order_keeps_every_promise(pairs):
    todo = work(*pairs)
    assert (first_shortfall(todo, alone) is None) == any(_keeps(order) for order in permutations(todo))


def _keeps(order):
    done = 0.0
    for one in order:
        done += one.minutes
        if done > alone(one.due_at):
            return False
    return True
