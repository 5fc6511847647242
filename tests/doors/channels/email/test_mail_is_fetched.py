"""Mail is fetched from a real IMAP server: each one once, kept before it is marked, never deleted."""

import imaplib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from pasillo.doors.channels.email import commands, imap
from pasillo.doors.channels.email.commands import Line, Setup
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_waiting
from pasillo.operations.cases.models import Case
from tests.doors.channels.email.conftest import mail
from tests.doors.channels.email.dovecot import PROGRAM, Dovecot

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Dovecot on this machine")


@pytest.fixture(scope="module")
def server():
    with Dovecot() as dovecot:
        yield dovecot


@pytest.fixture
def box(help_box, server):
    """The company's mailbox, whose mails lie at the server; the inbox is empty at first."""
    for file in (server.home / "mail").rglob("*.test*"):
        file.unlink()
    server.make_anew()
    fetch_with(help_box, server, "secret")
    return Mailbox.objects.get(pk=help_box.pk)


def fetch_with(box, server, password):
    line = Line(host="127.0.0.1", port=server.port, security="plain", user="help", password=password)
    commands.set_up(box.pk, Setup(address=box.address, service_id=box.service_id, imap=line), by="system", at=now())


def poll():
    return imap.poll_all(now())


def test_new_mails_are_taken_in_once_marked_as_seen_and_left_where_they_are(box, server):
    server.deliver(mail(text="Uno"))
    server.deliver(mail(text="Dos"))

    assert [poll(), poll()] == [2, 0]
    assert server.flags == ["S", "S"]
    assert {whole(inbound.blob_id) for inbound in Inbound.objects.all()} == {mail(text="Uno"), mail(text="Dos")}
    assert read_waiting() == 2
    assert Case.objects.count() == 2


def test_a_mail_that_was_kept_but_not_marked_is_not_taken_twice(box, server, monkeypatch):
    server.deliver(mail())
    sound = imaplib.IMAP4.uid

    def breaks(line, command, *arguments):
        if command == "STORE":
            raise imaplib.IMAP4.abort("the line broke")
        return sound(line, command, *arguments)

    monkeypatch.setattr(imaplib.IMAP4, "uid", breaks)
    assert poll() == 0
    assert "the line broke" in Mailbox.objects.get().trouble
    monkeypatch.undo()

    assert poll() == 0
    assert (Inbound.objects.count(), server.flags) == (1, ["S"])
    assert Mailbox.objects.get().trouble == ""


def test_a_folder_made_anew_brings_no_second_case(box, server):
    for number in range(5):
        server.deliver(mail(text=f"Número {number}"))
    poll()
    read_waiting()
    time.sleep(1.1)  # a folder's UIDVALIDITY is the second in which it was made
    server.make_anew()
    server.deliver(mail(text="Nuevo"))

    poll()
    read_waiting()
    assert Case.objects.count() == 6
    assert sorted(Inbound.objects.values_list("state", flat=True)) == ["read"] * 6 + ["seen_again"] * 5


def test_a_number_given_to_another_mail_hides_neither(box, server, monkeypatch):
    monkeypatch.setattr(imap, "_choose", lambda line, folder: str(line.select(folder) and 7))
    server.deliver(mail(text="Uno"))
    poll()
    for file in (server.home / "mail").rglob("*.test*"):
        file.unlink()
    server.make_anew()
    server.deliver(mail(text="Dos"))
    Mailbox.objects.update(imap_place="7:0")

    assert poll() == 1
    assert {whole(inbound.blob_id) for inbound in Inbound.objects.all()} == {mail(text="Uno"), mail(text="Dos")}


def test_a_mail_that_nobody_can_parse_does_not_stop_the_next(box, server):
    server.deliver(b"\x00\xff\xfe no header at all")
    server.deliver(mail(text="Después"))

    assert poll() == 2
    read_waiting()
    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_pollers_do_not_disturb_each_other(box, server):
    for number in range(20):
        server.deliver(mail(text=f"Número {number}"))

    def look(_):
        try:
            return poll()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pollers:
        list(pollers.map(look, range(4)))
    poll()
    assert Inbound.objects.count() == 20
    assert len(set(Inbound.objects.values_list("outside_id", flat=True))) == 20


def test_a_wrong_password_is_said_and_loses_nothing(box, server):
    server.deliver(mail())
    fetch_with(box, server, "wrong")

    assert poll() == 0
    assert "AUTHENTICATIONFAILED" in Mailbox.objects.get().trouble


def test_the_password_is_not_in_the_database(box):
    from pasillo.doors.shell.sealing import unsealed

    kept = bytes(Mailbox.objects.get().imap_sealed)
    assert b"secret" not in kept
    assert unsealed(kept) == "secret"
    with pytest.raises(ValueError, match="another key"):
        unsealed(kept[:-1] + bytes([kept[-1] ^ 1]))
