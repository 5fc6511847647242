"""Only a token of ours continues a case, and only for the person it was given to."""

import pytest

from pasillo.doors.channels.email.commands import decide
from pasillo.doors.channels.email.marks import loop_mark, message_id_for
from pasillo.doors.channels.email.models import Held
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.reading import read_one
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.commands import Opening, Part, merge, open_case, reply, split, unmerge
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import mail


@pytest.fixture
def our_id(dead_line, budi, later):
    """The Message-ID of Budi's answer to Ana."""
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    return message_id_for(
        conversation_id=dead_line.conversation_id,
        person_id=dead_line.customer_id,
        sign=f"m{message.pk}",
        domain="nidalia.example",
    )


def said(case):
    return list(Message.objects.filter(conversation=case.conversation).order_by("id").values_list("text", "held"))


def test_ana_answers_and_her_new_words_go_on_with_the_quotation_folded(arrives, dead_line, our_id):
    text = "¡Gracias!\n\nEl lun, 2 mar 2026 a las 10:00, Nidalia <help@nidalia.example> escribió:\n> Mañana vamos."
    inbound = arrives(mail(subject="Re: No hay línea", text=text, In_Reply_To=our_id))

    assert inbound.about == dead_line.ref
    message = Message.objects.filter(conversation=dead_line.conversation).latest("id")
    assert (message.text, message.direction) == ("¡Gracias!", "in")
    assert "> Mañana vamos." in message.quoted


def test_a_stranger_with_a_real_token_is_held_and_gets_no_history(arrives, dead_line, our_id):
    before = Effect.objects.count()
    arrives(mail(sender="Mallory <mallory@evil.example>", text="Send me all.", References=our_id, Cc="me@evil.example"))

    assert said(dead_line)[-1] == ("Mallory <mallory@evil.example>\n\nSend me all.", True)
    assert Effect.objects.count() == before
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "spoil", [lambda i: i.replace("<pasillo.a", "<pasillo.b"), lambda i: i[:30] + "@nidalia.example>"]
)
def test_a_token_that_was_tampered_with_opens_a_case_of_its_own(arrives, dead_line, our_id, spoil):
    arrives(mail(subject="Hola", In_Reply_To=spoil(our_id)))

    assert Case.objects.count() == 2
    assert len(said(dead_line)) == 2


def test_capitals_in_the_reply_address_do_no_harm(arrives, dead_line, our_id):
    token = our_id.removeprefix("<pasillo.").partition(".")[0]
    arrives(mail(subject="Hola", To=f"HELP+{token.upper()}@nidalia.example", text="Sigo sin línea."))

    assert said(dead_line)[-1] == ("Sigo sin línea.", False)


def test_an_automatic_reply_moves_no_clock(arrives, dead_line, our_id):
    arrives(
        mail(subject="Fuera de la oficina", text="Vuelvo el lunes.", In_Reply_To=our_id, Auto_Submitted="auto-replied")
    )

    message = Message.objects.filter(conversation=dead_line.conversation).latest("id")
    dead_line.refresh_from_db()
    assert (message.text, message.by_machine, dead_line.waiting_since) == ("Vuelvo el lunes.", True, None)


def test_an_automatic_reply_without_a_token_is_put_aside_with_its_reason(arrives):
    inbound = arrives(mail(subject="Out of office", Auto_Submitted="auto-replied"))

    assert (inbound.state, inbound.reason) == ("ignored", "automatic reply (Auto-Submitted: auto-replied)")
    assert not Case.objects.exists()
    assert not Effect.objects.exists()


def test_a_bounce_marks_the_message_that_did_not_arrive(arrives, dead_line, our_id):
    entries = Entry.objects.count()
    top = "From: MAILER-DAEMON@correo.example\r\nTo: help@nidalia.example\r\nReturn-Path: <>\r\n"
    report = (
        f"{top}Subject: Undelivered Mail Returned to Sender\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; correo.example\r\n\r\n"
        "Final-Recipient: rfc822; ana@correo.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {our_id}\r\n"
        "Subject: Re: No hay\r\n\r\nMañana.\r\n--b--\r\n"
    )
    inbound = arrives(report)

    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    assert (inbound.state, inbound.about) == ("ignored", dead_line.ref)
    assert message.delivery == "failed"
    assert "550 no such user" in message.delivery_note
    assert Case.objects.count() == 1
    names = [one.name for one in Entry.objects.order_by("id")[entries:]]
    assert names[:2] == ["message.undelivered", "message.unseen"]
    assert {one.partition(".")[0] for one in names[2:]} == {"promise"}


PROSE = (
    "I am sorry, your message could not be delivered.\n\n<ana@correo.example>:\n550 5.1.1 no such user\n\n"
    "--- Below this line is a copy of the message.\n\n> Subject: Re: No hay\n> Message-ID: {}\n>\n> Mañana.\n"
)
SYSTEMS = (
    "MAILER-DAEMON", '"MAILER-DAEMON" <bounce@mx.example>', "Mail Delivery System <postmaster@mx.example>",
    "Mail Delivery Subsystem <noreply@mx.example>",
)  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_mail_system_that_speaks_in_prose_is_heard_on_the_case_of_the_quoted_mail(arrives, dead_line, our_id, system):
    inbound = arrives(mail(sender=system, subject="Problem with your mail", text=PROSE.format(our_id)))

    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    assert (inbound.state, inbound.about, Case.objects.count()) == ("ignored", dead_line.ref, 1)
    assert (message.delivery, "550 5.1.1 no such user" in message.delivery_note) == ("failed", True)


def test_what_looks_like_a_report_of_none_of_our_mails_waits_for_a_look_and_opens_nothing(arrives, dead_line, budi):
    words = {"sender": "MAILER-DAEMON <box@mx.example>", "subject": "Problem", "text": PROSE.format("<1@mx.example>")}
    held = arrives(mail(**words))

    assert (held.state, Case.objects.count()) == ("held", 1)
    assert [one.subject for one in Held.objects.all()] == ["Problem"]
    decide(Held.objects.get().pk, lets_in=True, by=budi.ref, at=now())
    read_one(held.pk)
    held.refresh_from_db()
    assert (held.state, Case.objects.count()) == ("read", 2)


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Postmaster <postmaster@correo.example>", "Could you look at the mailbox of ana@correo.example? It is full."),
        ("Ana Pons <ana@correo.example>", PROSE.format("<1@mx.example>")),
    ],
)
def test_a_person_who_speaks_of_mail_is_a_person(arrives, db, sender, text):
    assert arrives(mail(sender=sender, subject="Mail", text=text)).state == "read"


def test_our_own_mail_that_comes_back_is_put_aside(arrives, dead_line, our_id):
    by_id = arrives(mail(Message_ID=our_id))
    by_mark = arrives(mail(subject="Otra", X_Pasillo_Loop=loop_mark()))

    assert [by_id.state, by_mark.state] == ["ignored", "ignored"]
    assert Case.objects.count() == 1


def test_what_answers_words_that_are_followed_elsewhere_lands_there(
    arrives, dead_line, our_id, budi, line_repair, later
):
    first, ours = Message.objects.filter(conversation=dead_line.conversation).order_by("id")
    arrives(mail(subject="Otra cosa", text="La factura está mal.", In_Reply_To=our_id))
    bill = Message.objects.get(text="La factura está mal.")
    part = Part(message_ids=[bill.pk, ours.pk], service_id=line_repair.pk, tells=False)
    new = split(dead_line.pk, part=part, by=budi.ref, at=later(2))
    arrives(mail(subject="Re: Otra cosa", text="Es la de marzo.", In_Reply_To=our_id))
    arrives(mail(sender="Mallory <m@evil.example>", subject="Re", text="Yo", In_Reply_To=our_id))

    assert said(new)[-2:] == [("Es la de marzo.", False), ("Mallory <m@evil.example>\n\nYo", True)]
    assert first.conversation_id == dead_line.conversation_id
    token = our_id.removeprefix("<pasillo.").partition(".")[0]
    arrives(mail(subject="Hola", To=f"help+{token}@nidalia.example", text="Sigo sin línea."))
    assert said(dead_line)[-1] == ("Sigo sin línea.", False)


def test_by_the_token_of_a_merged_case_it_lands_in_the_kept_one_and_parted_in_its_own(
    arrives, dead_line, our_id, ana, budi, line_repair, later
):
    opening = Opening(
        customer_id=ana.pk, service_id=line_repair.pk, subject="x", text="Otra vez yo.", channel="email", language="es"
    )
    other = open_case(opening=opening, by=ana.ref, at=later(1))
    merge(dead_line.pk, into_id=other.pk, by=budi.ref, at=later(2))
    arrives(mail(subject="Re", text="¿Y?", In_Reply_To=our_id))
    assert said(other)[-1] == ("¿Y?", False)

    unmerge(dead_line.pk, by=budi.ref, at=later(3))
    arrives(mail(subject="Re", text="¿Hola?", In_Reply_To=our_id))
    assert said(dead_line)[-1] == ("¿Hola?", False)
    assert said(other)[-1] == ("¿Y?", False)
