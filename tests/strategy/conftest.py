"""A small company that the tests of the strategy share."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.models import Area
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service

BY = "person:1"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def noon():
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def field_north(db):
    """Brings alarms and fibre to homes."""
    calendar = set_hours(name="Zaragoza", rule=CalendarRule.always("Europe/Madrid"), effective_from=LONG_AGO)
    return Area.objects.create(name="Field north", calendar=calendar)


@pytest.fixture
def offer(field_north, noon):
    """Writes down and publishes a service with one thing to ask, in one line."""

    def make(block, names, *, keywords=None, summaries=None, asks=None, fields=()):
        service = draft_service(
            block=block,
            names=names,
            area=field_north,
            details={"keywords": keywords or {}, "summaries": summaries or {}},
            by=BY,
            at=noon,
        )
        publish_service(service.pk, by=BY, at=noon)
        if asks:
            one = draft_request_type(service.pk, names=asks, by=BY, at=noon)
            publish_form(one.pk, fields=list(fields), by=BY, at=noon)
        return service

    return make


@pytest.fixture
def moving(offer):
    return offer(
        "lifecycle",
        {"en": "Move home", "es": "Trasladar mi casa", "id": "Pindah rumah"},
        keywords={"en": "moving new address", "es": "mudanza traslado", "id": "pindahan"},
        summaries={"en": "We take your alarm and fibre to your new home."},
    )


@pytest.fixture
def internet(offer):
    return offer(
        "customer",
        {"en": "My internet does not work", "es": "No tengo internet", "id": "Internet saya mati"},
        keywords={"en": "ticket wifi router connection", "es": "ticket conexión avería", "id": "koneksi gangguan"},
    )


@pytest.fixture
def complaint(offer):
    return offer(
        "customer",
        {"en": "Make a complaint", "es": "Poner una reclamación", "id": "Ajukan pengaduan"},
        keywords={"en": "claim", "es": "queja", "id": "keluhan"},
    )


@pytest.fixture
def bill(offer):
    return offer(
        "customer",
        {"en": "A question about my bill", "es": "Una duda de mi factura", "id": "Pertanyaan tentang tagihan"},
        keywords={"en": "invoice charge payment", "es": "recibo cobro pago", "id": "bayar membayar"},
    )
