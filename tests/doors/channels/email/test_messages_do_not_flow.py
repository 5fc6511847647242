"""Nothing was fetched for ten minutes: Marta, who administers, is told once, and sees it until it is over."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.email.commands import note_poll
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.commands.troubles import look
from pasillo.doors.shell.models import KnownTrouble
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.commands import take_in
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.email.conftest import HELP, MONDAY, mail

NINE, TEN, ELEVEN = (timedelta(minutes=many) for many in (9, 10, 11))


@pytest.fixture
def marta(db):
    person = meet(name="Marta", email="marta@nidalia.example", language="en", by="system", at=MONDAY)
    give_role(person=person, role=Role.ADMIN, by="system", at=MONDAY)
    return person


@pytest.fixture
def fetched(help_box):
    """The mailbox is fetched by IMAP, and was looked into on Monday morning."""
    Mailbox.objects.filter(pk=help_box.pk).update(imap_host="imap.nidalia.example", polled_at=MONDAY)
    return help_box


def letters():
    return [(one.payload["to"], one.payload["text"]) for one in Effect.objects.filter(key__startswith="trouble:")]


def test_marta_is_told_once_after_ten_minutes_and_sees_it_until_it_is_over(marta, fetched, client):
    note_poll(fetched.pk, place=None, trouble="TimeoutError: timed out", at=MONDAY + NINE)
    assert look(MONDAY + TEN) == 0
    assert letters() == []

    assert look(MONDAY + ELEVEN) == 1
    assert look(MONDAY + ELEVEN + TEN) == 0

    ((to, text),) = letters()
    assert to == "marta@nidalia.example"
    assert text.startswith(f"Nothing was fetched from {HELP} since ")
    assert f"/app/mailboxes/{fetched.pk}" in text
    client.force_login(marta)
    page = client.get("/app/admin/channels").content.decode()
    assert f"Nothing was fetched from {HELP} since " in page
    assert "timed out" in page

    note_poll(fetched.pk, place="1:1", trouble="", at=MONDAY + timedelta(minutes=30))
    look(MONDAY + timedelta(minutes=31))
    assert KnownTrouble.objects.filter(ended_at=None).count() == 0


def test_a_trouble_that_comes_and_goes_writes_one_letter_an_hour(marta, fetched):
    for minutes in (11, 25, 40):
        look(MONDAY + timedelta(minutes=minutes))
        Mailbox.objects.filter(pk=fetched.pk).update(is_active=False)
        look(MONDAY + timedelta(minutes=minutes + 5))
        Mailbox.objects.filter(pk=fetched.pk).update(is_active=True)
    assert len(letters()) == 1

    look(MONDAY + timedelta(minutes=90))
    assert len(letters()) == 2


def test_a_mailbox_that_was_never_reached_says_so(marta, fetched):
    Mailbox.objects.filter(pk=fetched.pk).update(polled_at=None)
    note_poll(fetched.pk, place=None, trouble="gaierror: no such name", at=MONDAY)
    note_poll(fetched.pk, place=None, trouble="gaierror: no such name", at=MONDAY + NINE)

    assert look(MONDAY + TEN) == 0
    assert look(MONDAY + ELEVEN) == 1
    assert letters()[0][1].startswith(f"Nothing could be fetched from {HELP} yet: gaierror")


def test_mail_that_waits_unread_is_a_trouble_of_its_own(marta, help_box):
    take_in(channel="email", mailbox=HELP, raw=mail(), at=MONDAY)

    assert look(MONDAY + NINE) == 0
    assert look(MONDAY + ELEVEN) == 1
    assert letters()[0][1].startswith("What came in waits unread since ")


def test_letters_that_were_tried_and_wait_are_a_trouble_but_not_those_held_back(marta, help_box):
    for number, error in enumerate(["ConnectionRefusedError: no", "held back: this address"]):
        Effect.objects.create(
            kind="mail", key=f"e{number}", payload={}, promised_at=MONDAY, not_before=MONDAY, attempts=2, error=error
        )

    assert look(MONDAY + ELEVEN) == 1
    assert "the mail server takes no connections" in letters()[0][1]


def test_where_all_is_well_nobody_is_told(marta, help_box):
    assert look(MONDAY + ELEVEN) == 0
    assert letters() == []
