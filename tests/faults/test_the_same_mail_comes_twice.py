"""The same mail by two ways, and another under its name (F10); eight who read one mailbox at once (F11)."""

import threading

import pytest
from django.db import connections

from pasillo.doors.channels.email.commands import open_mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.intake.commands import Arrival, take_in_all
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import Round
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from tests.doors.channels.email.conftest import *  # noqa: F403
from tests.doors.channels.email.conftest import HELP, MONDAY, mail

SALES = "sales@nidalia.example"
FIRST = mail(Message_ID="<1@correo.example>", Date="Mon, 02 Mar 2026 09:00:00 +0000")
TRACE = b"Received: from relay.example by mx.nidalia.example; Mon, 2 Mar 2026 09:00:05 +0000\r\n"
LIST = b"X-Spam-Status: No\r\nDKIM-Signature: v=1; d=list.example; b=abc\r\n"
ALIAS = b"Delivered-To: info@nidalia.example\r\nReturn-Path: <ana@correo.example>\r\n"
NAMELESS = mail(Date="Mon, 02 Mar 2026 09:00:00 +0000")

# what comes second, to which mailbox, and how many cases there are then
SECOND = {
    "the very same bytes": (FIRST, FIRST, HELP, 1),
    "by another relay": (FIRST, TRACE + FIRST, HELP, 1),
    "by an alias": (FIRST, ALIAS + FIRST, HELP, 1),
    "checked by another filter": (FIRST, LIST + TRACE + FIRST, HELP, 1),
    "to another mailbox of ours": (FIRST, FIRST, SALES, 2),
    "other words under the same id": (FIRST, mail(Message_ID="<1@correo.example>", text="Otra cosa."), HELP, 2),
    "another subject under the same id": (FIRST, mail(Message_ID="<1@correo.example>", subject="Otra"), HELP, 2),
    "somebody else under the same id": (
        FIRST, mail(Message_ID="<1@correo.example>", sender="Eva <eva@mal.example>"), HELP, 2,
    ),
    "the same words under another id": (FIRST, mail(Message_ID="<2@correo.example>"), HELP, 2),
    "without an id, the same": (NAMELESS, TRACE + NAMELESS, HELP, 1),
    "without an id, other words": (NAMELESS, mail(text="Otra cosa.", Date="Mon, 02 Mar 2026 09:00:00 +0000"), HELP, 2),
    "without an id, later the same words": (NAMELESS, mail(Date="Tue, 03 Mar 2026 09:00:00 +0000"), HELP, 2),
}  # fmt: skip


@pytest.fixture
def two_boxes(help_box, line_repair):
    open_mailbox(address=SALES, name="Sales", service_id=line_repair.pk, at=MONDAY)


def came(raw, mailbox=HELP):
    take_in_all([Arrival(channel="email", mailbox=mailbox, raw=raw)], at=now())


def read_all():
    turn = Round()
    while turn.read_next():
        pass


@pytest.mark.parametrize("together", [True, False], ids=["at once", "later"])
@pytest.mark.parametrize("how", SECOND)
def test_what_comes_a_second_time(two_boxes, how, together):
    first, second, mailbox, cases = SECOND[how]
    came(first)
    if not together:
        read_all()
    came(second, mailbox)
    read_all()

    assert Case.objects.count() == cases
    assert Inbound.objects.count() == 2
    states = sorted(Inbound.objects.values_list("state", flat=True))
    assert states == (["read", "seen_again"] if cases == 1 else ["read", "read"])
    if cases == 1:
        assert len(set(Inbound.objects.values_list("about", flat=True))) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_who_read_at_once_make_each_mail_one_case(two_boxes):
    raws = [mail(subject=f"Nr {number}", sender=f"W <w{number % 7}@correo.example>") for number in range(60)]
    take_in_all(
        [Arrival(channel="email", mailbox=(HELP, SALES)[n % 2], raw=raw) for n, raw in enumerate(raws)], at=now()
    )
    faults = []

    def work():
        try:
            turn = Round()
            while turn.read_next(limit=5):
                pass
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    read_all()

    assert faults == []
    assert sorted(Case.objects.values_list("subject", flat=True)) == sorted(f"Nr {number}" for number in range(60))
    assert Entry.objects.filter(name="case.opened").count() == 60
    assert Entry.objects.filter(name="person.met", data__has_key="person_id").values("about").distinct().count() >= 7
    assert not Inbound.objects.filter(state="new", attempts=0).exists()
