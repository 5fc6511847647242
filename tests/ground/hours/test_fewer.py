"""Whether hours only became fewer, so that nothing that counts in them can come sooner."""

from datetime import date

import pytest

from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.fewer import only_fewer

DAY = (Opening.of("09:00", "14:00"), Opening.of("15:00", "18:00"))
NIGHT = (Opening.of("22:00", "06:00"),)
WEEK = (DAY,) * 5 + (NIGHT, ())
MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


def rule(week=WEEK, zone="Europe/Madrid", **exceptions):
    return CalendarRule(
        zone=zone,
        week=week,
        exceptions={date.fromisoformat(on.replace("_", "-")[1:]): h for on, h in exceptions.items()},
    )


@pytest.mark.parametrize(
    "after",
    [
        rule(),
        rule(_2026_03_02=()),
        rule(_2026_03_02=(Opening.of("10:00", "13:00"),)),
        rule(_2026_03_07=(Opening.of("23:00", "01:00"),)),
        rule(_2026_03_08=()),
        rule(week=(DAY[:1],) * 5 + ((), ())),
        rule(week=((Opening.of("09:00", "11:00"), Opening.of("12:00", "13:00"), DAY[1]),) * 5 + (NIGHT, ())),
    ],
)
def test_a_holiday_a_shorter_day_and_a_longer_break_are_fewer(after):
    assert only_fewer(rule(), after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rule(), rule(_2026_03_08=DAY)),
        (rule(), rule(_2026_03_02=(Opening.of("08:00", "09:00"),))),
        (rule(), rule(_2026_03_02=(Opening.of("13:00", "16:00"),))),
        (rule(), rule(_2026_03_02=(), _2026_03_07=(Opening.of("21:00", "06:00"),))),
        (rule(_2026_03_02=()), rule()),
        (rule(), rule(week=(DAY,) * 5 + (NIGHT, DAY))),
        (rule(), rule(zone="Atlantic/Canary")),
    ],
)
def test_any_hour_that_is_open_only_now_is_not_fewer_nor_is_another_zone(before, after):
    assert not only_fewer(before, after)
