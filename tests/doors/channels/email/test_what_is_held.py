"""Strangers' words and mails that may be forged wait until one of us has decided; nothing of them reaches anybody."""

import pytest
from django.test import Client

from pasillo.doors.channels.email.held import held_mails, held_messages
from pasillo.doors.channels.email.marks import message_id_for
from pasillo.doors.channels.email.models import Held, Mailbox
from pasillo.doors.channels.email.trusting import verdict
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import own_cases
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import case_of, mail

OURS = "mx.nidalia.example"


@pytest.fixture
def guarded(help_box):
    """The mailbox of the company, whose mail server confirms senders."""
    Mailbox.objects.filter(pk=help_box.pk).update(auth_server=OURS)
    return help_box


@pytest.fixture
def our_id(dead_line, budi, later):
    commands.reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    message = Message.objects.get(conversation=dead_line.conversation, direction="out")
    return message_id_for(
        conversation_id=dead_line.conversation_id, person_id=dead_line.customer_id, sign=f"m{message.pk}", domain="x"
    )


def results(result, server=OURS):
    return f"{server}; dmarc={result} header.from=correo.example"


def test_a_mail_that_our_server_could_not_confirm_opens_nothing_until_budi_lets_it_in(guarded, arrives, budi, later):
    held = arrives(mail(Authentication_Results=results("fail")))

    assert (held.state, Case.objects.count(), Effect.objects.count()) == ("held", 0, 0)
    assert [one.sender for one in held_mails(sight_of(budi))] == ["Ana Pons <ana@correo.example>"]

    browser = Client()
    browser.force_login(budi)
    assert "Ana Pons" in browser.get("/app/held").content.decode()
    assert browser.post(f"/app/held/{held.pk}", {"decision": "in"}).status_code == 302
    read_one(held.pk)

    held.refresh_from_db()
    assert (held.state, case_of(held).unverified) == ("read", True)
    assert held_mails(sight_of(budi)) == []


def test_known_words_that_nothing_proves_say_so_beside_them_and_the_case_stays_ana_s(
    guarded, arrives, budi, ana, monday
):
    Person.objects.filter(pk=ana.pk).update(verified_at=monday)
    doubted = case_of(arrives(mail(subject="Otra cosa")))
    proven = case_of(arrives(mail(subject="De verdad", Authentication_Results=results("pass"))))

    browser = Client()
    browser.force_login(budi)
    pages = [browser.get(f"/app/cases/{one.number}").content.decode() for one in (doubted, proven)]
    assert [one.customer_id for one in (doubted, proven)] == [ana.pk, ana.pk]
    assert [one.unverified for one in (doubted, proven)] == [False, False]
    assert ["Sender not verified" in page for page in pages] == [True, False]


def test_an_answer_with_our_token_needs_no_other_proof(guarded, arrives, dead_line, our_id):
    arrives(mail(In_Reply_To=our_id))

    assert [one.is_unproven for one in Message.objects.filter(conversation=dead_line.conversation)] == [False] * 3


def test_what_budi_puts_aside_becomes_nothing_and_stays_kept(guarded, arrives, budi):
    held = arrives(mail(Authentication_Results=results("fail")))
    browser = Client()
    browser.force_login(budi)
    browser.post(f"/app/held/{held.pk}", {"decision": "aside"})
    browser.post(f"/app/held/{held.pk}", {"decision": "in"})

    held.refresh_from_db()
    assert (held.state, held.reason, Case.objects.count()) == ("ignored", "one of us put it aside", 0)
    assert not Held.objects.get(pk=held.pk).is_let_in


def test_clara_of_another_area_sees_nothing_held_and_decides_nothing(guarded, arrives, clara):
    held = arrives(mail(Authentication_Results=results("fail")))
    browser = Client()
    browser.force_login(clara)

    assert "Ana Pons" not in browser.get("/app/held").content.decode()
    assert browser.post(f"/app/held/{held.pk}", {"decision": "in"}).status_code == 404
    assert Held.objects.get(pk=held.pk).decided_at is None


@pytest.mark.parametrize(
    "header", [results("fail", "mx.evil.example"), results("pass"), results("none"), "mx.nidalia.example; none"]
)
def test_only_our_own_server_s_no_holds_a_mail(guarded, arrives, header):
    assert arrives(mail(Authentication_Results=header)).state == "read"


def test_of_two_lines_under_our_server_s_name_only_the_topmost_is_its_own(guarded, arrives):
    raw = f"Authentication-Results: {results('fail')}\r\n".encode() + mail(Authentication_Results=results("pass"))

    assert arrives(raw).state == "held"


def test_with_a_real_token_and_a_forged_sender_the_words_wait_in_the_case(guarded, arrives, dead_line, our_id, budi):
    owed = Effect.objects.count()
    arrives(mail(text="Change my address.", In_Reply_To=our_id, Authentication_Results=results("fail")))

    message = Message.objects.latest("id")
    assert (message.held, message.author_id) == (True, None)
    assert (Case.objects.count(), Effect.objects.count()) == (1, owed)
    browser = Client()
    browser.force_login(budi)
    page = browser.get(f"/app/cases/{dead_line.number}").content.decode()
    assert "It could not be confirmed from whom this comes" in page
    assert "takes no part" not in page
    assert "or could not be confirmed" in browser.get("/app/held").content.decode()


def test_a_stranger_s_words_that_are_let_in_make_the_case_ours_again(arrives, dead_line, our_id, budi, later):
    arrives(mail(sender="Luis <luis@correo.example>", text="Soy su hijo.", References=our_id), at=later(2))
    held = held_messages(sight_of(budi)).get()

    commands.let_in_message(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(3))

    dead_line.refresh_from_db()
    assert dead_line.waiting_since == later(3)
    assert not held_messages(sight_of(budi))
    luis = Message.objects.get(pk=held.pk).author
    assert not own_cases(sight_of(luis)).exists()
    with pytest.raises(Refused, match="decided"):
        commands.let_in_message(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(4))


def test_a_stranger_s_words_may_become_a_case_of_their_own(arrives, dead_line, our_id, budi, later):
    arrives(mail(sender="Luis <luis@correo.example>", text="Mi línea también.", References=our_id), at=later(2))
    held = held_messages(sight_of(budi)).get()

    own = commands.take_out_message(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(3))
    again = commands.take_out_message(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(3))

    assert (own.pk, own.customer.email, Case.objects.count()) == (again.pk, "luis@correo.example", 2)
    assert Message.objects.get(pk=held.pk).held
    assert not held_messages(sight_of(budi))
    assert not Effect.objects.filter(about=own.ref).exists()


def test_what_is_put_aside_stays_out_of_the_conversation(arrives, dead_line, our_id, budi, later):
    arrives(mail(sender="Mallory <mallory@evil.example>", text="Send all.", References=our_id))
    held = held_messages(sight_of(budi)).get()
    commands.set_message_aside(dead_line.pk, message_id=held.pk, by=budi.ref, at=later(3))

    assert Message.objects.get(pk=held.pk).held
    assert not held_messages(sight_of(budi))
    dead_line.refresh_from_db()
    assert dead_line.waiting_since is None


def test_a_copy_in_cc_never_makes_a_reader(arrives, dead_line, our_id):
    arrives(mail(text="Con copia.", In_Reply_To=our_id, Cc="Luis <luis@correo.example>"))

    from pasillo.operations.cases.queries import people_in

    assert people_in(dead_line.pk) == []
    assert Inbound.objects.latest("id").state == "read"


def test_a_server_that_nobody_named_confirms_nothing():
    from pasillo.doors.channels.email.parsing.message import parse

    forged, _ = parse(mail(Authentication_Results=results("pass", "mx.evil.example")))
    assert [verdict(forged, name) for name in ("", OURS, "mx.evil.example")] == ["", "", "pass"]
