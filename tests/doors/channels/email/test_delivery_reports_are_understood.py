"""Delivery reports: which address, for ever or for now, and whether somebody reads there at all."""

import pytest

from pasillo.doors.channels.email.parsing.bounce_codes import address_is_gone, class_of, status_in
from pasillo.doors.channels.email.parsing.bounce_prose import addresses_in
from pasillo.doors.channels.email.parsing.message import parse

TOP = "From: MAILER-DAEMON@correo.example\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n"


def report(*blocks):
    parts = ["--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"]
    parts += ["--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n" + "\r\n".join(blocks)]
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    return parse((TOP + kind + "".join(parts) + "\r\n--b--\r\n").encode())[0].bounce


def block(address, status, said, action="failed"):
    top = f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\n"
    return f"{top}Status: {status}\r\nDiagnostic-Code: smtp; {said}\r\n"


def prose(text):
    return parse((TOP + "\r\n" + text).encode())[0].bounce


def test_each_address_of_a_report_has_its_own_fate():
    found = report(
        block("ana@correo.example", "5.1.1", "550 5.1.1 no such user"),
        block("luis@correo.example", "4.2.2", "452 4.2.2 mailbox full", "delayed"),
    )

    assert [(one.address, one.status, one.kind, one.is_hard) for one in found.fates] == [
        ("ana@correo.example", "5.1.1", "5", True),
        ("luis@correo.example", "4.2.2", "4", False),
    ]
    assert (found.status, found.is_permanent, found.is_hard) == ("5.1.1", True, True)


def test_a_refused_sender_does_not_make_the_address_dead():
    found = report(block("ana@correo.example", "5.7.1", "550 5.7.1 blocked: your address is on a blacklist"))

    assert (found.is_permanent, found.is_hard) == (True, False)


def test_a_server_that_took_the_address_and_then_knew_nobody_is_a_filter():
    text = "<ana@correo.example>:\n>>> DATA\n<<< 550 Unknown user ana@correo.example\n"

    assert prose(text).fates[0].is_hard is False
    assert prose(text.replace("DATA", "RCPT TO")).fates[0].is_hard is True


def test_what_the_other_server_said_counts_before_what_the_reporting_one_made_of_it():
    assert status_in("5.0.0", "smtp; 550 5.7.26 not authenticated") == "5.7.26"
    assert status_in("5.2.2", "") == "5.2.2"
    assert status_in("4.4.7", "smtp; 554 4.4.7 Message expired <421 4.4.2 timed out>") == "4.4.2"
    assert status_in("", "Postfix 4.16.5 said 421 4.7.0 later") == "4.7.0"


def test_prose_names_several_addresses_and_stops_where_the_lost_mail_is_repeated():
    text = (
        "could not be delivered to:\n\nana@correo.example: 550 5.1.1 User unknown\n"
        "luis@correo.example: 552 5.2.2 Mailbox full\n\n--- Original message follows.\n\nbudi@correo.example\n"
    )
    said, words = addresses_in(text)

    assert [one.address for one in said] == ["ana@correo.example", "luis@correo.example"]
    assert "budi" not in words
    assert [one.status for one in prose(text).fates] == ["5.1.1", "5.2.2"]


@pytest.mark.parametrize(
    ("words", "action", "kind"),
    [("User unknown", "failed", "5"), ("still being retried", "", "4"), ("", "delayed", "4"), ("", "relayed", "2")],
)
def test_without_a_code_the_words_and_the_action_tell(words, action, kind):
    assert class_of("", "", action, words) == kind


def test_a_full_mailbox_is_somebody_and_a_missing_host_is_nobody():
    assert not address_is_gone("5.2.2", "5", "mailbox full, user over quota")
    assert address_is_gone("", "5", "Host or domain name not found")
    assert not address_is_gone("", "4", "user unknown, try again later")
