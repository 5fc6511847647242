"""Nidalia's office: who administers, who manages an area, who is managed."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role


@pytest.fixture
def told(db):
    return {"by": "system", "at": now() - timedelta(days=1)}


@pytest.fixture
def hours(told):
    return set_hours(name="Always", rule=CalendarRule.always(), effective_from=told["at"] - timedelta(days=400))


@pytest.fixture
def field(hours, told):
    return open_area(name="Field north", function="field", calendar=hours, **told)


@pytest.fixture
def billing(hours, told):
    return open_area(name="Billing", function="billing", calendar=hours, **told)


@pytest.fixture
def colleague(told):
    """A colleague by name, with a role."""

    def make(name, role, area=None):
        first = name.split()[0].lower()
        person = meet(name=name, email=f"{first}@nidalia.example", zone="Europe/Madrid", **told)
        give_role(person=person, role=role, area=area, **told)
        return person

    return make


@pytest.fixture
def nuria(colleague):
    """Administers the house."""
    return colleague("Nuria Campos", Role.ADMIN)


@pytest.fixture
def carla(colleague, field):
    """Manages Field north, and nothing else."""
    return colleague("Carla Vidal", Role.MANAGER, field)


@pytest.fixture
def ivan(colleague, field):
    """Plans visits in Field north."""
    return colleague("Iván Soler", Role.AGENT, field)


@pytest.fixture
def raul(colleague, billing):
    """Serves in Billing, where Carla has no say."""
    return colleague("Raúl Boix", Role.AGENT, billing)


@pytest.fixture
def olga(colleague):
    """Audits."""
    return colleague("Olga Rey", Role.AUDITOR)


@pytest.fixture
def seated():
    """A browser in which somebody is signed in."""

    def sit(person):
        browser = Client()
        browser.force_login(person)
        return browser

    return sit
