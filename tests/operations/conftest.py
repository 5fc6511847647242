"""People of a small company that repairs lines, and the hours in which it does."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICE = {"zone": "UTC", "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


@pytest.fixture
def monday():
    """Monday, nine o'clock: the office opens."""
    return MONDAY


@pytest.fixture
def later():
    """That many hours after Monday nine."""
    return lambda hours: MONDAY + timedelta(hours=hours)


@pytest.fixture
def office(db):
    return set_hours(name="Office", rule=CalendarRule.from_json(OFFICE), effective_from=MONDAY - timedelta(days=400))


@pytest.fixture
def repairs(office):
    return open_area(name="Repairs", function="field", calendar=office, by="system", at=MONDAY)


@pytest.fixture
def billing(office):
    return open_area(name="Billing", function="finance", calendar=office, by="system", at=MONDAY)


@pytest.fixture
def ana(db):
    """A customer whose line went dead."""
    return meet(name="Ana Pons", email="ana@correo.example", language="es", by="system", at=MONDAY)


@pytest.fixture
def budi(repairs):
    """Repairs lines."""
    person = meet(name="Budi Santoso", email="budi@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.AGENT, area=repairs, by="system", at=MONDAY)
    return person


@pytest.fixture
def clara(billing):
    """Sends the bills."""
    person = meet(name="Clara Vives", email="clara@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.AGENT, area=billing, by="system", at=MONDAY)
    return person


@pytest.fixture
def line_repair(repairs, office):
    service = Service.objects.create(
        slug="line-repair", block="customer", names={"en": "Line repair", "es": "Avería de línea"},
        area=repairs, calendar=office, state="published",
    )  # fmt: skip
    targets = {"first_response": 60, "next_response": 120, "resolution": 480, "dispute": 240}
    for metric, minutes in targets.items():
        Objective.objects.create(
            service=service, metric=metric, target_minutes=minutes, version=1, valid_from=MONDAY - timedelta(days=400)
        )
    return service


@pytest.fixture
def opening(ana, line_repair):
    return Opening(
        customer_id=ana.pk, service_id=line_repair.pk, subject="No hay línea",
        text="Desde ayer no tengo línea.", channel="portal", language="es", kind="incident",
    )  # fmt: skip


@pytest.fixture
def dead_line(opening, ana):
    return open_case(opening=opening, by=ana.ref, at=MONDAY)


@pytest.fixture
def manages(repairs):
    """Manages Repairs and the budget of it."""
    person = meet(name="Carla Vives", email="carla@nidalia.example", language="es", by="system", at=MONDAY)
    give_role(person=person, role=Role.MANAGER, area=repairs, by="system", at=MONDAY)
    return person


@pytest.fixture
def asks_for():
    """Asks for one of the everyday requests, as a form would."""

    def make(asked, person, answers, *, at=MONDAY, language="en", key=None):
        version = asked.form_versions.order_by("-number").first()
        opening = Opening(
            customer_id=person.pk, service_id=asked.service_id, request_type_id=asked.pk, form_version_id=version.pk,
            subject=str(asked.slug), text="Please.", channel="portal", language=language, kind=asked.kind,
            answers=answers, key=key,
        )  # fmt: skip
        return open_case(opening=opening, by=person.ref, at=at)

    return make
