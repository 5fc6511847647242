"""What attackers and odd mails did elsewhere, tried against a running house: over its own sockets, with its worker.

S01 stands in `tests/rights/test_no_script_runs.py`, S16 also in `tests/ground/kit/test_egress.py`, S22 in
`tests/house/test_patterns_are_quick.py`.
"""

import http.client
import json
import re
import smtplib
import threading
import time
from pathlib import Path

import pytest

from tests.config.furnished import furnished_house
from tests.config.running import Running, until
from tests.doors.channels.email.sink import Sink
from tests.faults.attacked import HELP, MONSTERS, Attacked, greatest
from tests.faults.kills import _seed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house():
    with (
        furnished_house() as data,
        Sink() as sink,
        Running(data, PASILLO_SMTP_OUT=f"127.0.0.1:{sink.port}") as running,
    ):
        running.wait_until_ready(180)
        yield Attacked(running, sink, _seed(data))


def test_s02_what_comes_as_a_file_is_never_shown_as_a_page(house):
    parts = {
        "x.svg": ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "x.html": ("text/html", "<script>alert(1)</script>"),
        "x.png": ("image/png", "<script>alert(1)</script>"),
        "x.xml": ("text/xml", "<?xml-stylesheet href='x'?><x/>"),
    }
    body = "".join(
        f"--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename={name}\r\n\r\n{text}\r\n"
        for name, (kind, text) in parts.items()
    )
    raw = f"From: eva@mal.example\r\nTo: {HELP}\r\nSubject: Files\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    house.mail(raw=(raw + "--b\r\n\r\nSee.\r\n" + body + "--b--\r\n").encode())
    house.read()
    case = house.case("Files")

    files = house.asked(
        "SELECT f.id, f.name FROM conversations_messagefile f JOIN conversations_message m ON m.id = f.message_id "
        "JOIN cases_case c ON c.conversation_id = m.conversation_id WHERE c.id = %s", case["id"]
    )  # fmt: skip
    assert {name for _, name in files} == set(parts)
    for number, _ in files:  # without a session there is no file, whoever knows its number
        answer, body = house.http("GET", f"/requests/{case['number']}/files/{number}")
        assert answer.status in (302, 403, 404)
        assert b"alert" not in body


NAMES = [
    "../../../../tmp/owned", "..\\..\\owned", "\u200b.htaccess", ".env", "CON", "x" * 300 + ".txt", "a%2e%2e%2fb",
    "trailing. . .", "\u202egnp.exe", "/etc/passwd", "name\u0000.txt", "=?utf-8?q?=2E=2E=2Fx?=",
]  # fmt: skip


def test_s03_no_name_of_a_file_is_a_place(house):
    for number, name in enumerate(NAMES):
        raw = (
            f"From: eva@mal.example\r\nTo: {HELP}\r\nSubject: Name {number}\r\n"
            f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: text/plain\r\n"
            f'Content-Disposition: attachment; filename="{name}"\r\n\r\nowned\r\n--b--\r\n'
        )
        house.mail(raw=raw.encode("utf-8", "surrogateescape"))
    house.read()

    shown = house.asked(
        "SELECT f.name FROM conversations_messagefile f JOIN conversations_message m ON m.id = f.message_id "
        "JOIN cases_case c ON c.conversation_id = m.conversation_id WHERE c.subject LIKE 'Name %%'"
    )
    assert len(shown) == len(NAMES)
    for (name,) in shown:
        assert 0 < len(name) <= 255
        assert not set(name) & set("/\\\x00\u200b\u202e")
        assert not name.startswith(".")
    assert not any(house.running.data.rglob("*owned*"))


def test_s04_nobody_gets_into_a_case_by_guessing_or_by_pretending(house):
    first = house.mail(sender="Ana <ana@correo.example>", text="My secret is plum.")
    house.read()
    case = house.case(first)
    before = house.asked("SELECT count(*) FROM conversations_message WHERE conversation_id IN "
                         "(SELECT conversation_id FROM cases_case WHERE id = %s)", case["id"])  # fmt: skip
    tries = [
        {"subject": f"Re: [{case['number']}] {first}", "sender": "Ana <ana@correo.example>"},
        {"In_Reply_To": f"<pasillo.{case['id']}.m1@localhost>", "Cc": "eva@mal.example"},
        {"In_Reply_To": "<pasillo.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.m1@localhost>"},
        {"Authentication_Results": "localhost; dmarc=pass header.from=correo.example", "sender": "ana@correo.example"},
        {"sender": "ana@correo.example(x)@mal.example", "subject": "Two parsers"},
        {"sender": "ana@correo.example, eva@mal.example", "subject": "Two senders"},
    ]
    tries += [{"To": f"help+{guess:032x}@localhost", "subject": f"Guess {guess}"} for guess in range(40)]
    for one in tries:
        house.mail(**one)
    house.read()

    after = house.asked("SELECT count(*) FROM conversations_message WHERE conversation_id IN "
                        "(SELECT conversation_id FROM cases_case WHERE id = %s)", case["id"])  # fmt: skip
    assert after == before
    assert not any(b"plum" in raw for raw in house.sink.raw)
    assert house.http("GET", f"/requests/{case['number']}")[0].status in (302, 404)


def test_s05_a_code_that_was_mailed_to_us_can_be_read_by_nobody(house):
    subject = house.mail(sender="no-reply@chat.example", text="Your verification code is 483920. Do not share it.")
    house.read()
    case = house.case(subject)

    said = house.asked("SELECT text, quoted FROM conversations_message m JOIN cases_case c "
                       "ON c.conversation_id = m.conversation_id WHERE c.id = %s", case["id"])  # fmt: skip
    assert "483920" not in json.dumps(said)
    assert not any(b"483920" in raw for raw in house.sink.raw)


def test_s06_the_form_is_no_cannon(house):
    """Forty forms in one victim's name, each from another network: one neutral mail, without a word of the attacker."""
    victim = "victim@shop.example"
    for number in range(40):
        source = f"127.9.{number}.1"
        answer, page = house.http("GET", house.path, source=source)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
        cookies = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
        words = {
            "csrfmiddlewaretoken": token, "key": f"00000000-0000-4000-8000-0000000000{number:02}", "do": "send",
            "_words": f"BUY NOW http://mal.example/{number}", "_name": "Victim http://mal.example", "_email": victim,
        }  # fmt: skip
        house.http("POST", house.path, words, cookies=cookies, source=source)
    house.settle()

    sent = [raw for raw, (_, to) in zip(house.sink.raw, house.sink.envelopes, strict=True) if victim in to]
    assert len(sent) == 1
    assert b"mal.example" not in sent[0]
    assert b"BUY" not in sent[0]


MARKS = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated"}, {"Precedence": "bulk"},
    {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}, {"X_Autorespond": "yes"}, {"List_Id": "<l.list.example>"},
    {"X_Auto_Response_Suppress": "All"}, {"sender": "MAILER-DAEMON@mx.example"},
    {"Content_Type": "multipart/report; boundary=b", "text": "--b\r\n\r\nHello\r\n--b--\r\n"},
]  # fmt: skip


def test_s07_nothing_that_a_machine_sent_is_answered_by_a_machine(house):
    for number, mark in enumerate(MARKS):
        house.mail(**{"sender": f"robot{number}@machine.example", "subject": f"I am away {number}", **mark})
    for _ in range(25):  # and one that hides what it is
        house.mail(sender="hidden@machine.example", text="We got your mail.")
    house.read()
    house.settle()

    to = [recipients[0] for _, recipients in house.sink.envelopes if "machine.example" in recipients[0]]
    assert to == ["hidden@machine.example"]


def test_s08_our_control_headers_give_no_orders_from_outside(house):
    orders = {
        "X_Pasillo_Loop": "0" * 32, "X_PASILLO_State": "closed", "x_pasillo_area": "2", "X_Pasillo_Assignee": "1",
        "X_Pasillo_Priority": "1", "X_Zammad_Article_Internal": "true", "X_RT_Command": "Status: resolved",
    }  # fmt: skip
    subject = house.mail(sender="Olga <olga@correo.example>", **orders)
    plain = house.mail(sender="Olga <olga@correo.example>")
    house.read()

    ours, other = house.case(subject), house.case(plain)
    assert (ours["state"], ours["service"]) == (other["state"], other["service"]) == ("new", other["service"])


def test_s09_no_name_or_subject_adds_a_header_or_a_recipient(house):
    evil = [
        "\rBcc: x@victim.example",
        "\u2028Bcc: x@victim.example",
        "=?utf-8?q?=0D=0ABcc:_x@victim.example?=",
        "x" * 9000,
    ]
    for number, tail in enumerate(evil):
        house.mail(sender=f'"Name {tail}" <inject{number}@correo.example>', subject=f"Inject {number} {tail[:200]}")
    house.read()
    house.settle()

    mails = [one for one in house.sink.mails if "inject" in str(one["To"])]
    assert len(mails) == len(evil)
    assert all(one["Bcc"] is None and len(one.get_all("To")) == 1 for one in mails)
    assert not any("victim.example" in to for _, recipients in house.sink.envelopes for to in recipients)


def test_s16_no_test_of_an_address_tells_what_stands_inside(house):
    """Nobody who is not signed in can make us call anybody."""
    for path in ("/app/mailboxes/new", "/app/admin/hooks/new", "/app/admin/doors/new"):
        answer, _ = house.http("POST", path, {"address": "http://169.254.169.254/", "imap_host": "127.0.0.1"})
        assert answer.status in (302, 403, 404)


BOMB = b"From: eva@mal.example\r\nSubject: Bomb\r\nContent-Type: text/html\r\n\r\n" + (b"<div>" * 1000 + b"\r\n") * 400


def test_s21_a_bomb_keeps_nobody_waiting_and_is_not_lost(house):
    """Three bombs and then Ana: her mail is a case within seconds."""
    for _ in range(3):
        house.mail(raw=BOMB + str(time.time_ns()).encode())
    began = time.monotonic()
    subject = house.mail(sender="Ana <ana@correo.example>", text="Only me.")
    until(lambda: house.asked("SELECT 1 FROM cases_case WHERE subject = %s", subject), 60)
    assert time.monotonic() - began < 30  # seconds on a busy machine; a quiet one needs one or two
    house.read()
    assert house.asked("SELECT count(*) FROM cases_case WHERE subject = 'Bomb'") == [(3,)]


def test_f18_a_mail_of_fifty_thousand_parts_is_kept_once_and_read_as_far_as_is_safe(house):
    """What was acknowledged is stored once and to the letter; nobody else waits, and the worker hardly grows."""
    house.mail(sender="Ana <ana@correo.example>")
    house.read()
    (worker,) = house.running.pids("worker")
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # its greatest size is measured from here
    before = greatest(worker)
    for subject, body in MONSTERS.items():
        house.mail(raw=b"From: eva@mal.example\r\nTo: help@localhost\r\nSubject: " + subject.encode() + b"\r\n" + body)
    after = house.mail(sender="Ana <ana@correo.example>", text="Only me.")
    house.read()

    assert house.case(after)["number"]
    assert house.running.pids("worker") == [worker]
    assert greatest(worker) - before < 150 * 2**10
    for subject, body in MONSTERS.items():
        ((about, blob, size),) = house.asked(
            "SELECT i.about, b.sha256, b.size FROM intake_inbound i JOIN files_blob b ON b.sha256 = i.blob_id "
            "JOIN cases_case c ON i.about = 'case:' || c.id WHERE c.subject = %s AND i.state = 'read'", subject
        )  # fmt: skip
        assert about == f"case:{house.case(subject)['id']}"
        assert house.raw(blob).endswith(body)
        files = house.asked(
            "SELECT f.name, f.size FROM conversations_messagefile f JOIN conversations_message m "
            "ON m.id = f.message_id JOIN cases_case c ON c.conversation_id = m.conversation_id "
            "WHERE c.subject = %s", subject
        )  # fmt: skip
        assert ("original.eml", size) in files  # what lies beyond the limits is there for whoever wants it
        assert len(files) <= 501


def test_f18_a_mail_of_sixty_megabytes_is_refused_at_the_door_before_it_is_sent(house):
    stored = house.asked("SELECT count(*) FROM intake_inbound")
    with pytest.raises(smtplib.SMTPResponseException) as refusal:
        house.mail(subject="Huge", text="x" * 60 * 2**20)

    assert refusal.value.smtp_code == 552
    assert house.asked("SELECT count(*) FROM intake_inbound") == stored


def test_twenty_requests_at_once_with_one_key_have_one_effect_and_one_answer(house):
    """As a machine asks that lost its patience: the same request, twenty times, all under way together."""
    headers = house.let_in() | {"Content-Type": "application/json", "Idempotency-Key": "twenty"}
    told, gate = [], threading.Barrier(20)

    def ask():
        gate.wait()
        line = http.client.HTTPConnection("127.0.0.1", house.running.port, timeout=60)
        line.request("POST", "/api/v1/skills", json.dumps({"name": "Basque"}), headers)
        answer = line.getresponse()
        told.append((answer.status, answer.read()))
        line.close()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(told), {status for status, _ in told}) == (20, {201})
    assert len(set(told)) == 1
    assert house.asked("SELECT count(*) FROM people_skill WHERE name = 'Basque'") == [(1,)]
