"""Nidalia's desk: who serves, who asks, and a case or two."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective


@pytest.fixture
def before(db):
    """Two hours ago: when the case of these stories began."""
    return now() - timedelta(hours=2)


@pytest.fixture
def hours(before):
    return set_hours(name="Always", rule=CalendarRule.always(), effective_from=before - timedelta(days=400))


@pytest.fixture
def contact_centre(hours, before):
    return open_area(name="Contact centre", function="service", calendar=hours, by="system", at=before)


@pytest.fixture
def field(hours, before):
    return open_area(name="Field north", function="field", calendar=hours, by="system", at=before)


def _employee(name, area, before, role=Role.AGENT):
    person = meet(name=name, email=f"{name.split()[0].lower()}@nidalia.example", by="system", at=before)
    give_role(person=person, role=role, area=area, by="system", at=before)
    return person


@pytest.fixture
def marta(contact_centre, before):
    """Answers customers."""
    return _employee("Marta Ruiz", contact_centre, before)


@pytest.fixture
def jordi(contact_centre, before):
    """Sits beside Marta."""
    return _employee("Jordi Mas", contact_centre, before)


@pytest.fixture
def ivan(field, before):
    """Plans visits; sees no case of Marta's until he is asked."""
    return _employee("Iván Soler", field, before)


@pytest.fixture
def lucia(before, db):
    """Head of operations."""
    return _employee("Lucía Ferrer", None, before, Role.HEAD)


@pytest.fixture
def auditor(before, db):
    """Looks at everything and touches nothing."""
    return _employee("Olga Rey", None, before, Role.AUDITOR)


@pytest.fixture
def elena(before, db):
    """A customer without an alarm."""
    return meet(name="Elena Prats", email="elena.prats@correo.example", language="es", by="system", at=before)


@pytest.fixture
def move_home(contact_centre, hours, before):
    service = Service.objects.create(
        slug="move-home", block="lifecycle", names={"en": "Move home", "es": "Trasladar mi casa"},
        area=contact_centre, calendar=hours, state="published",
    )  # fmt: skip
    for metric, minutes in {"first_response": 30, "next_response": 120, "resolution": 4320, "dispute": 60}.items():
        Objective.objects.create(
            service=service, metric=metric, target_minutes=minutes, version=1, valid_from=before - timedelta(days=400)
        )
    return service


@pytest.fixture
def opens(elena, move_home, before):
    """Opens a case of Elena's."""

    def make(subject="Still no alarm", text="Nobody came on Monday.", *, customer=None, at=None, **more):
        opening = Opening(
            customer_id=(customer or elena).pk, service_id=move_home.pk, subject=subject, text=text,
            channel="email", language="es", kind="incident", **more,
        )  # fmt: skip
        return open_case(opening=opening, by=(customer or elena).ref, at=at or before)

    return make


@pytest.fixture
def case(opens):
    return opens()


@pytest.fixture
def at_desk(client):
    """A browser in which somebody is signed in."""

    def sign_in(person):
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in
