"""What no header can switch off: the house's own brakes, and what is never shown."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pasillo.doors.channels.email.answering import house_may_write
from pasillo.doors.channels.email.brakes import house_allows
from pasillo.doors.channels.email.models import AutomaticMail
from pasillo.doors.channels.email.onetime import MASK, masked
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_one
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import MONDAY, case_of, mail


def test_the_whole_house_sends_no_more_automatic_mails_an_hour_than_it_may(db, monkeypatch):
    monkeypatch.setenv("PASILLO_AUTOMATIC_AN_HOUR", "3")
    rows = [
        AutomaticMail(address=f"victim{n}@correo.example", template="acknowledgement", effect=uuid4(), sent_at=MONDAY)
        for n in range(3)
    ]
    AutomaticMail.objects.bulk_create(rows)

    assert not house_may_write(at=MONDAY)
    assert house_may_write(is_asked_for=True, at=MONDAY)
    assert house_may_write(effect=rows[0].effect, at=MONDAY)
    assert house_may_write(at=MONDAY + timedelta(hours=1, seconds=1))


def test_what_a_full_hour_holds_back_waits_until_it_has_room_and_does_not_ask_meanwhile(arrives, monkeypatch):
    """Thousands may wait: each that tried again every few minutes would cost as much as a mail that goes out."""
    monkeypatch.setenv("PASILLO_AUTOMATIC_AN_HOUR", "1")
    monkeypatch.setenv("PASILLO_SMTP_OUT", "127.0.0.1:1")
    arrives(mail())
    at = now()
    AutomaticMail.objects.create(
        address="other@correo.example", template="acknowledgement", effect=uuid4(), sent_at=at - timedelta(minutes=20)
    )

    assert send_one(at=at)

    waits = Effect.objects.get(key__endswith=":acknowledgement")
    assert (waits.state, waits.not_before) == ("queued", at + timedelta(minutes=40))
    assert waits.error.startswith("held back")
    assert not send_one(at=at + timedelta(minutes=39))


def test_what_people_wait_for_has_room_beyond_the_cap_but_not_without_end():
    assert house_allows(5, most=5, is_asked_for=True)
    assert not house_allows(10, most=5, is_asked_for=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Your code is 482913.", f"Your code is {MASK}."),
        ("Tu código: G-482-913", f"Tu código: {MASK}"),
        ("Kode OTP Anda AB12CD", f"Kode OTP Anda {MASK}"),
        ("https://chat.example/verify?token=abc now", f"{MASK} now"),
        ("The line is dead since 2026", "The line is dead since 2026"),
        ("Invoice 482913 is wrong", "Invoice 482913 is wrong"),
        ("Your code of conduct of 2024", "Your code of conduct of 2024"),
    ],
)
def test_codes_and_links_are_masked_and_other_figures_are_not(text, shown):
    assert masked(text) == (shown, text != shown)


def test_a_code_that_a_machine_mails_to_us_is_read_by_nobody(arrives):
    """Somebody signs up elsewhere with our address, and would read the code in the case."""
    inbound = arrives(
        mail(
            sender="Chat <no-reply@chat.example>",
            subject="482913 is your verification code",
            text="Enter 482913 or open https://chat.example/verify?t=9",
        )
    )

    case = case_of(inbound)
    said = Message.objects.get(conversation=case.conversation)
    assert "482913" not in f"{case.subject} {said.text} {said.quoted}"
    assert "verify?t" not in said.text
    assert (said.html, said.files.count()) == (None, 0)
    assert not Effect.objects.exists()


def test_ana_s_own_figures_stay_as_she_wrote_them(arrives):
    inbound = arrives(mail(text="The code 482913 on the box does not work."))

    assert "482913" in Message.objects.get(conversation=case_of(inbound).conversation).text
    assert Case.objects.count() == 1
