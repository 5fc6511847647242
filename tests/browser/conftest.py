"""A person in a real Chromium, in front of the real server."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OPEN
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
    """`visit(width=…, theme=…)`: a fresh visitor; all leave at the end of the test, and what they sent has gone out."""
    visitors = []

    def arrive(**wishes):
        visitors.append(Visitor(chromium, address, **wishes))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()
    commands.say_what_is_due(at=now() + timedelta(seconds=11))


@pytest.fixture
def turnstiles(story):
    """Three cases of nobody else's: what is resolved here is missing nowhere."""
    amal, found = story.people["amal"], []
    for n in range(3):
        need = commands.Opening(
            customer_id=amal, service_id=story.services["make-a-complaint"], subject=f"Turnstile {n}",
            text="It does not turn.", channel="email",
        )  # fmt: skip
        found.append(commands.open_case(opening=need, by=f"person:{amal}", at=now()))
    yield found
    for case in Case.objects.filter(pk__in=[one.pk for one in found], state__in=OPEN):
        commands.cancel(case.pk, reason="The story is over.", by="system", at=now())
