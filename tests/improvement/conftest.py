"""Nidalia's people, one service, a case and a quote from which ideas come."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.improvement.ideas.commands import Proposal, propose
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.models import Service

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def monday():
    return MONDAY


@pytest.fixture
def later():
    return lambda hours: MONDAY + timedelta(hours=hours)


@pytest.fixture
def field(db):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=MONDAY - timedelta(days=400))
    return open_area(name="Field north", function="field", calendar=hours, by="system", at=MONDAY)


@pytest.fixture
def billing(field):
    return open_area(name="Billing", function="finance", calendar=field.calendar, by="system", at=MONDAY)


def _works(name, role, area=None, language="en"):
    first = name.split()[0].lower()
    person = meet(name=name, email=f"{first}@nidalia.example", language=language, by="system", at=MONDAY)
    give_role(person=person, role=role, area=area, by="system", at=MONDAY)
    return person


@pytest.fixture
def tomas(db):
    """Finance; spent a day at the front line and heard Elena."""
    return _works("Tomás Vidal", Role.EMPLOYEE, language="es")


@pytest.fixture
def nora(db):
    """A technician who would be glad of it."""
    return _works("Nora Sanz", Role.EMPLOYEE)


@pytest.fixture
def clara(field):
    """Manages Field north."""
    return _works("Clara Vives", Role.MANAGER, field)


@pytest.fixture
def raul(billing):
    """Manages Billing, and has nothing to say in Field."""
    return _works("Raúl Boix", Role.MANAGER, billing)


@pytest.fixture
def ivan(field):
    """Serves in Field north."""
    return _works("Iván Soler", Role.AGENT, field)


@pytest.fixture
def lucia(db):
    return _works("Lucía Ferrer", Role.HEAD)


@pytest.fixture
def elena(db):
    """A customer who suggests something."""
    return meet(name="Elena Prats", email="elena@correo.example", language="es", by="system", at=MONDAY)


@pytest.fixture
def visits(field):
    return Service.objects.create(
        slug="technician", block="delivery", names={"en": "Technician visit"}, area=field, calendar=field.calendar,
        state="published",
    )  # fmt: skip


@pytest.fixture
def asks(elena, visits):
    """Opens a case of Elena's, of some kind."""

    def make(kind, text="Tell me the name of the technician before."):
        opening = Opening(
            customer_id=elena.pk, service_id=visits.pk, subject="The visit", text=text, channel="portal",
            language="es", kind=kind,
        )  # fmt: skip
        return open_case(opening=opening, by=elena.ref, at=MONDAY)

    return make


@pytest.fixture
def idea(tomas, visits):
    proposal = Proposal(
        title="Ask for the gate code in the first call",
        words="Nobody should take a day off for a door that does not open.",
        service_id=visits.pk,
    )
    return propose(proposal, by=tomas.ref, at=MONDAY)


@pytest.fixture
def sees():
    return sight_of
