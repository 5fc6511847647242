"""Who comes to the door in these tests."""

import pytest
from django.test import Client

from pasillo.ground.people.models import Membership, Person, Role


@pytest.fixture
def elena(db):
    """A customer. Spanish, comes rarely, keeps no password."""
    return Person.objects.create(name="Elena Prats", email="elena.prats@correo.example", language="es", password="!")


@pytest.fixture
def lucia(db):
    """The head of operations: sees every area."""
    person = Person(name="Lucía Ferrer", email="lucia.ferrer@nidalia.example", zone="Europe/Madrid")
    person.set_password("corridor-of-seven-doors")
    person.save()
    Membership.objects.create(person=person, role=Role.HEAD)
    return person


@pytest.fixture
def browser():
    """A browser that nobody has signed in with yet."""
    return Client()
