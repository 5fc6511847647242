"""Our answers reach the customer, once, in their thread and language; what does not arrive is seen."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections

from pasillo.doors.channels.email.marks import found_in
from pasillo.doors.channels.email.models import AutomaticMail
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.ground.people.commands import verify
from pasillo.operations.cases.commands import reply, resolve
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import case_of, mail
from tests.doors.channels.email.sink import Sink


@pytest.fixture
def sink(monkeypatch):
    """A mail server that takes what we send."""
    with Sink() as server:
        monkeypatch.setenv("PASILLO_SMTP_OUT", f"127.0.0.1:{server.port}")
        yield server


def go_out(hours=0):
    """Everything that is due, sent by the worker."""
    return send_all(at=now() + timedelta(hours=hours))


def words(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_an_answer_goes_out_in_the_customers_thread_with_a_link_and_no_more(arrives, sink, budi, later):
    case = case_of(arrives(mail(Message_ID="<one@correo.example>")))
    reply(case.pk, text="Mañana vamos.\n\nUn saludo", by=budi.ref, at=later(1))
    go_out()

    out = next(one for one in sink.mails if one["Subject"].startswith("Re:"))
    message = Message.objects.get(conversation=case.conversation, direction="out")
    assert str(out["From"]) == "Nidalia Help <help@nidalia.example>"
    assert (str(out["To"]), str(out["Subject"])) == ("Ana Pons <ana@correo.example>", "Re: No hay línea")
    assert (out["In-Reply-To"], out["References"]) == ("<one@correo.example>", "<one@correo.example>")
    assert out["Auto-Submitted"] is None
    assert words(out).startswith("Mañana vamos.\n\nUn saludo\n")
    assert "/r/" in words(out)
    assert "Desde ayer" not in out.as_string()
    assert f"\r\nMessage-ID: {out['Message-ID']}\r\n".encode() in b"".join(sink.raw)
    mark = found_in([str(out["Message-ID"])])[0]
    assert (mark.thread.conversation_id, mark.message_id) == (case.conversation_id, message.pk)
    assert (message.delivery, message.outside_id) == ("sent", str(out["Message-ID"]))


def test_the_customers_answer_to_our_mail_comes_back_into_the_case(arrives, sink, budi, later):
    case = case_of(arrives(mail(Message_ID="<one@correo.example>")))
    reply(case.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    send_all(at=later(1))
    out = next(one for one in sink.mails if one["Subject"].startswith("Re:"))

    back = arrives(mail(subject="Re: No hay línea", text="Gracias.", In_Reply_To=out["Message-ID"]), at=later(2))

    assert back.about == case.ref
    assert Case.objects.count() == 1


def test_an_acknowledgement_is_neutral_and_asks_for_no_answer(arrives, sink, monday):
    case = case_of(arrives(mail(sender="Ana <ana@correo.example>", subject="CHEAP PILLS http://evil.example")))
    go_out()

    (out,) = sink.mails
    assert sink.envelopes == [("<>", ("ana@correo.example",))]
    assert "PILLS" not in out.as_string()
    assert "evil" not in out.as_string()
    assert str(case.number) in words(out)
    assert (out["Auto-Submitted"], out["X-Auto-Response-Suppress"]) == ("auto-replied", "All")


def test_a_newcomer_gets_one_acknowledgement_a_day_and_a_known_person_more(arrives, sink, ana, monday):
    for number in range(3):
        arrives(mail(text=f"Número {number}"))
    go_out()
    assert len(sink.mails) == 1

    verify(ana.pk, by="system", at=monday)
    for number in range(3, 6):
        arrives(mail(text=f"Número {number}"))
    go_out()
    assert len(sink.mails) == 4


def test_two_machines_that_answer_each_other_stop_at_once(arrives, sink, monday):
    arrives(mail(sender="Bot <bot@machine.example>"))
    go_out()
    (ours,) = sink.mails
    for number in range(5):
        echo = mail(
            sender="Bot <bot@machine.example>", subject=f"Re: {number}", text=f"We got your mail {number}",
            In_Reply_To=ours["Message-ID"], Auto_Submitted="auto-replied",
        )  # fmt: skip
        arrives(echo)
    go_out()

    assert len(sink.mails) == 1
    assert Case.objects.count() == 1


def test_a_machine_that_hides_what_it_is_meets_the_brake(arrives, sink, monday):
    for number in range(30):
        arrives(mail(sender="Bot <bot@machine.example>", subject=f"Got it {number}", text=f"Mail {number}"))
        go_out(number / 60)

    assert len(sink.mails) == 1
    assert AutomaticMail.objects.count() == 1


def test_a_line_that_breaks_after_the_mail_was_given_means_the_same_bytes_again(dead_line, sink, budi, later, help_box):
    Effect.objects.all().delete()
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    sink.hangs_up_before_answer = 1
    send_all(at=later(1))
    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    assert message.delivery == "uncertain"

    send_all(at=later(3))
    message.refresh_from_db()
    replies = [raw for raw, one in zip(sink.raw, sink.mails, strict=True) if one["Subject"].startswith("Re:")]
    assert len(replies) in (1, 2)
    assert len(set(replies)) == 1
    assert (message.delivery, message.delivery_note) == ("sent", "It may have arrived twice.")


def test_a_server_that_is_busy_is_asked_again_later(dead_line, sink, budi, later, help_box):
    Effect.objects.all().delete()
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    sink.says = ["450 busy"]
    send_all(at=later(1))
    effect = Effect.objects.get()
    assert (effect.state, effect.not_before) == ("queued", later(1) + timedelta(minutes=1))

    send_all(at=later(2))
    assert Message.objects.get(conversation=dead_line.conversation, direction="out").delivery == "sent"


def test_an_address_that_does_not_exist_is_shown_on_the_case(dead_line, sink, budi, later, help_box):
    sink.refuses = {"ana@correo.example": "550 5.1.1 no such user"}
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    send_all(at=later(1))

    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    assert message.delivery == "failed"
    assert "no such user" in message.delivery_note


def test_without_a_mail_server_nothing_is_lost_and_the_case_says_so(dead_line, budi, later, help_box, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    send_all(at=later(1))

    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    assert (message.delivery, message.delivery_note) == ("queued", "Not sent: no mail server is set up.")
    assert set(Effect.objects.values_list("state", flat=True)) == {"queued"}


def test_a_solved_case_is_announced_in_the_customers_language(dead_line, sink, budi, later, help_box):
    Effect.objects.all().delete()
    resolve(dead_line.pk, by=budi.ref, at=later(2))
    send_all(at=later(2))

    out = sink.mails[-1]
    assert str(dead_line.number) in str(out["Subject"])
    assert out.get_body(("html",)).get_content().startswith('<!doctype html>\r\n<html lang="es">')


def test_a_name_with_line_breaks_adds_no_header_and_no_recipient(arrives, sink, monday, ana, budi, later):
    ana.name = "Ana\r\nBcc: victim@x.example"
    ana.save()
    case = case_of(arrives(mail()))
    Case.objects.filter(pk=case.pk).update(subject="Hola\r\nBcc: victim@x.example")
    reply(case.pk, text="Hola", by=budi.ref, at=later(1))
    send_all(at=later(1))

    assert all(one["Bcc"] is None for one in sink.mails)
    assert {recipients for _, recipients in sink.envelopes} == {("ana@correo.example",)}


@pytest.mark.django_db(transaction=True)
def test_a_slow_server_does_not_make_another_worker_send_it_again(dead_line, sink, budi, later, help_box, monkeypatch):
    from pasillo.doors.channels.email import holding
    from pasillo.ground.effects import commands as effects

    monkeypatch.setattr(holding, "EVERY", 0.2)
    monkeypatch.setattr(effects, "LEASE_SECONDS", 1)
    Effect.objects.all().delete()
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    sink.takes_its_time = 2.5

    sending = threading.Thread(target=lambda: (send_all(at=later(1)), connections.close_all()))
    sending.start()
    time.sleep(2)
    assert send_all(at=later(1)) == 0
    sending.join(20)

    assert len(sink.raw) == 1
    assert Effect.objects.get().attempts == 1
