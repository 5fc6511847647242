"""Who is called when a line stays dead: Budi who repairs it, Carla who leads, Olga who owns the service."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.alarms.models import Alarm
from tests.operations.conftest import MONDAY


def at_hour(day, hour, minute=0):
    """A moment of March 2026; the second is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def carla(repairs):
    """Leads Repairs."""
    person = meet(name="Carla Vidal", email="carla@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.MANAGER, area=repairs, by="system", at=MONDAY)
    repairs.lead = person
    repairs.save()
    return person


@pytest.fixture
def olga(line_repair, billing):
    """Owns the service and heads the operation; her own desk is in Billing."""
    person = meet(name="Olga Rey", email="olga@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.MANAGER, area=billing, by="system", at=MONDAY)
    give_role(person=person, role=Role.HEAD, area=None, by="system", at=MONDAY)
    line_repair.owner = person
    line_repair.save()
    return person


def alarms(case, **which):
    """The alarms of a case, in the order in which they rang."""
    return list(Alarm.objects.filter(case=case, **which).order_by("rang_at", "id"))


def the_open(case, **which):
    """The one alarm that nobody has answered."""
    return Alarm.objects.get(case=case, closed_at=None, **which)
