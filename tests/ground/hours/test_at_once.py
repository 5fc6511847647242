"""A hundred thousand clocks asked at once hear the same as one clock that asks alone."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from pasillo.ground.hours import timeline as one_by_one
from pasillo.ground.hours.at_once import AtOnce
from pasillo.ground.hours.business_time import EPOCH, CalendarRule, NeverOpen, Opening, compile_calendar, micros
from pasillo.ground.hours.timeline import Timeline

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
BEGAN = datetime(2026, 7, 1, tzinfo=UTC)
CHANGED = datetime(2026, 8, 5, 12, 13, 14, 15, tzinfo=UTC)


def compiled(*pairs, closed=(), zone="Europe/Madrid"):
    week = (tuple(Opening.of(opens, closes) for opens, closes in pairs),) * 5 + ((),) * 2
    rule = CalendarRule(zone=zone, week=week, exceptions=dict.fromkeys(closed, ()))
    return compile_calendar(rule, date(2026, 1, 1), date(2026, 12, 31))


OFFICE = compiled(("09:00", "14:00"), ("15:00", "18:00"))
LATER = compiled(("22:00", "06:00"), closed=[date(2026, 8, 6)], zone="Asia/Jakarta")
CHANGES = Timeline(((BEGAN, OFFICE), (CHANGED, LATER)))


def test_many_clocks_over_a_change_of_hours_hear_what_each_hears_alone():
    dice = random.Random(7)
    clocks = [
        (micros(BEGAN) + dice.randrange(60 * 86400 * 10**6), dice.randrange(90 * 3600 * 10**6)) for _ in range(400)
    ]
    clocks += [(micros(BEGAN), 0), (micros(CHANGED), 0), (micros(CHANGED) - 1, 1)]
    everyone = AtOnce(CHANGES, BEGAN)

    for (start, allowed), due in zip(clocks, everyone.dues(clocks), strict=True):
        alone = one_by_one.due(CHANGES, EPOCH + start * MICROSECOND, allowed * MICROSECOND)
        assert EPOCH + due * MICROSECOND == alone
        if allowed:
            assert everyone.served(start, due) == allowed


def test_the_longest_question_reaches_as_far_as_it_needs():
    everyone = AtOnce(Timeline.of(OFFICE, BEGAN), BEGAN)
    years = 8 * 3600 * 10**6 * 2600

    assert everyone.dues([(micros(BEGAN), years)]) == [micros(one_by_one.due(CHANGES_NOT, BEGAN, years * MICROSECOND))]


CHANGES_NOT = Timeline.of(OFFICE, BEGAN)


def test_hours_that_never_open_again_are_refused_and_nobody_asks_of_before():
    shut = AtOnce(Timeline(((BEGAN, OFFICE), (CHANGED, compiled()))), BEGAN)

    assert shut.dues([]) == []
    with pytest.raises(NeverOpen):
        shut.dues([(micros(CHANGED), 60)])
    with pytest.raises(ValueError, match="before"):
        shut.dues([(micros(BEGAN - DAY), 60)])
