"""A person in a real Chromium, in front of the real server."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections

from tests.browser.house import open_house
from tests.browser.people import Visitor

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread

CHROMIUM = os.environ.get("PASILLO_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, quiet: it calls nobody."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not shutil.which(CHROMIUM):
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


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
