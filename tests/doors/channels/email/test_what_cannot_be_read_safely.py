"""Mails made to hurt their reader: it is killed, the worker lives, and a person finds the original."""

import resource
import time

import pytest

from pasillo.doors.channels.email import child
from pasillo.doors.channels.email.parsing.message import parse
from pasillo.ground.files.queries import whole
from pasillo.ground.intake import commands
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import HELP, MONDAY, case_of, mail

HEAD = b"From: ana@correo.example\r\nSubject: bomb\r\n"


def nested_multipart(depth):
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth)
    )
    return HEAD + opened + b"\r\n\r\ninside"


def nested_mails(depth):
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"inside"


def html(body):
    return HEAD + b"Content-Type: text/html\r\n\r\n" + body


BOMBS = {
    "multipart in multipart": nested_multipart(12_000),
    "mail in mail": nested_mails(12_000),
    "a million empty parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 1_000_000,
    "a hundred thousand addresses": HEAD + b"To: " + b"a@b.example, " * 100_000 + b"\r\n\r\nx",
    "thirty thousand parameters": HEAD + b"Content-Type: text/plain" + b"; a=b" * 30_000 + b"\r\n\r\nx",
    "split parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b"; a*%d=b" % n for n in range(30_000))
    + b"\r\n\r\nx",
    "eighty thousand encoded words": b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?=C3=A9?= " * 80_000 + b"\r\n\r\nx",
    "encoded words that never end": b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nx",
    "brackets in From": b"From: " + b"(" * 100_000 + b"a@b.example\r\n\r\nx",
    "pointed brackets in From": b"From: " + b"<" * 100_000 + b"a@b.example\r\n\r\nx",
    "quotes in From": b"From: " + b'"' * 99_999 + b" <a@b.example>\r\n\r\nx",
    "folded header": HEAD + b"X-A: b\r\n" + b" c\r\n" * 300_000 + b"\r\nx",
    "headers without end": b"".join(b"X-%d: y\r\n" % n for n in range(200_000)) + HEAD + b"\r\nx",
    "deep HTML": html(b"<div>" * 200_000),
    "HTML of quotes": html(b"<blockquote>" * 100_000 + b"x"),
    "HTML with open tags": html(b"<a " * 500_000),
    "HTML with open quotes": html(b'<a href="' * 200_000),
    "HTML comments": html(b"<!--" * 400_000),
    "HTML of ends": html(b"<script></" * 200_000),
    "quoted lines": HEAD + b"\r\n" + b">" * 100_000 + b"\r\n" + b"> \r\n" * 100_000,
    "On … wrote": HEAD + b"\r\n" + b"On Monday 1 Ana wrote\r\n" * 60_000,
    "From: From: From:": HEAD + b"\r\n" + b"From: a@b\r\n" * 60_000,
    "a@a@a@": b"From: " + b"a@" * 50_000 + b"\r\n\r\n" + b"a@" * 500_000,
    "one line of ten megabytes": HEAD + b"\r\n" + b"x" * (10 * 2**20),
    "base64 without end": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * (4 * 2**20),
    "base64 of ends": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QQ==" * 2**20,
    "begins": HEAD + b"\r\n" + b"begin 644 a\r\nM\r\n" * 100_000,
    "dashes": HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"-" * (5 * 2**20),
    "boundaries of dashes": HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"---x\r\n" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_this_process_next_to_nothing(name):
    child.read(mail())
    before = resource.getrusage(resource.RUSAGE_SELF)

    read, contents = child.read(BOMBS[name])

    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
    assert len(read.attachments) == len(contents) <= 501


@pytest.mark.parametrize("name", BOMBS)
def test_reading_a_bomb_takes_little_more_than_reading_its_bytes(name):
    """In seconds of CPU, so that a busy machine tells the same."""
    began = time.process_time()
    parse(BOMBS[name])
    assert time.process_time() - began < 4


def test_what_lay_beyond_a_limit_is_said(db):
    said = {
        name: child.read(BOMBS[name])[0] for name in ("multipart in multipart", "a million empty parts", "deep HTML")
    }

    assert "too_deep" in said["multipart in multipart"].problems
    assert "too_many_parts" in said["a million empty parts"].problems
    assert "html_too_nested" in said["deep HTML"].problems
    assert not any(read.is_complete for read in said.values())


def test_a_bomb_becomes_a_case_with_the_original_attached(arrives):
    inbound = arrives(BOMBS["multipart in multipart"])

    message = Message.objects.get(conversation=case_of(inbound).conversation)
    original = message.files.get(name="original.eml")
    assert whole(original.blob_id) == BOMBS["multipart in multipart"]


@pytest.mark.parametrize("how", ["while True: pass", "os._exit(9)", "[0] * 10**12", "os.kill(os.getpid(), 11)"])
def test_a_reader_that_is_killed_three_times_leaves_a_visible_case(help_box, monday, monkeypatch, tmp_path, how):
    poison(monkeypatch, tmp_path, how)
    inbound = take_in(channel="email", mailbox=HELP, raw=mail(text="poison"), at=monday)
    other = take_in(channel="email", mailbox=HELP, raw=mail(text="Buenos días."), at=monday)

    began = time.monotonic()
    for _ in range(3):
        read_one(inbound.pk)
    read_one(other.pk)

    inbound.refresh_from_db()
    other.refresh_from_db()
    assert time.monotonic() - began < 60
    assert (inbound.state, inbound.attempts, other.state) == ("quarantined", 3, "read")
    case = Case.objects.get(pk=int(inbound.about.removeprefix("case:")))
    assert case.subject == "A mail that could not be read safely"
    file = Message.objects.get(conversation=case.conversation).files.get()
    assert whole(file.blob_id) == mail(text="poison")


def test_a_lost_wake_up_is_found_by_the_sweeper(help_box, monday):
    from pasillo.ground.intake.reading import read_waiting

    take_in(channel="email", mailbox=HELP, raw=mail(), at=monday)

    assert read_waiting() == 1
    assert Inbound.objects.get().state == "read"
    assert Case.objects.count() == 1


def test_a_second_worker_writes_nothing_when_the_lease_was_lost(help_box, monday):
    inbound = take_in(channel="email", mailbox=HELP, raw=mail(), at=monday)
    slow = commands.claim(inbound.pk)
    Inbound.objects.filter(pk=inbound.pk).update(lease_until=monday)
    read_one(inbound.pk)

    with pytest.raises(commands.LeaseLost):
        commands.conclude(slow, state="read", about="case:999", at=monday)
    assert Case.objects.count() == 1


def test_a_mail_that_came_before_the_first_service_waits_and_is_read_when_there_is_one(monday, db, repairs, office):
    from pasillo.strategy.catalogue.models import Service

    inbound = take_in(channel="email", mailbox=HELP, raw=mail(), at=monday)
    for _ in range(5):
        read_one(inbound.pk)
    inbound.refresh_from_db()
    assert inbound.state == "new"
    assert "no service" in inbound.error

    Service.objects.create(
        slug="general", block="customer", names={"en": "General"}, area=repairs, calendar=office, state="published"
    )
    read_one(inbound.pk)
    inbound.refresh_from_db()
    assert (inbound.state, Case.objects.get().subject) == ("read", "No hay línea")


def test_a_fault_of_ours_shows_the_original_in_the_end(help_box, monday, monkeypatch):
    from pasillo.doors.channels.email import opening

    def broken(*_, **__):
        raise KeyError("a fault of ours")

    monkeypatch.setattr(opening, "open_new", broken)
    inbound = take_in(channel="email", mailbox=HELP, raw=mail(), at=monday)
    for _ in range(4):
        read_one(inbound.pk)

    inbound.refresh_from_db()
    assert (inbound.state, inbound.reason) == ("quarantined", "KeyError: 'a fault of ours'")
    assert Message.objects.get().files.get().name == "original.eml"


def poison(monkeypatch, tmp_path, how):
    """A reading process that falls over every mail with this word in it, and less patience to wait for it."""
    (tmp_path / "poisoned_server.py").write_text(
        "import os, resource\n"
        "from pasillo.doors.channels.email import reading_server as server\n"
        "server.CPU_SECONDS = 1\n"
        "sound = server.parse\n"
        "def parse(raw):\n"
        "    if b'poison' in raw:\n"
        f"        {how}\n"
        "    return sound(raw)\n"
        "server.parse = parse\n"
        "server.serve()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(child, "SERVER", "poisoned_server")
    monkeypatch.setattr(child, "_pool", child._Pool())


def test_what_could_not_be_read_is_read_again_when_somebody_wishes_so(arrives, monkeypatch, client):
    head = meet(name="Marta Head", email="marta@nidalia.example", by="system", at=MONDAY)
    give_role(person=head, role=Role.HEAD, by="system", at=MONDAY)
    client.force_login(head)
    healthy = child.read

    def dies(raw, **_):
        raise child.Died("ended by signal 9")

    monkeypatch.setattr(child, "read", dies)
    inbound = arrives(mail())
    for _ in range(3):
        read_one(inbound.pk)
    inbound.refresh_from_db()
    unread = inbound.about
    assert inbound.state == "quarantined"
    assert "Read again" in client.get("/app/mailboxes").content.decode()

    monkeypatch.setattr(child, "read", healthy)
    assert client.post(f"/app/mailboxes/unread/{inbound.pk}").status_code == 302
    read_one(inbound.pk)
    read_one(inbound.pk)

    inbound.refresh_from_db()
    assert (inbound.state, inbound.about == unread, Case.objects.count()) == ("read", False, 2)
    assert client.post(f"/app/mailboxes/unread/{inbound.pk}").status_code == 404
