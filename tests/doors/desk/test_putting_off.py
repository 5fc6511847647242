"""The moments to which a case can be put off: each instant is offered once, whatever the day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from pasillo.doors.desk.hours import moment_of, moments

MADRID = ZoneInfo("Europe/Madrid")
SUNDAY = datetime(2026, 3, 1, 10, 20, tzinfo=MADRID)
MONDAY_MORNING = datetime(2026, 3, 2, 9, tzinfo=MADRID)


@pytest.fixture(autouse=True)
def _in_madrid():
    with timezone.override(MADRID):
        yield


def test_on_a_sunday_tomorrow_is_next_week_and_is_offered_once():
    assert [(one.name, one.at) for one in moments(SUNDAY)] == [
        ("later", datetime(2026, 3, 1, 13, tzinfo=MADRID)),
        ("tomorrow", MONDAY_MORNING),
    ]


@pytest.mark.parametrize("days", range(1, 7))
def test_on_any_other_day_next_week_is_a_monday_of_its_own(days):
    offered = {one.name: one.at for one in moments(SUNDAY + timedelta(days=days))}

    assert offered["week"] == MONDAY_MORNING + timedelta(days=7)
    assert len(set(offered.values())) == len(offered) == 3


def test_a_page_from_saturday_that_is_pressed_after_midnight_still_means_monday():
    assert moment_of("week", SUNDAY) == MONDAY_MORNING
