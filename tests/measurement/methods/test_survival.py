"""Survival and forecasts against values that others have published, and against brute force."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasillo.measurement.methods.forecasts import Forecast, brier, calibration, score
from pasillo.measurement.methods.survival import Lasted, kaplan_meier, worth_an_alarm

# Freireich and others, 1963: weeks in remission under 6-MP; a plus marks whoever was still well.
FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PUBLISHED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


@pytest.fixture
def weeks():
    return kaplan_meier(Lasted(float(one.rstrip("+")), not one.endswith("+")) for one in FREIREICH.split())


@pytest.mark.parametrize(("week", "share"), PUBLISHED.items())
def test_the_published_shares_of_patients_in_remission(weeks, week, share):
    assert weeks.at(week) == pytest.approx(share, abs=0.00005)


def test_before_the_first_ending_everybody_is_there(weeks):
    assert weeks.at(5.99) == 1
    assert weeks.n == 21


def test_who_is_well_after_ten_weeks_is_so_after_twenty_two_in_seven_of_ten_cases(weeks):
    assert weeks.still_open(22, 10) == pytest.approx(0.7143, abs=0.00005)


def test_what_is_past_its_target_has_broken_it(weeks):
    assert weeks.still_open(10, 10) == 1
    assert weeks.still_open(10, 12) == 1


def test_nothing_known_says_that_it_stays_open():
    assert kaplan_meier([]).still_open(10, 5) == 1


def test_when_all_have_ended_before_none_will_break():
    assert kaplan_meier([Lasted(1.0), Lasted(2.0)]).still_open(10, 5) == 0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(0, 60))
def test_without_open_cases_it_is_the_share_that_lasted_longer(times, moment):
    curve = kaplan_meier(Lasted(float(time)) for time in times)
    assert curve.at(moment) == pytest.approx(sum(time > moment for time in times) / len(times))


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=60))
def test_it_never_rises_and_stays_between_nothing_and_all(cases):
    shares = kaplan_meier(Lasted(float(time), ended) for time, ended in cases).shares
    assert all(later <= earlier for earlier, later in zip((1.0, *shares), shares, strict=False))
    assert all(-1e-12 <= share <= 1 for share in shares)


def test_an_alarm_that_costs_a_tenth_and_helps_every_fifth_time_is_worth_it_from_a_third_on():
    assert worth_an_alarm(alarm=1, breach=10, helps=0.2) == pytest.approx(1 / 3)


def test_brier_of_the_perfect_the_undecided_and_the_wrong():
    assert brier([Forecast(1, True), Forecast(0, False)]) == 0
    assert brier([Forecast(0.5, True), Forecast(0.5, False)]) == 0.25
    assert brier([Forecast(0, True), Forecast(1, False)]) == 1


def test_what_is_said_and_what_happened_in_each_bin():
    said = [Forecast(0.1, False)] * 9 + [Forecast(0.1, True)] + [Forecast(0.9, True)] * 3
    low, high = calibration(said)
    assert (low.said, low.happened, low.n) == (pytest.approx(0.1), pytest.approx(0.1), 10)
    assert (high.happened, high.n) == (1, 3)


@given(st.lists(st.tuples(st.sampled_from([0.05, 0.15, 0.45, 0.75, 1.0]), st.booleans()), min_size=1, max_size=80))
def test_the_parts_add_up_to_the_score_when_each_bin_says_one_thing(pairs):
    found = score([Forecast(likely, happened) for likely, happened in pairs], base_rate=0.3)
    assert found.reliability - found.resolution + found.uncertainty == pytest.approx(found.brier)


def test_saying_the_base_rate_is_not_better_than_the_base_rate():
    found = score([Forecast(0.3, n < 3) for n in range(10)], base_rate=0.3)
    assert found.skill == 0
    assert not found.is_better
