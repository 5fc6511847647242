"""Nidalia in a bad week, as its head of operations sees it: real commands, real journal, real stories."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.promises.commands import ring
from pasillo.operations.voice.commands import give_feedback
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective
from tests.measurement.journal import read_again

TARGETS = {"first_response": (60, 0.9), "next_response": (120, None), "resolution": (600, 0.9), "dispute": (240, None)}
SHARES = {"errors": 0.1, "satisfaction": 0.8}


@pytest.fixture
def before(transactional_db):
    """Ten days ago."""
    return now() - timedelta(days=10)


@pytest.fixture
def hours(before):
    return set_hours(name="Always", rule=CalendarRule.always(), effective_from=before - timedelta(days=400))


def _area(name, hours, before):
    return open_area(name=name, function="service", calendar=hours, by="system", at=before)


def _employee(name, area, before, role=Role.AGENT):
    person = meet(name=name, email=f"{name.split()[0].lower()}@nidalia.example", by="system", at=before)
    give_role(person=person, role=role, area=area, by="system", at=before)
    return person


@pytest.fixture
def contact_centre(hours, before):
    return _area("Contact centre", hours, before)


@pytest.fixture
def field(hours, before):
    return _area("Field north", hours, before)


@pytest.fixture
def lucia(before):
    """Head of operations."""
    return _employee("Lucía Ferrer", None, before, Role.HEAD)


@pytest.fixture
def marta(contact_centre, before):
    """Answers customers."""
    return _employee("Marta Ruiz", contact_centre, before)


@pytest.fixture
def carla(contact_centre, before):
    """Manages the contact centre."""
    return _employee("Carla Vidal", contact_centre, before, Role.MANAGER)


@pytest.fixture
def felix(field, before):
    """Manages the field."""
    return _employee("Felix Moll", field, before, Role.MANAGER)


@pytest.fixture
def olga(before):
    """Audits: looks at everything and touches nothing."""
    return _employee("Olga Rey", None, before, Role.AUDITOR)


@pytest.fixture
def eva(before):
    """Works in finance, and serves nobody."""
    return _employee("Eva Blanco", None, before, Role.EMPLOYEE)


@pytest.fixture
def elena(before):
    """A customer without an alarm."""
    return meet(name="Elena Prats", email="elena.prats@correo.example", language="es", by="system", at=before)


def _service(slug, block, name, area, hours, before):
    service = Service.objects.create(
        slug=slug, block=block, names={"en": name}, area=area, calendar=hours, state="published"
    )
    since = before - timedelta(days=400)
    for metric, (minutes, rate) in TARGETS.items():
        Objective.objects.create(
            service=service, metric=metric, target_minutes=minutes, target_rate=rate, version=1, valid_from=since
        )
    for metric, rate in SHARES.items():
        Objective.objects.create(service=service, metric=metric, target_rate=rate, version=1, valid_from=since)
    return service


@pytest.fixture
def move_home(contact_centre, hours, before):
    return _service("move-home", "lifecycle", "Move home", contact_centre, hours, before)


@pytest.fixture
def visits(field, hours, before):
    return _service("visits", "delivery", "Technician visit", field, hours, before)


@pytest.fixture
def a_bad_week(move_home, visits, elena, marta, field, before):
    """Eight moves, six of them late; Elena's is disputed and passed on; three visits go well."""
    for number in range(8):
        _case(
            move_home, _customer(number, before), marta, before + timedelta(hours=number), hours=5 if number > 5 else 30
        )
    hers = _case(move_home, elena, marta, before, hours=40)
    commands.dispute(hers.pk, reason="Todavía no tengo alarma.", by=elena.ref, at=before + timedelta(hours=41))
    commands.transfer(hers.pk, area_id=field.pk, reason="Needs a visit", by=marta.ref, at=before + timedelta(hours=42))
    for number in range(10, 13):
        _case(visits, _customer(number, before), marta, before + timedelta(hours=number), hours=2)
    read_again()
    return hers


def _customer(number, before):
    return meet(name=f"Customer {number}", email=f"c{number}@correo.example", by="system", at=before)


def _case(service, customer, agent, at, *, hours):
    opening = Opening(
        customer_id=customer.pk, service_id=service.pk, subject="No alarm yet", text="Nobody came.",
        channel="portal", language="en", kind="request",
    )  # fmt: skip
    case = open_case(opening=opening, by=customer.ref, at=at)
    commands.reply(case.pk, text="We are on it.", by=agent.ref, at=at + timedelta(minutes=30))
    end = at + timedelta(hours=hours)
    ring(at=end)
    commands.resolve(case.pk, by=agent.ref, at=end)
    score = 1 if hours > 10 else 4
    give_feedback(
        case.pk,
        person_id=customer.pk,
        score=score,
        words="Demasiado tarde." if score == 1 else "",
        by=customer.ref,
        at=end,
    )
    return case


@pytest.fixture
def browser_of():
    """A browser in which somebody is signed in."""

    def sign_in(person):
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in
