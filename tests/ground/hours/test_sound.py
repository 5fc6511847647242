"""What somebody types as hours: read leniently, refused in sentences, and never kept when it means nothing."""

from datetime import date

import pytest

from pasillo.ground.hours.business_time import ALL_DAY, CalendarRule, Opening
from pasillo.ground.hours.sound import faults, is_zone
from pasillo.ground.hours.written import Unreadable, read_hours, write_hours

TODAY = date(2026, 3, 2)


def hours(*pairs):
    return tuple(Opening.of(opens, closes) for opens, closes in pairs)


def rule(*, monday=(), tuesday=(), sunday=(), exceptions=None, zone="Europe/Madrid"):
    week = (monday, tuesday, (), (), (), (), sunday)
    return CalendarRule(zone=zone, week=week, exceptions=exceptions or {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9-17", hours(("09:00", "17:00"))),
        ("15:00–18:00, 9.30 to 14h", hours(("09:30", "14:00"), ("15:00", "18:00"))),
        ("9 a 14", hours(("09:00", "14:00"))),
        ("22-6", hours(("22:00", "06:00"))),
        ("0-24", ALL_DAY),
        ("  ", ()),
    ],
)
def test_hours_are_read_as_people_write_them(typed, meant):
    assert read_hours(typed) == meant
    assert read_hours(write_hours(meant)) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nine", "“nine” is not a time with a beginning and an end"),
        ("9-25", "“25” is not a time of day"),
        ("9-9", "From 09:00 to 09:00 is no time at all"),
        ("24-3", "A day cannot open at 24:00"),
        ("9-14-17", "not a time with a beginning and an end"),
        ("9-10," * 60, "too long"),
    ],
)
def test_what_cannot_be_read_is_said(typed, told):
    with pytest.raises(Unreadable, match=told):
        read_hours(typed)


def test_sound_hours_have_no_fault():
    night = rule(monday=hours(("22:00", "06:00")), tuesday=hours(("06:00", "12:00")), exceptions={date(2026, 3, 3): ()})

    assert faults(night, since=TODAY) == []
    assert is_zone("Asia/Jakarta")
    assert not is_zone("Europe/Atlantis")


def test_hours_that_overlap_name_their_day():
    two = rule(monday=hours(("09:00", "14:00"), ("13:30", "17:00")))

    assert faults(two, since=TODAY) == ["Monday: 09:00–14:00 and 13:30–17:00 overlap."]


def test_a_night_that_runs_into_the_next_morning_is_said_over_the_end_of_the_week_too():
    night = rule(sunday=hours(("22:00", "06:00")), monday=hours(("05:00", "09:00")))

    assert faults(night, since=TODAY) == ["The night of Sunday runs into the hours of Monday, which begin at 05:00."]


def test_hours_without_an_open_minute_promise_nothing():
    assert faults(rule(), since=TODAY) == [
        "It never opens: give at least one day its hours, or nothing can be promised on it."
    ]
    assert faults(rule(exceptions={date(2026, 3, 2): hours(("09:00", "10:00"))}), since=TODAY) == []
    assert len(faults(rule(exceptions={date(2026, 3, 1): hours(("09:00", "10:00"))}), since=TODAY)) == 2


def test_a_date_that_is_over_changes_nothing_unless_it_stood_there_before():
    before = rule(monday=ALL_DAY, exceptions={date(2026, 1, 6): ()})
    after = rule(monday=ALL_DAY, exceptions={date(2026, 1, 6): (), date(2026, 3, 1): ()})

    assert faults(after, since=TODAY, before=before) == ["2026-03-01 is over: it changes nothing any more."]


@pytest.mark.parametrize("skipped", [("02:15", "02:45"), ("02:00", "02:30"), ("02:30", "03:00")])
def test_a_part_of_that_hour_never_opens_either(skipped):
    night = rule(monday=hours(("09:00", "17:00")), exceptions={date(2026, 3, 29): hours(skipped)})

    (told,) = faults(night, since=TODAY)

    assert told == f"2026-03-29: the clock is put forward over {'–'.join(skipped)}, so it never opens."


@pytest.mark.parametrize("shown", [("01:30", "02:30"), ("02:30", "06:00"), ("22:00", "06:00"), ("00:00", "24:00")])
def test_hours_of_that_night_that_a_clock_shows_in_part_are_kept(shown):
    night = rule(monday=hours(("09:00", "17:00")), exceptions={date(2026, 3, 29): hours(shown)})

    assert faults(night, since=TODAY) == []


def test_an_hour_over_which_the_clock_is_put_forward_never_opens():
    night = rule(monday=ALL_DAY, exceptions={date(2026, 3, 29): hours(("02:00", "03:00"))})

    assert faults(night, since=TODAY) == ["2026-03-29: the clock is put forward over 02:00–03:00, so it never opens."]


def test_a_date_that_nobody_lives_to_see_is_refused():
    far = rule(monday=ALL_DAY, exceptions={date(2096, 1, 6): ()})

    assert faults(far, since=TODAY) == ["2096-01-06 is too far away to be planned."]


def test_a_night_that_runs_into_the_hours_of_a_date_is_named_from_either_side():
    night, tuesday = hours(("22:00", "06:00")), date(2026, 12, 8)
    early = rule(monday=night, tuesday=night, exceptions={tuesday: hours(("05:00", "09:00"))})

    said = "The night of 2026-12-07 runs into the hours of 2026-12-08, which begin at 05:00."
    assert faults(early, since=TODAY) == [said]
    assert faults(early, since=TODAY, before=early) == []
    assert faults(rule(monday=night, tuesday=night, exceptions={tuesday: ()}), since=TODAY) == []

    late = rule(tuesday=hours(("05:00", "09:00")), exceptions={date(2026, 12, 7): night})
    assert faults(late, since=TODAY) == [said]
    both = {date(2026, 12, 7): night, tuesday: hours(("05:00", "09:00"))}
    assert faults(rule(monday=night, exceptions=both), since=TODAY) == [said]
