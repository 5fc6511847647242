"""What every test may ask for."""

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings

from pasillo.ground.people.organisation import forget_organisation
from tests import keeper, template
from tests.browser.driver import open_chromium

# The same examples for everybody; `make test ARGS=--hypothesis-profile=wide` looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("wide", max_examples=500, deadline=None)
settings.load_profile("same")


def pytest_collection_modifyitems(items):
    """What a file builds once for all its stories is built in one process: they stay together there."""
    for item in items:
        if any(made.scope == "module" for known in item._fixtureinfo.name2fixturedefs.values() for made in known):
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One server for all runs, one migrated database to copy, one copy for each test process."""
    guest = keeper.join()
    with django_db_blocker.unblock():
        connection = connections["default"]
        name = template.copy_for_this_process()
        connection.settings_dict["NAME"] = name
        yield
        connections.close_all()
        template.drop(name)
    guest.close()


@pytest.fixture(scope="session")
def chromium():
    """The browser of this test process."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _an_organisation_of_its_own():
    """What one test called the organisation is not remembered in the next."""
    forget_organisation()


@pytest.fixture(autouse=True)
def _the_second_wall_stands(request):
    """A test's own transaction around everything is no command: pages look with the eyes of their visitors."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    connection = connections["default"]
    connection.outer_transactions = 1 + len(connection.savepoint_ids) if connection.in_atomic_block else 0


def _put_back(case):
    """In place of Django's flush, which needs the owner's rights and forgets what migrations have put in."""
    template.put_back()


TransactionTestCase._fixture_teardown = _put_back
