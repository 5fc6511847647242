"""Moments, durations and figures, as people of three languages read them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from pasillo.doors.shell import moments
from pasillo.doors.shell.paragraphs import paragraphs
from pasillo.doors.shell.patience import LONGEST, address_range, to_wait

NOW = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # Saturday, 23:30 in Madrid


@pytest.fixture(autouse=True)
def _a_saturday_in_madrid(monkeypatch):
    monkeypatch.setattr(moments, "now", lambda: NOW)
    with timezone.override(ZoneInfo("Europe/Madrid")):
        yield


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=5), "23:25"),
        (timedelta(hours=24), "Fri 20 Nov, 23:30"),
        (timedelta(days=-1), "Sun 22 Nov, 23:30"),
        (timedelta(days=12), "9 Nov, 23:30"),
        (timedelta(days=400), "18 Oct 2025, 00:30"),
    ],
)
def test_a_moment_is_as_short_as_it_stays_clear(ago, said):
    assert moments.when(NOW - ago) == said


def test_today_is_the_reader_s_day_not_the_server_s():
    an_hour_past_midnight = NOW + timedelta(hours=1)  # still Saturday in UTC

    assert moments.when(an_hour_past_midnight) == "Sun 22 Nov, 00:30"


@pytest.mark.parametrize(("language", "said"), [("es", "9 nov, 23:30"), ("id", "9 Nov, 23.30")])
def test_each_language_writes_dates_in_its_way(language, said):
    with translation.override(language):
        assert moments.when(NOW - timedelta(days=12)) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (12, "12 m"),
        (416, "6 h 56 m"),
        (60, "1 h"),
        (6000, "4 d 4 h"),
        (1440 * 12 + 60, "12 d"),
        (-18, "18 m"),
        (0, "0 m"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(span, said):
    assert moments.minutes(span).replace("\u00a0", " ") == said
    assert moments.minutes(timedelta(minutes=span)) == moments.minutes(span)


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 31240, "31,240"),
        ("es", 11.4, "11,4"),
        ("id", 31240, "31.240"),
        ("en", -3.4, "\u22123.4"),
        ("en", Decimal("2.0"), "2"),
    ],
)
def test_figures_carry_the_marks_of_the_language(language, value, said):
    with translation.override(language):
        assert moments.number(value) == said


@given(st.floats(-1e12, 1e12))
def test_every_figure_can_be_said(value):
    assert moments.number(value)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.timezones()))
def test_every_moment_can_be_said(moment):
    assert moments.when(moment)
    assert moments.ago(moment)
    assert moments.full(moment)


@given(st.text())
def test_what_a_person_wrote_never_becomes_more_than_words(words):
    shown = str(paragraphs(words))

    assert set(shown.replace("<p>", "").replace("</p>", "").replace("<br>", "")).isdisjoint("<>\"'")


def test_blank_lines_part_paragraphs_and_single_lines_stay():
    assert paragraphs("Dear Elena,\r\nyou are right.\n\n\nMarta") == "<p>Dear Elena,<br>you are right.</p><p>Marta</p>"


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_one_waits_longer_the_more_one_guesses_but_never_for_ever(fewer, more):
    fewer, more = sorted((fewer, more))

    assert timedelta(0) <= to_wait(fewer, 5) <= to_wait(more, 5) <= LONGEST


@pytest.mark.parametrize(("address", "found"), [("192.0.2.77", "192.0.2"), ("2001:db8:1:2::5", "2001:db8:1"), ("", "")])
def test_neighbours_share_a_range(address, found):
    assert address_range(address) == found


@pytest.mark.parametrize(
    ("length", "said"), [(0, "0\u00a0m"), (45, "45\u00a0m"), (416, "6\u00a0h\u00a056\u00a0m"), (5040, "84\u00a0h")]
)
def test_a_length_of_service_is_told_in_hours_since_its_days_have_not_twenty_four(length, said):
    assert moments.served(length) == said
    assert moments.served(None) == ""
