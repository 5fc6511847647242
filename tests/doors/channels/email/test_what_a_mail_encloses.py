"""Ana sends an invitation and her brother's card: both are said in words, and stay as files."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.email.enclosed_words import enclosed_words
from pasillo.doors.channels.email.parsing.message import parse
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import HELP, case_of

INVITATION = """BEGIN:VCALENDAR
METHOD:%(method)s
BEGIN:VEVENT
SUMMARY:Visita\\, router nuevo
DTSTART;TZID=Europe/Madrid:20990312T100000
DTEND;TZID=Europe/Madrid:20990312T113000
LOCATION:Calle Mayor 1
ATTENDEE;PARTSTAT=%(answer)s:mailto:ana@correo.example
END:VEVENT
END:VCALENDAR
"""
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Luis Pons\nORG:Nidalia;Ops\nTEL;TYPE=CELL:+34 600 11 22 33\nEND:VCARD\n"


def mail(kind, content, name, text="Adjunto lo hablado, gracias por la ayuda con la avería."):
    return (
        f"From: Ana Pons <ana@correo.example>\nTo: {HELP}\nSubject: Visita de la avería\n"
        "Content-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--b\nContent-Type: {kind}; charset=utf-8; name={name}\n\n{content}\n--b--\n"
    )


def said(case):
    return Message.objects.get(conversation=case.conversation, direction="in").text


@pytest.mark.parametrize(
    ("method", "answer", "heading"),
    [
        ("REQUEST", "NEEDS-ACTION", "Invitation"),
        ("PUBLISH", "", "Appointment"),
        ("CANCEL", "", "Called off"),
        ("REPLY", "ACCEPTED", "Accepted"),
        ("REPLY", "DECLINED", "Declined"),
    ],
)
def test_an_appointment_is_said_below_the_words(method, answer, heading):
    mail_read, contents = parse(
        mail("text/calendar", INVITATION % {"method": method, "answer": answer}, "cita.ics").encode()
    )

    (one,) = mail_read.appointments
    assert (one.summary, one.place) == ("Visita, router nuevo", "Calle Mayor 1")
    assert (one.begins, one.ends) == ("2099-03-12T09:00:00+00:00", "2099-03-12T10:30:00+00:00")
    assert [file.filename for file in mail_read.attachments] == ["cita.ics"]

    mail_read.language = "en"
    assert enclosed_words(mail_read).startswith(f"{heading}: Visita, router nuevo\n")


def test_ana_reads_her_invitation_in_her_case(arrives):
    case = case_of(arrives(mail("text/calendar", INVITATION % {"method": "REQUEST", "answer": ""}, "cita.ics")))

    first, _, last = said(case).partition("\n\n")
    assert first == "Adjunto lo hablado, gracias por la ayuda con la avería."
    assert "2099" in last
    assert last.endswith("Calle Mayor 1")


def test_a_card_is_said_and_meets_nobody(arrives):
    case = case_of(arrives(mail("text/vcard", CARD, "luis.vcf")))

    assert said(case).endswith("Luis Pons, Nidalia, Ops\n+34 600 11 22 33")
    assert case.customer.name == "Ana Pons"


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VEVENT",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:99999999T999999\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nRRULE:FREQ=SECONDLY;COUNT=999999999\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\n" * 5_000 + "END:VCALENDAR",
    ],
)
def test_a_calendar_that_makes_no_sense_stays_a_file(content):
    found, _ = parse(mail("text/calendar", content, "cita.ics").encode())

    assert [file.filename for file in found.attachments] == ["cita.ics"]
    assert len(found.appointments) <= 5
    assert found.new_text.startswith("Adjunto")


def test_an_answer_an_hour_later_says_the_same_once(arrives, monday):
    raw = mail("text/calendar", INVITATION % {"method": "REQUEST", "answer": ""}, "cita.ics")
    first = arrives(raw)
    again = arrives(raw, at=monday + timedelta(hours=1))

    assert again.about == first.about
    assert said(case_of(first)).count("Visita, router nuevo") == 1
