"""Two installations that know nothing of each other write to each other: it ends by itself."""

from contextlib import contextmanager

import pytest

from pasillo.doors.channels.email.commands import open_mailbox
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.sending import send_all
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.reading import read_waiting
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import MONDAY, mail
from tests.doors.channels.email.sink import Sink

HOUSES = ("help@nidalia.example", "help@vecina.example")
TELLING = (b"auto-submitted:", b"x-auto-response-suppress:", b"x-pasillo-loop:", b"in-reply-to:", b"references:")


@pytest.fixture
def houses(line_repair, settings):
    """Each in its turn: its own mailbox, its own key, and the other's mails are a stranger's."""
    for address in HOUSES:
        open_mailbox(address=address, name="Help", service_id=line_repair.pk, at=MONDAY)

    @contextmanager
    def turn(address):
        Mailbox.objects.update(is_active=False)
        Mailbox.objects.filter(address=address).update(is_active=True)
        settings.SECRET_KEY = f"the key of {address}"
        yield

    return turn


@pytest.fixture
def sink(monkeypatch):
    with Sink() as server:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{server.port}")
        yield server


def stripped(raw):
    """A relay that throws away whatever says that a machine wrote this, and the thread with it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(TELLING)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def exchanged(houses, sink, first, carry):
    """How many mails pass between both until nobody answers any more, ten rounds at most."""
    waiting, passed = [(HOUSES[0], first)], 0
    for _ in range(10):
        if not waiting:
            return passed
        (address, raw), waiting = waiting[0], waiting[1:]
        passed += 1
        sink.raw.clear()
        with houses(address):
            take_in(channel="email", mailbox=address, raw=raw, at=now())
            read_waiting()
            send_all(at=now())
        other = HOUSES[1 - HOUSES.index(address)]
        waiting += [(other, carry(one)) for one in sink.raw]
    return passed


def first_mail():
    return mail(sender=f"Help <{HOUSES[1]}>", To=HOUSES[0], subject="Hola", Message_ID="<one@vecina.example>")


def test_an_acknowledgement_is_not_acknowledged(houses, sink):
    assert exchanged(houses, sink, first_mail(), carry=bytes) == 2


def test_even_without_any_header_that_tells_it_ends_after_four_mails_at_most(houses, sink):
    passed = exchanged(houses, sink, first_mail(), carry=stripped)

    assert 2 < passed <= 4
    assert Case.objects.count() == passed
    assert not Message.objects.filter(text__contains="Desde ayer").exclude(direction="in").exists()
