"""The published examples of business time, to the minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pasillo.ground.hours.business_time import (
    CalendarRule,
    Compiled,
    NeverOpen,
    compile_calendar,
    due,
    instant,
    is_open,
    next_open,
    served,
    share_used,
    stretches,
)

MADRID, JAKARTA, MEXICO = "Europe/Madrid", "Asia/Jakarta", "America/Mexico_City"
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def office(zone: str, *hours: tuple[str, str], exceptions: dict | None = None, week: dict | None = None) -> Compiled:
    hours = hours or (("09:00", "17:00"),)
    week = week if week is not None else {day: [list(h) for h in hours] for day in WORKDAYS}
    rule = CalendarRule.from_json({"zone": zone, "week": week, "exceptions": exceptions or {}})
    return compile_calendar(rule, date(2026, 1, 1), date(2026, 12, 31))


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def test_t1_sixteen_hours_over_a_week_of_unequal_days():
    week = {"mon": [["09:00", "17:00"]], "tue": [["09:00", "16:00"]], "thu": [["08:00", "17:00"]]}
    calendar = office("UTC", week=week)

    assert due(calendar, local("UTC", "2026-08-03 11:00"), hours(16)) == local("UTC", "2026-08-06 11:00")


def test_t2_from_afternoon_to_next_morning_is_three_hours_served_and_nineteen_lived():
    start, end = local("UTC", "2026-08-03 14:00"), local("UTC", "2026-08-04 09:00")

    assert served(office("UTC"), start, end) == hours(3)
    assert end - start == hours(19)


def test_t3_a_case_of_friday_night_has_used_a_fifth_of_its_time_on_monday():
    start, end = local("UTC", "2025-12-12 21:00"), local("UTC", "2025-12-15 09:30")
    used = served(office("UTC", ("08:00", "17:00")), start, end)

    assert used == hours(1.5)
    assert end - start == hours(60.5)
    assert share_used(office("UTC", ("08:00", "17:00")), start, end, hours(8)) == 18.75


@pytest.mark.parametrize(("saturday", "minutes"), [("2026-03-28", 420), ("2026-10-24", 540)])
def test_t4_a_night_shift_is_as_long_as_it_is_lived(saturday, minutes):
    calendar = office(MADRID, week={"sat": [["22:00", "06:00"]]})
    start = local(MADRID, f"{saturday} 12:00")

    assert served(calendar, start, start + hours(40)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-28 12:00", "2026-03-29 13:00"), ("2026-10-24 12:00", "2026-10-25 11:00")]
)
def test_t5_a_day_that_never_closes_is_twenty_four_hours_not_a_date(start, end):
    calendar = compile_calendar(CalendarRule.always(MADRID), date(2026, 1, 1), date(2026, 12, 31))

    assert due(calendar, local(MADRID, start), hours(24)) == local(MADRID, end)


def test_t6_two_hours_over_the_weekend_in_which_the_clock_changes():
    assert due(office(MADRID), local(MADRID, "2026-03-27 16:00"), hours(2)) == local(MADRID, "2026-03-30 10:00")


def test_t7_a_half_day_and_a_holiday():
    calendar = office(MEXICO, exceptions={"2026-09-15": [["09:00", "13:00"]], "2026-09-16": []})

    assert due(calendar, local(MEXICO, "2026-09-15 11:00"), hours(8)) == local(MEXICO, "2026-09-17 15:00")


def test_t8_the_lunch_break_does_not_count():
    calendar = office(JAKARTA, ("08:00", "12:00"), ("13:00", "17:00"))

    assert due(calendar, local(JAKARTA, "2026-08-03 11:30"), hours(1.5)) == local(JAKARTA, "2026-08-03 14:00")


def test_t9_independence_day_after_a_weekend():
    calendar = office(JAKARTA, ("08:00", "12:00"), ("13:00", "17:00"), exceptions={"2026-08-17": []})

    assert due(calendar, local(JAKARTA, "2026-08-14 16:00"), hours(2)) == local(JAKARTA, "2026-08-18 09:00")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-08-01 10:00", 60, "2026-08-03 10:00"),
        ("2026-08-03 16:30", 30, "2026-08-03 17:00"),
        ("2026-08-03 17:00", 1, "2026-08-04 09:01"),
    ],
)
def test_t10_closing_time_is_still_in_time_and_after_it_is_tomorrow(start, minutes, end):
    assert due(office(MADRID), local(MADRID, start), timedelta(minutes=minutes)) == local(MADRID, end)


def test_t11_a_proven_pause_moves_the_promise_by_the_open_time_of_the_pause():
    calendar = office(MADRID)
    paused = served(calendar, local(MADRID, "2026-08-03 15:00"), local(MADRID, "2026-08-04 11:00"))

    assert paused == timedelta(minutes=240)
    assert due(calendar, local(MADRID, "2026-08-03 09:00"), hours(8) + paused) == local(MADRID, "2026-08-04 13:00")


def test_t14_a_holiday_declared_while_open_moves_the_promise_by_a_day():
    start = local(MADRID, "2026-08-03 15:00")

    assert due(office(MADRID), start, hours(4)) == local(MADRID, "2026-08-04 11:00")
    assert due(office(MADRID, exceptions={"2026-08-04": []}), start, hours(4)) == local(MADRID, "2026-08-05 11:00")


def test_t16_the_time_that_was_skipped_and_the_time_that_was_said_twice():
    zone, minutes = ZoneInfo(MADRID), 150
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)

    assert instant(spring, minutes, zone) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC).timestamp()
    assert instant(spring, minutes, zone, closing=True) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC).timestamp()
    assert instant(autumn, minutes, zone) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()
    assert instant(autumn, minutes, zone, closing=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC).timestamp()


def test_the_law_changed_the_zone_of_mexico():
    start22, start23 = local(MEXICO, "2022-07-04 08:00"), local(MEXICO, "2023-07-03 08:00")

    assert next_open(office(MEXICO), start22) == datetime(2022, 7, 4, 14, tzinfo=UTC)
    assert next_open(office(MEXICO), start23) == datetime(2023, 7, 3, 15, tzinfo=UTC)


def test_nothing_allowed_is_due_at_once_or_when_the_doors_open():
    calendar = office(MADRID)

    assert due(calendar, local(MADRID, "2026-08-03 10:15"), timedelta()) == local(MADRID, "2026-08-03 10:15")
    assert due(calendar, local(MADRID, "2026-08-03 17:00"), timedelta()) == local(MADRID, "2026-08-04 09:00")


def test_open_means_from_the_opening_to_before_the_closing():
    calendar = office(MADRID)

    assert is_open(calendar, local(MADRID, "2026-08-03 09:00"))
    assert not is_open(calendar, local(MADRID, "2026-08-03 17:00"))
    assert not is_open(calendar, local(MADRID, "2026-08-02 12:00"))


def test_a_calendar_that_never_opens_promises_nothing():
    closed = office(MADRID, week={}, exceptions={"2026-08-05": [["09:00", "10:00"]]})

    assert due(closed, local(MADRID, "2026-08-03 09:00"), hours(1)) == local(MADRID, "2026-08-05 10:00")
    with pytest.raises(NeverOpen):
        due(closed, local(MADRID, "2026-08-03 09:00"), hours(2))


def test_the_horizon_reaches_as_far_as_the_question():
    calendar = compile_calendar(CalendarRule.always(), date(2026, 1, 1), date(2026, 1, 2))
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert due(calendar, start, timedelta(days=4000)) == start + timedelta(days=4000)
    assert served(calendar, start - timedelta(days=4000), start) == timedelta(days=4000)


def test_a_yearly_hour_is_found_years_ahead():
    calendar = office("UTC", week={"mon": [["09:00", "09:01"]]})
    start = local("UTC", "2026-01-05 09:00")

    assert due(calendar, start, timedelta(minutes=521)) == start + timedelta(weeks=520, minutes=1)


def test_stretches_that_touch_are_one_and_that_overlap_count_once():
    calendar = office("UTC", ("09:00", "12:00"), ("12:00", "15:00"), ("14:00", "16:00"))
    start, end = local("UTC", "2026-08-03 00:00"), local("UTC", "2026-08-04 00:00")

    assert list(stretches(calendar, start, end)) == [
        (local("UTC", "2026-08-03 09:00"), local("UTC", "2026-08-03 16:00"))
    ]
    assert served(calendar, start, end) == hours(7)


def test_a_rule_is_stored_and_read_back_the_same():
    rule = office(MADRID, ("22:00", "06:00"), ("08:00", "24:00"), exceptions={"2026-12-25": []}).rule

    assert CalendarRule.from_json(rule.to_json()) == rule


@pytest.mark.parametrize(
    "broken",
    [
        {"zone": "UTC", "week": {"funday": []}},
        {"zone": "UTC", "week": {"mon": [["25:00", "26:00"]]}},
        {"zone": "UTC", "week": {"mon": [["24:00", "02:00"]]}},
        {"zone": "UTC", "week": {"mon": [["09:61", "12:00"]]}},
    ],
)
def test_a_rule_that_means_nothing_is_refused(broken):
    with pytest.raises(ValueError, match="day|time|open"):
        CalendarRule.from_json(broken)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        served(office("UTC"), datetime(2026, 1, 1), datetime(2026, 1, 2))
