"""Nidalia as its customers meet it: three services, a promise, and the people who ask and answer."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, assign, open_case, reply, resolve
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service
from pasillo.strategy.objectives.commands import set_objective

BY = "system"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOVE_FORM = [
    {"key": "address", "kind": "address", "labels": {"en": "New address", "es": "Nueva dirección"}, "required": True},
    {"key": "gate", "kind": "yes_no", "labels": {"en": "Is there a gate?", "es": "¿Hay portal?"}, "required": True},
    {
        "key": "code",
        "kind": "text",
        "labels": {"en": "Gate code", "es": "Código del portal"},
        "required": True,
        "visible_if": {"field": "gate", "equals": True},
    },
    {"key": "photo", "kind": "file", "labels": {"en": "A photo of the hallway", "es": "Una foto del recibidor"}},
]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def contact_centre(db):
    days = ("mon", "tue", "wed", "thu", "fri")
    office = CalendarRule.from_json({"zone": "UTC", "week": {day: [["08:00", "20:00"]] for day in days}})
    calendar = set_hours(name="Contact centre", rule=office, effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    return open_area(name="Contact centre", function="service", calendar=calendar, by=BY, at=MONDAY)


@pytest.fixture
def elena(db):
    """Moves home, and her alarm did not move with her."""
    return meet(name="Elena Prats", email="elena@prats.example", language="en", by=BY, at=MONDAY)


@pytest.fixture
def ramon(db):
    """Another customer, who has no business with Elena's requests."""
    return meet(name="Ramón Gil", email="ramon@gil.example", language="es", by=BY, at=MONDAY)


@pytest.fixture
def marta(contact_centre):
    """An agent of the contact centre."""
    person = meet(name="Marta Ruiz", email="marta@nidalia.example", by=BY, at=MONDAY)
    give_role(person=person, role=Role.AGENT, area=contact_centre, by=BY, at=MONDAY)
    return person


@pytest.fixture
def moving(contact_centre):
    service = draft_service(
        block="lifecycle",
        names={"en": "Move home", "es": "Trasladar mi casa", "id": "Pindah rumah"},
        area=contact_centre,
        details={
            "summaries": {"en": "We take everything to your new home.", "es": "Llevamos todo a su nueva casa."},
            "keywords": {"es": "mudanza traslado", "id": "pindahan"},
            "advice": {"en": "Leave a free socket next to the door."},
            "steps": [{"names": {"en": "We call you"}, "texts": {"en": "to agree on the day"}}],
        },
        by=BY,
        at=MONDAY,
    )
    publish_service(service.pk, by=BY, at=MONDAY)
    set_objective(service.pk, metric="first_response", target_minutes=30, by=BY, at=MONDAY)
    set_objective(service.pk, metric="resolution", target_minutes=7 * 720, by=BY, at=MONDAY)
    return service


@pytest.fixture
def move_request(moving):
    one = draft_request_type(moving.pk, names=moving.names, slug="new", by=BY, at=MONDAY)
    publish_form(one.pk, fields=MOVE_FORM, by=BY, at=MONDAY)
    return one


@pytest.fixture
def question(contact_centre):
    service = draft_service(
        block="customer",
        names={"en": "Ask us something", "es": "Preguntar algo", "id": "Tanya sesuatu"},
        area=contact_centre,
        slug="ask",
        by=BY,
        at=MONDAY,
    )
    publish_service(service.pk, by=BY, at=MONDAY)
    one = draft_request_type(
        service.pk, names={"en": "A question", "es": "Una pregunta"}, slug="question", kind="question", by=BY, at=MONDAY
    )
    publish_form(one.pk, fields=[], by=BY, at=MONDAY)
    return one


@pytest.fixture
def as_elena(client, elena):
    client.force_login(elena)
    return client


@pytest.fixture
def her_case(elena, move_request, marta):
    opening = Opening(
        customer_id=elena.pk,
        service_id=move_request.service_id,
        request_type_id=move_request.pk,
        subject="Your move to Av. de Goya 61",
        text="Nobody came on Monday.",
        channel="portal",
    )
    return open_case(opening=opening, by=elena.ref, at=MONDAY)


@pytest.fixture
def answered(her_case, marta):
    assign(her_case.pk, assignee_id=marta.pk, by=marta.ref, at=MONDAY)
    reply(her_case.pk, text="Nora comes today between 15:00 and 18:00.", by=marta.ref, at=MONDAY)
    her_case.refresh_from_db()
    return her_case


@pytest.fixture
def resolved(answered, marta):
    resolve(answered.pk, by=marta.ref, at=MONDAY)
    answered.refresh_from_db()
    return answered


@pytest.fixture
def fill():
    """What somebody types who moves home."""

    def make(key, **more):
        return {
            "key": key,
            "do": "send",
            "address.street": "Avenida de Goya 61",
            "address.town": "Zaragoza",
            "address.postcode": "50005",
            "gate": "yes",
            "code": "4417",
        } | more

    return make
