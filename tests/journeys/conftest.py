"""A whole Pasillo, as `pasillo start` runs it, with a small company in it; and browsers for its people."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.browser.people import Visitor
from tests.config.furnished import furnished_house
from tests.config.running import Running, free_port
from tests.journeys.company import PASSWORD
from tests.journeys.mailboxes import PostOffice
from tests.keeper import ROOT

MAILBOX = "help@nidalia.example"


def pytest_collection_modifyitems(items):
    """A journey needs the whole house and a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


class Company:
    """The house, its address, its people and its post."""

    def __init__(self, running: Running, post: PostOffice, smtp_in: int, people: dict[str, Any]) -> None:
        self.running, self.post, self.smtp_in, self.people = running, post, smtp_in, people
        self.address = f"http://127.0.0.1:{running.port}"

    def ask(self, sql: str, *values: Any) -> Any:
        """One value out of the database, as its owner sees it."""
        with self.database() as connection:
            row = connection.execute(sql, values).fetchone()
            return row[0] if row else None

    def database(self) -> psycopg.Connection:
        return self.running.database()


@contextmanager
def open_company() -> Iterator[Company]:
    """A company on a fresh data folder, gone afterwards."""
    with furnished_house() as data, PostOffice() as post:
        port, smtp_in = free_port(), free_port()
        settings = {
            "PASILLO_SMTP_IN": f"127.0.0.1:{smtp_in}",
            "PASILLO_SMTP_OUT": f"127.0.0.1:{post.port}",
            "PASILLO_MAILBOX": MAILBOX,
            "PASILLO_BASE_URL": f"http://127.0.0.1:{port}",
            "PASILLO_ORGANISATION": "Nidalia",
        }
        with Running(data, port=port, **settings) as running:
            running.wait_until_ready()
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("PASILLO_", "DJANGO_"))}
            home = {k: v for k, v in os.environ.items() if k == "PASILLO_PG_HOME"}
            made = subprocess.run(
                [sys.executable, "-m", "tests.journeys.company"],
                cwd=ROOT, env={**kept, **home, **settings, "PASILLO_DATA": str(data)}, capture_output=True, text=True,
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
            yield Company(running, post, smtp_in, json.loads(made.stdout))


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with open_company() as opened:
        yield opened


@pytest.fixture
def arrive(chromium: Any, company: Company) -> Iterator[Any]:
    """`arrive("marta", language="en")`: a person with a browser of their own, signed in with their password."""
    visitors = []

    def come(who: str = "", **wishes: Any) -> Visitor:
        visitor = Visitor(chromium, company.address, **wishes)
        visitors.append(visitor)
        if who:
            domain = "correo.example" if who == "elena" else "nidalia.example"
            visitor.open("/sign-in")
            visitor.page.fill("input[name=email]", f"{who}@{domain}")
            visitor.page.fill("input[name=password]", PASSWORD)
            visitor.page.press("input[name=password]", "Enter")
            visitor.page.wait_for_url(lambda url: "/sign-in" not in url)
        return visitor

    yield come
    for visitor in visitors:
        visitor.leave()
