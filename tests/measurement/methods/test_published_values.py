"""Our methods against values that others have printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.measurement.methods import control_chart, intervals
from pasillo.measurement.methods.percentiles import order_interval, percentile, worst

NIST_PERCENTILES = [
    *(95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.061),
    *(95.1591, 95.1195, 95.1065, 95.0925, 95.199, 95.1682),
]
NIST_FLOWRATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
MONTGOMERY = [
    *(102.0, 94.8, 98.3, 98.4, 102.0, 98.5, 99.0, 97.7, 100.0, 98.1),
    *(101.3, 98.7, 101.1, 98.4, 97.0, 96.7, 100.3, 101.4, 97.2, 101.0),
]


def test_percentiles_of_one_to_ten():
    ten = list(range(1, 11))

    assert percentile(ten, 0.9) == pytest.approx(9.1)
    assert percentile(ten, 0.95) == pytest.approx(9.55)
    assert percentile(ten, 0) == 1
    assert percentile(ten, 1) == 10


def test_nist_prints_this_ninetieth_percentile_for_definition_seven():
    assert percentile(NIST_PERCENTILES, 0.9) == pytest.approx(95.1957, abs=5e-5)


def test_the_interval_of_a_percentile_needs_no_shape():
    low, high, sure = order_interval(100, 0.9)

    assert (low, high) == (84, 96)
    assert sure == pytest.approx(0.9557, abs=5e-5)


def test_the_worst_tenth_is_the_mean_of_those_who_waited_longest():
    assert worst(range(1, 101)) == 95.5
    assert worst([3, 1, 2]) == 3


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombes_four_examples_of_wilsons_interval(hits, n, low, high):
    assert intervals.of_share(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_known_is_everything_possible():
    assert intervals.of_share(0, 0) == (0, 1)
    assert intervals.of_mean([4]) is None


def test_students_interval_of_five_answers():
    assert intervals.of_mean([1, 2, 3, 4, 5]) == pytest.approx((1.0368, 4.9632), abs=5e-4)


def test_nist_individuals_chart_of_flow_rate():
    known = control_chart.limits(NIST_FLOWRATE)

    assert known.mean == pytest.approx(50.81)
    assert known.mean_range == pytest.approx(1.8778, abs=5e-5)
    assert known.upper == pytest.approx(55.8041, abs=5e-5)
    assert known.lower == pytest.approx(45.8159, abs=5e-5)
    assert not control_chart.signals(NIST_FLOWRATE, known) & control_chart._outside(NIST_FLOWRATE, known)


def test_montgomery_and_runger_table_16_3():
    known = control_chart.limits(MONTGOMERY)

    assert known.mean == pytest.approx(99.095)
    assert known.mean_range == pytest.approx(2.5895, abs=5e-5)
    assert (known.upper, known.lower) == pytest.approx((105.98, 92.21), abs=0.005)
    assert known.range_limit == pytest.approx(8.46, abs=0.005)
    assert control_chart.signals(MONTGOMERY, known) == frozenset()
    assert control_chart.changed_since(MONTGOMERY, known) is None


def test_eight_in_a_row_on_one_side_are_a_change_and_date_its_beginning():
    known = control_chart.Limits(mean=10, lower=4, upper=16, mean_range=2.26, range_limit=7.4)
    values = [9, 11, 9, 11, 12, 11, 12, 11, 12, 11, 12]

    assert control_chart.signals(values, known) == frozenset(range(3, 11))
    assert control_chart.changed_since(values, known) == 3
    assert control_chart.signals(values[:10], known) == frozenset()


def test_three_of_four_near_a_limit_are_a_change():
    known = control_chart.Limits(mean=10, lower=4, upper=16, mean_range=2.26, range_limit=7.4)

    assert control_chart.signals([9, 13.5, 14, 11, 13.1, 9], known) == frozenset({1, 2, 4})


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_a_percentile_lies_among_the_values_and_the_worst_tenth_beyond(values, share):
    assert min(values) <= percentile(values, share) <= max(values) + 1e-6
    assert worst(values) <= max(values) + 1e-6


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_within_its_interval(hits, n):
    hits = min(hits, n)
    low, high = intervals.of_share(hits, n)

    assert 0 <= low <= hits / n + 1e-12 <= high + 2e-12
