"""Budi asks a supplier about Ana's case: the supplier's answer reaches whoever serves, and never Ana."""

import pytest
from django.test import Client

from pasillo.doors.channels.email.held import held_messages
from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.channels.email.writing import mail_from
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases.asides import asides_of, told_asides
from pasillo.operations.cases.commands import set_message_aside, take_out_message, write_aside
from pasillo.operations.cases.models import Aside, Case
from pasillo.operations.cases.queries import messages_for, own_cases
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import mail

SUPPLIER = "Rosa <rosa@proveedor.example>"


@pytest.fixture
def asked(dead_line, help_box, budi, later):
    """Budi's question to Rosa, and the mail in which it goes out."""
    write_aside(
        dead_line.pk, email="rosa@proveedor.example", name="Rosa", text="Have you a modem X2?", by=budi.ref, at=later(1)
    )
    return letter_for(Effect.objects.get(payload__template="aside"))


def test_the_question_tells_the_supplier_nothing_of_the_case(asked, dead_line):
    raw = mail_from(asked).as_string()

    assert "Have you a modem X2?" in mail_from(asked).get_body(("plain",)).get_content()
    for secret in (dead_line.subject, dead_line.customer.name, str(dead_line.customer.email), "/r/"):
        assert secret not in raw
    assert asked.recipient_address == "rosa@proveedor.example"


def test_the_answer_is_read_by_whoever_serves_and_never_by_ana(asked, arrives, dead_line, budi):
    owed = Effect.objects.count()
    inbound = arrives(mail(sender=SUPPLIER, subject="Re", text="Yes, 40 euros.", In_Reply_To=asked.message_id))

    ana = dead_line.customer
    told = told_asides(sight_of(budi), dead_line)
    assert [[one.text for one in thread.said] for thread in told] == [["Have you a modem X2?", "Yes, 40 euros."]]
    assert (inbound.about, told[0].aside.waits_for_us) == (dead_line.ref, True)
    assert told_asides(sight_of(ana), dead_line) == []
    assert not messages_for(sight_of(ana), dead_line).filter(text__contains="euros").exists()
    assert not Message.objects.filter(conversation=dead_line.conversation, text__contains="modem X2").exists()
    assert (Effect.objects.count(), Case.objects.count()) == (owed, 1)
    assert Entry.objects.filter(about=dead_line.ref, name="aside.answered").count() == 1


def test_the_supplier_becomes_no_reader_of_the_case(asked, dead_line):
    rosa = Person.objects.get(email="rosa@proveedor.example")

    assert not own_cases(sight_of(rosa)).exists()
    assert asides_of(sight_of(rosa), dead_line) == []


def test_a_colleague_of_the_supplier_is_held_in_their_thread_let_in_there_and_never_read_by_ana(
    asked, arrives, dead_line, budi
):
    arrives(mail(sender="Pau <pau@proveedor.example>", text="40 euros for you.", In_Reply_To=asked.message_id))
    before = Case.objects.get(pk=dead_line.pk)

    held = Message.objects.get(text__contains="40 euros")
    aside = Aside.objects.get()
    assert (held.conversation_id, held.held, aside.waits_for_us) == (aside.conversation_id, True, False)
    assert [one.pk for one in held_messages(sight_of(budi))] == [held.pk]
    browser = Client()
    browser.force_login(budi)
    page = browser.get(f"/app/cases/{dead_line.number}/asides").content.decode()
    assert "Somebody else answers what you asked Rosa." in page
    assert "40 euros" not in browser.get(f"/app/cases/{dead_line.number}").content.decode()
    assert f"/app/cases/{dead_line.number}/asides" in browser.get("/app/held").content.decode()

    typed = {"message": held.pk, "decision": "in", "back": "asides"}
    answers = [browser.post(f"/app/cases/{dead_line.number}/admission", typed) for _ in range(2)]

    held.refresh_from_db()
    aside.refresh_from_db()
    dead_line.refresh_from_db()
    assert answers[0].headers["Location"] == f"/app/cases/{dead_line.number}/asides"
    assert (held.conversation_id, held.held, aside.waits_for_us) == (aside.conversation_id, False, True)
    assert not messages_for(sight_of(dead_line.customer), dead_line).filter(text__contains="40 euros").exists()
    assert (dead_line.waiting_since, dead_line.state) == (before.waiting_since, before.state)
    assert not Entry.objects.filter(about=dead_line.ref, name="message.received", data__message_id=held.pk).exists()
    assert Entry.objects.filter(about=dead_line.ref, name="aside.answered").count() == 1


def test_ana_herself_with_the_supplier_s_token_is_held_there_and_may_become_a_case_of_hers(
    asked, arrives, dead_line, budi, later
):
    arrives(mail(text="Who is Rosa?", In_Reply_To=asked.message_id))
    held = Message.objects.get(text__contains="Who is Rosa?")
    assert (held.conversation_id, held.author_id) == (Aside.objects.get().conversation_id, dead_line.customer_id)

    new = take_out_message(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(2))

    assert (new.customer_id, new.pk != dead_line.pk) == (dead_line.customer_id, True)
    assert not held_messages(sight_of(budi))
    with pytest.raises(Refused, match="written to us"):
        ours = Message.objects.get(text="Have you a modem X2?")
        take_out_message(dead_line.pk, message_id=ours.pk, by=budi.ref, at=later(2))


def test_somebody_else_with_the_supplier_s_token_is_held(asked, arrives, dead_line, budi, later):
    arrives(mail(sender="Mallory <m@evil.example>", text="Pay me.", In_Reply_To=asked.message_id))

    held = Message.objects.get(text__contains="Pay me.")
    assert held.held
    set_message_aside(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(2))
    assert not held_messages(sight_of(budi))
    assert not Aside.objects.get().waits_for_us


def test_the_same_answer_delivered_again_is_one(asked, arrives, dead_line):
    answer = mail(sender=SUPPLIER, text="Yes.", In_Reply_To=asked.message_id, Message_ID="<a@proveedor.example>")
    arrives(answer)
    arrives(b"Received: by another way\r\n" + answer)

    assert Message.objects.filter(conversation=Aside.objects.get().conversation, direction="in").count() == 1


def test_who_takes_part_is_not_asked_aside(dead_line, budi, later):
    with pytest.raises(Refused, match="take part"):
        write_aside(dead_line.pk, email=dead_line.customer.email, text="Psst.", by=budi.ref, at=later(1))
    assert not Aside.objects.exists()


def test_budi_writes_on_a_page_of_the_case_and_clara_of_another_area_does_not(dead_line, help_box, budi, clara, later):
    page = f"/app/cases/{dead_line.number}/asides"
    browser = Client()
    browser.force_login(budi)
    wrong = browser.post(page, {"email": "nobody", "text": "A long question"})
    assert (wrong.status_code, "A long question" in wrong.content.decode()) == (422, True)

    typed = {"email": "rosa@proveedor.example", "name": "Rosa", "text": "Have you one?", "key": "k"}
    assert [browser.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert "Have you one?" in browser.get(page).content.decode()
    assert "Rosa" in browser.get(f"/app/cases/{dead_line.number}").content.decode()
    assert Effect.objects.filter(payload__template="aside").count() == 1

    browser.force_login(clara)
    assert browser.get(page).status_code == 404
