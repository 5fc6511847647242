"""The feasts of Nidalia: what six areas keep, and what stays as it was."""

from datetime import UTC, date, datetime

import pytest

from pasillo.doors.console.example.company import found_company
from pasillo.doors.console.example.feasts import KEEP_FEASTS
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.hours.queries import newest_version

TODAY = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_six_areas_close_on_the_holidays_of_madrid_and_go_home_early_before_christmas():
    company = found_company(password="corridor-2026", by="system", at=datetime(2026, 8, 1, tzinfo=UTC), today=TODAY)
    nuria = company.people["nuria"].ref

    for key in KEEP_FEASTS:
        newest = newest_version(company.areas[key].calendar_id)
        rule = CalendarRule.from_json(newest.rule)
        assert (newest.made_by, newest.note) == (nuria, "Festivos de Madrid")
        assert rule.hours_of(date(2026, 10, 12)) == ()
        assert rule.reasons[date(2026, 10, 12)] == "Fiesta Nacional de España"
        assert rule.reasons[date(2027, 1, 1)] == "Año Nuevo"
        assert [opening.as_text() for opening in rule.hours_of(date(2026, 12, 24))] == [["08:00", "14:00"]]
        assert min(rule.exceptions) > TODAY.date()
    monitoring = newest_version(company.areas["monitoring"].calendar_id)
    assert CalendarRule.from_json(monitoring.rule).exceptions == {}
    assert CalendarVersion.objects.exclude(made_by="").count() == 6
