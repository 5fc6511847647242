"""One small world for all questions of a file, and what a question changes is undone at once."""

import pytest
from django.db import connection

from tests.rights.world import small_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all tests of a file."""
    with django_db_blocker.unblock(), small_world() as made:
        yield made
        connection.close()


@pytest.fixture
def open_database(world, django_db_blocker):
    """The database may be asked, on the connection of the world."""
    with django_db_blocker.unblock():
        yield world
