"""One small world for all questions of a file, and what a question changes is undone at once."""

import pytest
from django.db import connection

from tests.rights.world import small_world
from tests.template import all_can_be_read


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all tests of a file."""
    with django_db_blocker.unblock(), small_world() as made:
        yield made
        connection.close()


@pytest.fixture
def open_database(world, django_db_blocker):
    """The database may be asked, on the connection of the world; what the journal tells of the world can be read."""
    with django_db_blocker.unblock():
        all_can_be_read()
        yield world
