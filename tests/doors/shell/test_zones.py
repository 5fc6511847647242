"""Whoever has not said where they are reads the hours of the house, not those of a server."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import OperationalError
from django.test import RequestFactory

from pasillo.doors.shell.languages import zone_of
from pasillo.ground.hours import queries
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _asks_its_calendars(settings):
    settings.HOUSE_ZONE = ""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def nidalia(db):
    """Two teams in Spain, one in Jakarta; the second moved to Spain lately."""
    for name, zone in {"Contact centre": "Asia/Jakarta", "Billing": "Europe/Madrid", "Field": "Asia/Jakarta"}.items():
        set_hours(name=name, rule=CalendarRule.always(zone), effective_from=LONG_AGO)
    moved = datetime(2026, 1, 1, tzinfo=UTC)
    set_hours(name="Contact centre", rule=CalendarRule.always("Europe/Madrid"), effective_from=moved)


def visit(person=None, zone=""):
    request = RequestFactory().get("/")
    request.user = person or AnonymousUser()
    request.COOKIES = {"zone": zone} if zone else {}
    return request


def test_a_stranger_reads_the_zone_of_most_calendars_as_they_are_today(nidalia):
    assert zone_of(visit()).key == "Europe/Madrid"


def test_what_was_said_by_profile_browser_or_installation_comes_first(nidalia, lucia, settings):
    settings.HOUSE_ZONE = "America/Lima"

    assert zone_of(visit(lucia, "Asia/Tokyo")).key == "Europe/Madrid"
    assert zone_of(visit(zone="Asia/Tokyo")).key == "Asia/Tokyo"
    assert zone_of(visit(zone="Not/There")).key == "America/Lima"


def test_the_house_is_asked_once_in_a_while_however_many_come(nidalia, django_assert_num_queries):
    with django_assert_num_queries(2):  # the organisation, its calendars
        assert [zone_of(visit()).key for _visitor in range(3)] == ["Europe/Madrid"] * 3


def test_a_house_without_calendars_or_database_still_has_hours(db, monkeypatch):
    def away():
        raise OperationalError("the database is away")

    assert zone_of(visit()).key == "UTC"
    cache.clear()
    monkeypatch.setattr(queries, "_commonest_zone", away)
    assert zone_of(visit()).key == "UTC"
