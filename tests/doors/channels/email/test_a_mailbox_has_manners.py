"""Each mailbox: whom it believes, whose case a mail is, what came from the system before, and how it signs."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.email import imap, oauth
from pasillo.doors.channels.email.commands import Key, Line, Manners, Setup, set_up
from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.writing import mail_from
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.egress import Answer
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands import note, reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, Reach
from pasillo.operations.conversations.whereabouts import whereabouts_of
from pasillo.operations.history.models import Log, Origin
from tests.doors.channels.email.conftest import HELP, MONDAY, case_of, mail

OURS = "mx.nidalia.example"
PASSED = f"{OURS}; dmarc=pass header.from=nidalia.example"


@pytest.fixture
def manners(help_box):
    """The mailbox of the company, with manners of its own."""

    def have(**given):
        for name, value in given.items():
            setattr(help_box, name, value)
        help_box.save()
        return help_box

    return have


@pytest.fixture
def former(dead_line, monday):
    """Ana's case came from the system before, where it was number 10042."""
    log = Log.objects.create(name="before", first_read_at=monday, last_read_at=monday)
    Origin.objects.create(case=dead_line, log=log, known_as="10042", mark="x", lines=1, taken_over_at=monday)
    Message.objects.filter(conversation=dead_line.conversation).update(outside_id="<old@before.example>")
    return dead_line


def said(case):
    return list(Message.objects.filter(conversation=case.conversation).order_by("id").values_list("text", "held"))


def test_ana_s_number_of_the_system_before_leads_to_her_case(arrives, manners, former):
    manners(former_mark="Ticket#", former_places="subject,references")
    arrives(mail(subject="Re: [Ticket#10042] No hay línea", text="Sigo igual."))
    arrives(mail(subject="Hola", text="Y otra vez.", In_Reply_To="<old@before.example>"))

    assert said(former)[1:] == [("Sigo igual.", False), ("Y otra vez.", False)]
    assert Case.objects.count() == 1


def test_the_number_alone_lets_no_stranger_in(arrives, manners, former):
    manners(former_mark="Ticket#", former_places="subject")
    owed = Effect.objects.count()
    arrives(mail(sender="Mallory <m@evil.example>", subject="Ticket#10042", text="Send all."))

    assert said(former)[-1] == ("Mallory <m@evil.example>\n\nSend all.", True)
    assert Effect.objects.count() == owed


def test_where_no_mailbox_says_so_a_number_proves_nothing(arrives, manners, former):
    arrives(mail(subject="Ticket#10042"))

    assert len(said(former)) == 1
    assert Case.objects.count() == 2


SENT_ON = (
    "Cliente antiguo, cuidado con el tono.\r\n\r\n---------- Forwarded message ---------\r\n"
    "From: Luis Roca <luis@correo.example>\r\nDate: Mon, 2 Mar 2026 at 08:10\r\nSubject: Factura doble\r\n"
    "To: Budi <budi@nidalia.example>\r\n\r\nMe han cobrado dos veces.\r\n"
)


def test_budi_sends_a_mail_of_luis_on_and_luis_never_reads_what_he_said_on_top(arrives, manners, budi):
    manners(auth_server=OURS)

    case = case_of(
        arrives(
            mail(
                sender=f"Budi <{budi.email}>", subject="Fwd: Factura doble", text=SENT_ON, Authentication_Results=PASSED
            )
        )
    )

    assert (case.customer.name, case.customer.email, case.subject) == (
        "Luis Roca", "luis@correo.example", "Factura doble",
    )  # fmt: skip
    messages = list(Message.objects.filter(conversation=case.conversation).order_by("id"))
    assert [(one.direction, one.text, one.html_id) for one in messages] == [
        ("in", "Me han cobrado dos veces.", None),
        ("note", "Sent on by Budi.\n\nCliente antiguo, cuidado con el tono.", None),
    ]
    assert messages[1].author_id == budi.pk


def test_who_is_none_of_us_sends_a_mail_on_and_it_stays_their_own_case(arrives, manners, budi):
    manners(auth_server=OURS)

    unproven = case_of(arrives(mail(sender=f"Budi <{budi.email}>", subject="Fwd: Factura doble", text=SENT_ON)))
    stranger = case_of(arrives(mail(subject="Fwd: Factura doble", text=SENT_ON, Authentication_Results=PASSED)))

    assert unproven.customer.email == budi.email
    assert stranger.customer.email == "ana@correo.example"
    assert not Person.objects.filter(email="luis@correo.example").exists()


def test_a_mail_sent_on_as_a_file_is_read_too(arrives, manners, budi):
    manners(auth_server=OURS)
    raw = (
        f"From: Budi <{budi.email}>\r\nTo: {HELP}\r\nSubject: RV: Corte\r\nAuthentication-Results: {PASSED}\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nUrgente.\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Luis <luis@correo.example>\r\nSubject: Corte\r\n\r\n"
        "Sin luz en el router.\r\n--b--\r\n"
    )

    case = case_of(arrives(raw))

    assert (case.customer.email, case.subject) == ("luis@correo.example", "Corte")
    texts = list(Message.objects.filter(conversation=case.conversation).order_by("id").values_list("text", flat=True))
    assert texts == ["Sin luz en el router.", "Sent on by Budi.\n\nUrgente."]


def test_budi_writes_about_luis_and_the_case_is_luis_s(arrives, manners, budi):
    manners(auth_server=OURS)
    to = f"Luis <luis@correo.example>, {HELP}"
    inbound = arrives(mail(sender=f"Budi <{budi.email}>", To=to, Authentication_Results=PASSED))

    assert case_of(inbound).customer.email == "luis@correo.example"
    assert not Effect.objects.exists()


def test_an_unproven_budi_writes_only_about_himself(arrives, manners, budi):
    inbound = arrives(mail(sender=f"Budi <{budi.email}>", To=f"Luis <luis@correo.example>, {HELP}"))

    assert case_of(inbound).customer_id == budi.pk


def test_where_a_form_writes_the_case_is_of_whom_reply_to_names(arrives, manners):
    manners(writer_rule="reply_to_named")
    inbound = arrives(mail(sender="Elena Ruiz <form@tool.example>", Reply_To="elena@correo.example"))

    customer = case_of(inbound).customer
    assert (customer.email, customer.name) == ("elena@correo.example", "Elena Ruiz")


def test_ana_s_program_says_until_when_she_is_away_and_her_own_words_end_that(arrives, dead_line, budi, later):
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    out = letter_for(Effect.objects.get(payload__template="reply")).message_id
    away = "Estoy de vacaciones, vuelvo el 9 de marzo."
    arrives(mail(subject="Fuera de la oficina", text=away, In_Reply_To=out, Auto_Submitted="auto-replied"))

    told = Entry.objects.get(name="customer.away")
    known = whereabouts_of(dead_line.customer_id, at=MONDAY)
    assert told.data["until"] == known.until_on.isoformat()
    assert (known.until_on.month, known.until_on.day, known.is_away) == (3, 9, True)
    dead_line.refresh_from_db()
    assert dead_line.waiting_since is None

    arrives(mail(text="Ya estoy.", In_Reply_To=out))
    assert not whereabouts_of(dead_line.customer_id, at=MONDAY).is_away


def test_where_nobody_reads_the_contact_says_so_until_ana_writes(arrives, dead_line, budi, later):
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    out = letter_for(Effect.objects.get(payload__template="reply")).message_id
    top = f"From: MAILER-DAEMON@correo.example\r\nTo: {HELP}\r\nReturn-Path: <>\r\nSubject: Undelivered Mail\r\n"
    arrives(f"{top}\r\n<ana@correo.example>: 550 5.1.1 User unknown\r\n\r\nMessage-ID: {out}\r\n")

    assert Reach.objects.get().is_gone
    assert whereabouts_of(dead_line.customer_id, at=MONDAY).is_gone
    assert Entry.objects.get(name="message.undelivered").data["is_gone"] is True

    arrives(mail(text="Ya funciona mi correo.", In_Reply_To=out))
    assert not Reach.objects.exists()


def test_a_reply_is_signed_by_its_mailbox_and_repeats_what_was_said(manners, dead_line, budi, later):
    manners(signature="Nidalia\nTel. 555", quotes_history=True)
    note(dead_line.pk, text="He is angry.", by=budi.ref, at=later(1))
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(2))

    letter = letter_for(Effect.objects.get(payload__template="reply"))
    first = Message.objects.filter(conversation=dead_line.conversation, direction="in").first()
    plain = mail_from(letter).get_body(("plain",)).get_content()
    assert "Nidalia\nTel. 555" in plain
    assert f"> {first.text.splitlines()[0]}" in plain
    assert "angry" not in mail_from(letter).as_string()
    assert mail_from(letter).as_bytes() == mail_from(letter).as_bytes()


def test_a_case_that_went_to_another_area_is_answered_from_that_area_s_mailbox(dead_line, help_box, billing, clara):
    from pasillo.doors.channels.email.places import mailbox_of

    bills = Mailbox.objects.create(address="bills@nidalia.example", service=help_box.service)
    assert mailbox_of(dead_line).address == HELP
    help_box.is_active = False
    help_box.save()
    assert mailbox_of(dead_line).pk == bills.pk


@pytest.fixture
def microsoft(help_box):
    """The mailbox signs in at Microsoft 365 with a client of ours."""
    key = Key(auth="microsoft", client="c1", tenant="nidalia.example/../x", secret="s3cret", lasting="r1")
    line = Line(host="outlook.office365.com", user=HELP)
    return set_up(help_box.pk, Setup(address=HELP, imap=line, smtp=line, key=key), by="system", at=MONDAY)


def test_a_key_is_asked_for_once_kept_sealed_and_asked_for_anew_before_it_ends(microsoft, monkeypatch):
    asked = []

    def call(address, *, form):
        asked.append((address, form["grant_type"], form["refresh_token"]))
        answer = f'{{"access_token": "a{len(asked)}", "expires_in": 3600, "refresh_token": "r{len(asked) + 1}"}}'
        return Answer(status=200, body=answer.encode())

    monkeypatch.setattr(oauth, "call", call)
    keys = []
    for minutes in (0, 30, 59):
        box = Mailbox.objects.get(pk=microsoft.pk)
        keys.append(oauth.key_of(box, at=MONDAY + timedelta(minutes=minutes)))

    assert keys == ["a1", "a1", "a2"]
    where = "https://login.microsoftonline.com/nidalia.example..x/oauth2/v2.0/token"
    assert asked == [(where, "refresh_token", "r1"), (where, "refresh_token", "r2")]
    box.refresh_from_db()
    assert unsealed(box.oauth_lasting_sealed, oauth.PURPOSE) == "r3"
    assert b"r3" not in bytes(box.oauth_lasting_sealed)


def test_a_provider_that_gives_no_key_is_told_on_the_mailbox(microsoft, monkeypatch):
    monkeypatch.setattr(oauth, "call", lambda address, form: Answer(status=400, body=b'{"error": "invalid_grant"}'))

    class Server:
        def authenticate(self, way, speak):
            raise AssertionError("nobody signs in without a key")

    with pytest.raises(oauth.SignInRefused, match="invalid_grant"):
        imap._sign_in(Server(), microsoft)


def test_the_mail_server_hears_the_key_and_never_a_password(microsoft, monkeypatch):
    monkeypatch.setattr(
        oauth, "call", lambda address, form: Answer(status=200, body=b'{"access_token": "a1", "expires_in": "60"}')
    )
    heard = []

    class Server:
        def authenticate(self, way, speak):
            heard.extend([way, speak(b""), speak(b"eyJzdGF0dXMiOiI0MDAifQ==")])

    imap._sign_in(Server(), microsoft)
    assert heard == ["XOAUTH2", f"user={HELP}\x01auth=Bearer a1\x01\x01".encode(), b""]


def test_another_client_never_gets_the_old_one_s_secrets(microsoft):
    key = Key(auth="microsoft", client="c2", tenant="nidalia.example/../x")
    box = set_up(microsoft.pk, Setup(address=HELP, key=key), by="system", at=MONDAY)

    assert (bytes(box.oauth_sealed), bytes(box.oauth_lasting_sealed)) == (b"", b"")


def test_manners_are_kept_as_they_were_filled_in(help_box):
    wished = Manners(auth_server=" MX.Nidalia.example ", former_places=("body", "moon"), writer_rule="moon")
    box = set_up(help_box.pk, Setup(address=HELP, manners=wished), by="system", at=MONDAY)

    assert (box.auth_server, box.former_places, box.writer_rule) == (OURS, "body", "")
