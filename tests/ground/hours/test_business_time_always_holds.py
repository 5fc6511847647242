"""What holds for every calendar, every moment and every length."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.ground.hours.business_time import WEEKDAYS, CalendarRule, compile_calendar, due, is_open, served

ZONES = (
    "UTC",
    "Europe/Madrid",
    "America/Mexico_City",
    "America/New_York",
    "America/Tijuana",
    "Asia/Jakarta",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


openings = st.tuples(st.integers(0, 1439), st.integers(0, 1440)).map(lambda pair: [clock(pair[0]), clock(pair[1])])
days = st.lists(openings, max_size=3)
calendars = st.builds(
    lambda zone, first, week, exceptions: compile_calendar(
        CalendarRule.from_json({"zone": zone, "week": {"wed": [first]} | week, "exceptions": exceptions}),
        date(2026, 1, 1),
        date(2026, 6, 30),
    ),
    st.sampled_from(ZONES),
    openings.filter(lambda pair: pair[0] != pair[1]),
    st.dictionaries(st.sampled_from([d for d in WEEKDAYS if d != "wed"]), days),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat), days, max_size=5),
)
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(), timedelta(hours=60))


@settings(max_examples=80, deadline=None)
@given(calendars, moments, moments, moments)
def test_cut_anywhere_the_parts_make_the_whole(calendar, a, b, c):
    a, b, c = sorted((a, b, c))

    assert served(calendar, a, b) + served(calendar, b, c) == served(calendar, a, c)


@settings(max_examples=80, deadline=None)
@given(calendars, moments, moments)
def test_no_more_is_served_than_is_lived_and_never_less_than_nothing(calendar, a, b):
    a, b = sorted((a, b))

    assert timedelta() <= served(calendar, a, b) <= b - a
    assert served(calendar, b, a) == timedelta()


@settings(max_examples=80, deadline=None)
@given(calendars, moments, lengths)
def test_what_is_due_has_been_served_exactly(calendar, start, allowed):
    end = due(calendar, start, allowed)

    assert end >= start
    assert served(calendar, start, end) == allowed
    if allowed:
        assert served(calendar, start, end - timedelta(microseconds=1)) < allowed
    else:
        assert is_open(calendar, end)


@settings(max_examples=80, deadline=None)
@given(calendars, moments, lengths, lengths)
def test_more_time_is_never_due_earlier(calendar, start, one, other):
    one, other = sorted((one, other))

    assert due(calendar, start, one) <= due(calendar, start, other)


@settings(max_examples=40, deadline=None)
@given(calendars, moments, moments)
def test_minute_by_minute_it_is_the_same(calendar, a, b):
    a = a.replace(second=0, microsecond=0)
    b = a + (b - a) % timedelta(days=2)
    b = b.replace(second=0, microsecond=0)
    minutes = int((b - a).total_seconds() // 60)
    counted = sum(is_open(calendar, a + timedelta(minutes=m)) for m in range(minutes))

    assert served(calendar, a, b) == timedelta(minutes=counted)


@settings(max_examples=40, deadline=None)
@given(calendars)
def test_a_rule_is_stored_and_read_back_the_same(calendar):
    assert CalendarRule.from_json(calendar.rule.to_json()) == calendar.rule


@pytest.mark.parametrize("zone", ZONES)
def test_in_every_zone_a_year_of_nights_and_days_adds_up(zone):
    """Lord Howe moves by half an hour, Tehran by a law of 2022 no more, and Apia once skipped a whole day."""
    years = ((date(2010, 1, 1), 2010), (date(2011, 12, 1), 2011), (date(2022, 1, 1), 2022), (date(2026, 1, 1), 2026))
    for first, year in years:
        week = {name: [["22:30", "06:15"], ["09:00", "17:00"]] for name in WEEKDAYS}
        calendar = compile_calendar(CalendarRule.from_json({"zone": zone, "week": week}), first, date(year, 12, 31))
        start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        cuts = [start + timedelta(hours=37) * n for n in range(237)] + [end]
        pieces = [served(calendar, a, b) for a, b in pairwise(cuts)]

        assert sum(pieces, timedelta()) == served(calendar, start, end)
        assert all(due(calendar, a, piece) <= b for (a, b), piece in zip(pairwise(cuts), pieces, strict=True) if piece)
        assert 365 * 15.75 - 32 <= served(calendar, start, end) / timedelta(hours=1) <= 365 * 15.75 + 2


def test_apia_lived_no_thirtieth_of_december_and_it_is_never_open_in_it():
    week = {name: [["09:00", "17:00"]] for name in WEEKDAYS}
    calendar = compile_calendar(
        CalendarRule.from_json({"zone": "Pacific/Apia", "week": week}), date(2011, 12, 1), date(2012, 1, 31)
    )
    apia = ZoneInfo("Pacific/Apia")
    thursday, saturday = datetime(2011, 12, 29, 9, tzinfo=apia), datetime(2011, 12, 31, 17, tzinfo=apia)

    assert saturday.astimezone(UTC) - thursday.astimezone(UTC) == timedelta(hours=32)
    assert served(calendar, thursday, saturday) == timedelta(hours=16)
    assert due(calendar, thursday, timedelta(hours=9)) == datetime(2011, 12, 31, 10, tzinfo=apia)
