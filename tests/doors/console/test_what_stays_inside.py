"""In a house of an earlier version, what only colleagues asked for stays theirs; customers lose nothing."""

from importlib import import_module

import pytest
from django.db import connection

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.commands import draft_service
from pasillo.strategy.catalogue.models import Service

pytestmark = pytest.mark.django_db
THEIRS = import_module("pasillo.doors.console.migrations.0003_what_only_colleagues_asked_for_stays_theirs").THEIRS


@pytest.fixture
def offered(field):
    def make(slug):
        names = {"en": slug}
        return draft_service(block="customer", names=names, area=field, slug=slug, by="system", at=now())

    return make


@pytest.fixture
def inside(colleague):
    return [colleague(name, Role.EMPLOYEE) for name in ("Tomás Vidal", "Adela Quiroga", "Nora Sanz")]


def ask(service, *people):
    for person in people:
        opening = Opening(customer_id=person.pk, service_id=service.pk, subject="Please", text="Now.", channel="phone")
        open_case(opening=opening, by=person.ref, at=now())


def migrate():
    with connection.cursor() as cursor:
        cursor.execute(THEIRS)


def audiences():
    return dict(Service.objects.values_list("slug", "audience"))


def test_only_what_several_colleagues_and_nobody_else_asked_for_often_is_theirs(offered, inside):
    elena = meet(name="Elena Prats", email="elena@correo.example", by="system", at=now())
    rooms, mixed, tried, unasked = (offered(slug) for slug in ("rooms", "mixed", "tried", "unasked"))
    ask(rooms, *inside, *inside)
    ask(mixed, *inside, *inside, elena)
    ask(tried, *[inside[0]] * 7)  # one person who tries the portal out

    migrate()

    assert audiences() == {
        rooms.slug: "colleagues",
        mixed.slug: "customers",
        tried.slug: "customers",
        unasked.slug: "customers",
    }


def test_where_somebody_has_said_for_whom_services_are_nothing_is_decided_for_them(offered, inside):
    rooms, said = offered("rooms"), offered("said")
    ask(rooms, *inside, *inside)
    Service.objects.filter(pk=said.pk).update(audience="both")

    migrate()

    assert audiences() == {"rooms": "customers", "said": "both"}
