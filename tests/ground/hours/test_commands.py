"""Hours change by a further version: nobody overwrites anybody, and nothing that was served is counted again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import ALL_DAY, CalendarRule, Opening, is_open
from pasillo.ground.hours.commands import (
    HoursChangedMeanwhile,
    NotSound,
    new_version,
    open_calendar,
    set_hours,
)
from pasillo.ground.hours.models import Calendar, CalendarVersion
from pasillo.ground.hours.queries import newest_version, timetable, timetable_of, version_at
from pasillo.ground.kit.refusals import Refused

MONDAY = datetime(2026, 8, 3, 7, tzinfo=UTC)
DAY = timedelta(days=1)
NURIA, LUIS = "person:1", "person:2"
WORKDAYS = ((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2

pytestmark = pytest.mark.django_db


def office(*, closed=(), zone="Europe/Madrid", week=WORKDAYS):
    return CalendarRule(zone=zone, week=week, exceptions=dict.fromkeys(closed, ()))


@pytest.fixture
def calendar():
    return set_hours(name="Office", rule=office(), effective_from=MONDAY - 100 * DAY)


def change(calendar, rule, *, known=None, effective_from=MONDAY, by=NURIA, at=MONDAY):
    known = known or newest_version(calendar.pk).pk
    return new_version(calendar.pk, rule=rule, effective_from=effective_from, known=known, note="Feast", by=by, at=at)


def test_nuria_closes_the_office_on_a_day_and_what_held_before_is_still_there(calendar):
    before = newest_version(calendar.pk)
    made = change(calendar, office(closed=[date(2026, 8, 5)]))

    assert (made.made_by, made.made_at, made.note) == (NURIA, MONDAY, "Feast")
    assert CalendarRule.from_json(CalendarVersion.objects.get(pk=before.pk).rule) == office()
    assert not is_open(timetable(calendar.pk, at=MONDAY), MONDAY + 2 * DAY + timedelta(hours=1))
    assert is_open(timetable(calendar.pk, at=MONDAY - DAY), MONDAY + 2 * DAY + timedelta(hours=1))


def test_luis_who_saw_the_hours_before_is_told_and_changes_nothing(calendar):
    seen = newest_version(calendar.pk).pk
    nurias = change(calendar, office(closed=[date(2026, 8, 5)]), known=seen)

    with pytest.raises(HoursChangedMeanwhile, match="Somebody else") as told:
        change(calendar, office(closed=[date(2026, 8, 6)]), known=seen, by=LUIS)

    assert told.value.now == nurias
    assert newest_version(calendar.pk) == nurias


def test_hours_never_count_backwards(calendar):
    with pytest.raises(Refused, match="What was served is served"):
        change(calendar, office(closed=[date(2026, 8, 5)]), effective_from=MONDAY - DAY)

    assert CalendarVersion.objects.count() == 1


def test_hours_without_fault_only(calendar):
    with pytest.raises(NotSound, match="It never opens"):
        change(calendar, office(week=((),) * 7))
    with pytest.raises(NotSound, match="no time zone “Mars/Base”"):
        change(calendar, CalendarRule(zone="Mars/Base", week=(ALL_DAY,) * 7))
    with pytest.raises(Refused, match="nothing was changed"):
        change(calendar, office())

    assert CalendarVersion.objects.count() == 1


def test_a_plan_for_september_is_replaced_by_a_younger_one_for_the_same_day(calendar):
    september = datetime(2026, 9, 1, tzinfo=UTC)
    nights = office(week=((Opening.of("22:00", "06:00"),),) * 7)
    change(calendar, nights, effective_from=september)
    now = version_at(calendar.pk, MONDAY)
    planned = change(calendar, office(closed=[date(2026, 9, 2)]), effective_from=september)

    assert now.made_by == ""
    assert version_at(calendar.pk, september) == planned
    assert timetable(calendar.pk, at=september + DAY).rule == office(closed=[date(2026, 9, 2)])
    assert timetable(calendar.pk, at=september - DAY).rule == office()


def test_a_new_calendar_has_a_name_of_its_own_and_hours():
    made = open_calendar(name=" Workshop ", rule=office(), by=NURIA, at=MONDAY)

    assert (made.calendar.name, made.effective_from, made.made_by) == ("Workshop", MONDAY, NURIA)
    for name, rule, told in (("workshop", office(), "of this name already"), ("", office(), "a name"),
                             ("Night", office(week=((),) * 7), "It never opens")):  # fmt: skip
        with pytest.raises(Refused, match=told):
            open_calendar(name=name, rule=rule, by=NURIA, at=MONDAY)
    assert [calendar.name for calendar in Calendar.objects.all()] == ["Workshop"]


def test_hours_hold_from_two_years_ahead_at_most(calendar):
    with pytest.raises(Refused, match="two years at most"):
        change(calendar, office(closed=[date(2026, 8, 5)]), effective_from=MONDAY + 733 * DAY)
    assert CalendarVersion.objects.count() == 1

    assert change(calendar, office(closed=[date(2028, 8, 1)]), effective_from=MONDAY + 700 * DAY).pk
    far = CalendarVersion.objects.create(
        calendar=calendar, effective_from=datetime(9999, 12, 31, tzinfo=UTC), rule=office().to_json()
    )
    assert timetable_of(far.pk).rule.zone == "Europe/Madrid"
