"""The people of the small company, its mailbox, and ways to hand in and read a mail."""

import pytest

from pasillo.doors.channels.email.commands import open_mailbox
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.operations.cases.models import Case
from tests.operations.conftest import (  # noqa: F401
    MONDAY,
    ana,
    billing,
    budi,
    clara,
    dead_line,
    later,
    line_repair,
    monday,
    office,
    opening,
    repairs,
)

HELP = "help@nidalia.example"


@pytest.fixture
def help_box(line_repair):  # noqa: F811
    """The mailbox of the company."""
    return open_mailbox(address=HELP, name="Nidalia Help", service_id=line_repair.pk, at=MONDAY)


@pytest.fixture
def arrives(help_box, monday):  # noqa: F811
    """A raw mail comes in and is read, as the worker does it; the answer is what became of it."""

    def hand_in(raw, *, mailbox=HELP, outside_id="", at=None):
        raw = raw.encode() if isinstance(raw, str) else raw
        inbound = take_in(channel="email", mailbox=mailbox, raw=raw, outside_id=outside_id, at=at or monday)
        read_one(inbound.pk)
        return Inbound.objects.get(pk=inbound.pk)

    return hand_in


def case_of(inbound):
    """The case that a mail became."""
    return Case.objects.get(pk=int(inbound.about.removeprefix("case:")))


def mail(
    *, sender="Ana Pons <ana@correo.example>", subject="No hay línea", text="Desde ayer no tengo línea.", **headers
):
    """A plain raw mail."""
    lines = [f"From: {sender}", f"To: {headers.pop('To', HELP)}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text])).encode()
