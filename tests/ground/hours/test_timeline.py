"""Hours that change on the way: the second area counts in its own, and a new week counts from when it holds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pasillo.ground.hours import timeline
from pasillo.ground.hours.business_time import CalendarRule, Opening, compile_calendar
from pasillo.ground.hours.timeline import Timeline

MADRID, MEXICO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Mexico_City")


def office(zone, *, closed=()):
    week = ((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2
    rule = CalendarRule(zone=zone.key, week=week, exceptions=dict.fromkeys(closed, ()))
    return compile_calendar(rule, date(2026, 1, 1), date(2026, 12, 31))


def on(day, hour, minute=0, zone=MADRID):
    return datetime(2026, 8, day, hour, minute, tzinfo=zone).astimezone(UTC)


def test_t13_a_case_that_moves_from_madrid_to_mexico_counts_in_the_hours_of_whoever_holds_it():
    moved = on(3, 16, 30)
    held = Timeline(((on(3, 9), office(MADRID)), (moved, office(MEXICO))))

    assert timeline.served(held, moved, on(3, 20)) == timedelta(minutes=180)
    assert timeline.served(Timeline.of(office(MADRID), moved), moved, on(3, 20)) == timedelta(minutes=30)


def test_t14_a_holiday_that_is_declared_while_the_case_is_open_moves_the_promise_by_a_day():
    began, told = on(3, 15), on(3, 16)
    before = Timeline.of(office(MADRID), began)
    after = Timeline(((began, office(MADRID)), (told, office(MADRID, closed=[date(2026, 8, 4)]))))

    assert timeline.due(before, began, timedelta(hours=4)) == on(4, 11)
    assert timeline.due(after, began, timedelta(hours=4)) == on(5, 11)


def test_what_was_counted_before_the_change_stays_counted():
    began, told = on(3, 9), on(3, 13)
    never_mondays = office(MADRID, closed=[date(2026, 8, 3)])
    held = Timeline(((began, office(MADRID)), (told, never_mondays)))

    assert timeline.served(held, began, on(3, 17)) == timedelta(hours=4)
    assert timeline.due(held, began, timedelta(hours=4)) == told
    assert timeline.due(held, began, timedelta(hours=5)) == on(4, 10)


def test_who_asks_while_it_is_closed_waits_for_the_first_opening_of_whichever_hours_hold_then():
    held = Timeline(((on(1, 9), office(MADRID)), (on(2, 12), office(MEXICO))))

    assert timeline.next_open(held, on(1, 10)) == on(3, 9, zone=MEXICO)
    assert timeline.due(held, on(1, 10), timedelta()) == on(3, 9, zone=MEXICO)
    assert not timeline.is_open(held, on(3, 10))
    assert timeline.is_open(held, on(3, 10, zone=MEXICO))


def test_hours_have_an_order_and_there_are_some():
    with pytest.raises(ValueError, match="without hours"):
        Timeline(())
    with pytest.raises(ValueError, match="order of time"):
        Timeline(((on(3, 9), office(MADRID)), (on(2, 9), office(MADRID))))


def test_hours_of_a_day_nobody_lives_to_see_change_nothing_and_are_not_laid_out():
    far = datetime(9999, 12, 31, tzinfo=UTC)
    held = Timeline(((on(3, 9), office(MADRID)), (far, office(MEXICO))))

    assert timeline.due(held, on(3, 9), timedelta(hours=8)) == on(3, 17)
    assert timeline.next_open(held, on(3, 18)) == on(4, 9)
    assert timeline.served(held, on(3, 9), on(4, 10)) == timedelta(hours=9)
