"""Mail by SMTP: what is answered with 250 is in the database; everything else is refused with the right number."""

import asyncio
import smtplib
import threading

import pytest
from django.db import OperationalError

from pasillo.doors.channels.email import commands, receiver
from pasillo.doors.channels.email.gate import Gate
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_waiting
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import HELP, case_of, mail

pytestmark = pytest.mark.django_db(transaction=True)


class Open:
    """The mail door on a port of its own, in a thread of its own."""

    def __init__(self, gate=None):
        self.gate = gate
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        opening = receiver.open_door("127.0.0.1", 0, self.gate)
        self.server = asyncio.run_coroutine_threadsafe(opening, self.loop).result(10)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def guest(self):
        return smtplib.SMTP("127.0.0.1", self.port, timeout=20)


@pytest.fixture
def door(help_box):
    with Open() as door:
        yield door


def test_what_is_answered_with_250_is_kept_and_becomes_a_case(door):
    with door.guest() as guest:
        assert guest.sendmail("ana@correo.example", [HELP], mail()) == {}
        inbound = Inbound.objects.get()

    assert (
        whole(inbound.blob_id)
        == b"Return-Path: <ana@correo.example>\r\nDelivered-To: help@nidalia.example\r\n" + mail() + b"\r\n"
    )
    assert read_waiting() == 1
    assert Case.objects.get().subject == "No hay línea"


def test_a_blind_copy_to_a_reply_address_still_finds_its_case(door, dead_line):
    from pasillo.operations.conversations.threads import token_for

    token = token_for(dead_line.conversation_id, dead_line.customer_id)
    with door.guest() as guest:
        guest.sendmail("ana@correo.example", [f"help+{token}@nidalia.example"], mail(text="Sigo igual.", To="hidden:;"))
    read_waiting()

    assert Message.objects.filter(conversation=dead_line.conversation, text="Sigo igual.").count() == 1


def test_an_address_that_is_not_ours_is_refused_and_nothing_is_passed_on(door):
    with door.guest() as guest, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        guest.sendmail("ana@correo.example", ["boss@elsewhere.example"], mail())

    assert refused.value.recipients["boss@elsewhere.example"][0] == 550
    assert not Inbound.objects.exists()


def test_two_of_our_mailboxes_each_get_the_mail(door, line_repair):
    commands.open_mailbox(address="bills@nidalia.example", service_id=line_repair.pk, at=now())
    with door.guest() as guest:
        guest.sendmail("ana@correo.example", [HELP, "BILLS@nidalia.example"], mail())

    assert sorted(Inbound.objects.values_list("mailbox", flat=True)) == ["bills@nidalia.example", HELP]


def test_without_the_database_the_sender_is_asked_to_come_again(door, monkeypatch):
    def gone(*_, **__):
        raise OperationalError("the server is gone")

    monkeypatch.setattr(receiver, "take_in_all", gone)
    with door.guest() as guest, pytest.raises(smtplib.SMTPDataError) as refused:
        guest.sendmail("ana@correo.example", [HELP], mail())

    assert refused.value.smtp_code == 451
    assert not Inbound.objects.exists()


def test_more_than_fifty_megabytes_are_refused_before_they_are_sent(door):
    with door.guest() as guest:
        guest.ehlo()
        assert guest.esmtp_features["size"] == str(50 * 2**20)
        code, _ = guest.docmd("MAIL", f"FROM:<ana@correo.example> SIZE={51 * 2**20}")
    assert code == 552


def test_a_long_line_is_forgiven(door):
    with door.guest() as guest:
        guest.sendmail("ana@correo.example", [HELP], mail(text="x" * 200_000))
    read_waiting()

    assert Message.objects.get().text == "x" * 200_000


def test_too_many_mails_in_a_minute_are_put_off(help_box):
    import time

    with Open(Gate(time.monotonic, mails_each=3)) as door, door.guest() as guest:
        for number in range(3):
            guest.sendmail("ana@correo.example", [HELP], mail(text=f"{number}"))
        with pytest.raises(smtplib.SMTPDataError) as refused:
            guest.sendmail("ana@correo.example", [HELP], mail(text="4"))

    assert refused.value.smtp_code == 450
    assert Inbound.objects.count() == 3


def test_too_many_guests_at_once_wait_outside(help_box):
    import time

    with (
        Open(Gate(time.monotonic, each=2)) as door,
        door.guest(),
        door.guest(),
        pytest.raises(smtplib.SMTPConnectError) as refused,
    ):
        door.guest()
    assert refused.value.smtp_code == 421


def test_until_a_mailbox_is_named_every_address_is_taken_and_then_no_other(line_repair):
    with Open() as door, door.guest() as guest:
        guest.sendmail("ana@correo.example", ["whatever@nidalia.example"], mail())
        read_waiting()
        assert case_of(Inbound.objects.get()).service == line_repair

        commands.open_mailbox(address=HELP, service_id=line_repair.pk, at=now())
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            guest.sendmail("ana@correo.example", ["whatever@nidalia.example"], mail())
