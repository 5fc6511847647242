"""A person in a real Chromium, in front of the real server."""

import os
from pathlib import Path

import pytest
from django.db import connections

from tests.browser.house import open_house
from tests.browser.people import Visitor

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def story(django_db_setup, django_db_blocker):
    """The example company, small, committed once for all browser tests of this process."""
    from tests.browser import scenery

    with django_db_blocker.unblock():
        return scenery.build()


@pytest.fixture(scope="session")
def address(story):
    """Where the house is open."""
    with open_house(connections["default"].settings_dict["NAME"]) as where:
        yield where


@pytest.fixture
def visit(chromium, address):
    """`visit(width=…, theme=…)`: a fresh visitor; all of them leave at the end of the test."""
    visitors = []

    def arrive(**wishes):
        visitors.append(Visitor(chromium, address, **wishes))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()
