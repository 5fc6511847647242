"""A clock that rings is worked out once: what it tells, since when that was so, and when it rings again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule, Opening, compile_calendar
from pasillo.ground.hours.timeline import Timeline
from pasillo.operations.promises import clock as rule

WEEK = CalendarRule(zone="UTC", week=((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOURS = Timeline.of(compile_calendar(WEEK, date(2026, 1, 1), date(2026, 12, 31)), MONDAY)
TOLD = rule.start(HOURS, at=MONDAY, target=timedelta(hours=8))


@pytest.mark.parametrize(
    ("hour", "share", "rang_at", "rings_at"),
    [(12.9, None, None, 13), (13, 50, 13, 15), (14.9, 50, 13, 15), (15, 75, 15, 17), (17, 100, 17, None)],
)
def test_each_share_is_told_of_its_own_moment_and_the_next_is_known(hour, share, rang_at, rings_at):
    rung = rule.ring_on(TOLD, HOURS, at=MONDAY + timedelta(hours=hour - 9))

    told = {"rang_at": rung.rang_at, "rings_at": rung.rings_at}
    assert told == {
        "rang_at": MONDAY.replace(hour=rang_at) if rang_at else None,
        "rings_at": MONDAY.replace(hour=rings_at) if rings_at else None,
    }
    assert (rung.share, rung.after.warned, rung.after.is_broken) == (share, share or 0, share == 100)
    assert rung.rings_at == rule.next_alarm(rung.after, HOURS)


def test_a_share_that_was_told_is_not_told_again_and_what_stands_still_does_not_ring():
    half = rule.ring_on(TOLD, HOURS, at=MONDAY.replace(hour=14)).after
    again = rule.ring_on(half, HOURS, at=MONDAY.replace(hour=14, minute=30))
    waiting = rule.pause(TOLD, at=MONDAY.replace(hour=10))

    assert (again.share, again.rings_at, again.after) == (None, MONDAY.replace(hour=15), half)
    assert rule.ring_on(waiting, HOURS, at=MONDAY.replace(day=6)) == rule.Rung(waiting)
