"""A window on the pages of a shop, a visitor at it, and a clock that stands where a story wants it."""

import uuid
from datetime import timedelta

import pytest

from pasillo.doors.channels.chat import gates
from pasillo.doors.channels.chat.commands import keep_widget, take_chats
from pasillo.doors.channels.chat.proof import signed_for
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.channels.messaging.places import settings_of
from pasillo.doors.shell import presence
from tests.operations.conftest import (  # noqa: F401
    MONDAY,
    ana,
    billing,
    budi,
    clara,
    later,
    line_repair,
    monday,
    office,
    repairs,
)

SHOP = "https://shop.example"
CLOCKS = ("talking", "windows", "reading", "turns", "office", "shown")


@pytest.fixture(autouse=True)
def _nobody_was_here():
    for gate in gates.EVERY:
        gate.forget()
    presence.forget_all()
    yield
    presence.forget_all()


@pytest.fixture
def clock(monkeypatch):
    """Says what time it is, everywhere in the chat."""

    class Clock:
        at = MONDAY + timedelta(hours=1)

        def goes_on(self, **more):
            self.at += timedelta(**more)
            return self.at

    made = Clock()
    for module in CLOCKS:
        monkeypatch.setattr(f"pasillo.doors.channels.chat.{module}.now", lambda: made.at, raising=False)
    return made


@pytest.fixture
def window(line_repair):  # noqa: F811
    """The window of the shop."""
    given = {"colour": "green", "origins": SHOP}
    wish = AccountAs(name="The shop", service_id=line_repair.pk, language="en", given=given)
    return keep_widget(None, wish, version=0, by="system", at=MONDAY)


@pytest.fixture
def budi_takes(budi, clock):  # noqa: F811
    """Budi takes chats."""
    take_chats(budi.pk, until=clock.at + timedelta(hours=8), by=budi.ref, at=clock.at)
    return budi


class Browser:
    """One browser at one window; it holds one word."""

    def __init__(self, client, window, token):
        self.client, self.window, self.token = client, window, token

    def ask(self, what, method="get", send=None, **more):
        headers = {"authorization": f"Chat {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        address = f"/chat/{self.window.key}/{what}"
        return getattr(self.client, method)(address, send or {}, headers=headers, **more)

    def talk(self, **more):
        return self.ask("talk", send={"here": 1, **more}).json()["talk"]

    def says(self, text, *, key=None, **more):
        return self.ask("messages", "post", {"text": text, "key": key or str(uuid.uuid4()), **more})

    def here(self, doing="look", *, read=0, eyes=0):
        return self.ask("here", "post", {"doing": doing, "read": read, "eyes": eyes})

    def texts(self):
        return [one["text"] for one in self.talk()["messages"]]


@pytest.fixture
def at_the_window(client, window, clock):
    """A new browser at the window."""
    letters = iter("abcdefgh")
    return lambda: Browser(client, window, next(letters) * 43)


@pytest.fixture
def proof_for(window, clock):
    """A token as the shop's server signs it."""

    def sign(**told):
        secret = told.pop("secret", None) or settings_of(window)["secret"]
        usual = {"aud": window.key, "sub": "4711", "exp": int((clock.at + timedelta(hours=1)).timestamp())}
        return signed_for(secret, **{**usual, **told})

    return sign
