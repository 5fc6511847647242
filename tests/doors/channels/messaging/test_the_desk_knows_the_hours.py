"""Budi sees at the desk to whom and until when he may write; after that he is offered the approved texts."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.channel import Approved
from pasillo.doors.shell.clock import now
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import note_delivery
from pasillo.operations.conversations.models import Draft, Message
from tests.doors.channels.messaging.conftest import from_whatsapp, text

pytestmark = pytest.mark.django_db
TEXT = "Hola {{1}}, ¿sigue esperando?"


@pytest.fixture
def at_the_desk(budi):
    browser = Client()
    browser.force_login(budi)
    return browser


@pytest.fixture
def asked(calls, number):
    """Ana wrote so many hours ago."""
    commands.keep_templates(number.pk, [Approved(name="still", language="es", text=TEXT)])

    def ask(hours):
        calls(number, from_whatsapp(text("No hay línea", at=now() - timedelta(hours=hours))))
        return Case.objects.get()

    return ask


def page(at_the_desk, case):
    return at_the_desk.get(f"/app/cases/{case.number}").content.decode()


def says(at_the_desk, case, words):
    typed = {"kind": "reply", "reply": words, "note": "", "then": "", "key": f"k-{words}", "seen": "0"}
    return at_the_desk.post(f"/app/cases/{case.number}/messages", typed)


def test_within_the_hours_he_reads_until_when_and_no_text_is_pressed_on_him(at_the_desk, asked):
    found = page(at_the_desk, asked(1))

    assert "<b>+34600111222</b> by WhatsApp" in found
    assert "You can write freely until" in found
    assert "data-fill" not in found


def test_in_the_last_hours_the_approved_texts_are_at_hand(at_the_desk, asked):
    found = page(at_the_desk, asked(21))

    assert "You can write freely until" in found
    assert 'data-fill="Hola ⟦1⟧, ¿sigue esperando?"' in found


def test_after_the_hours_free_words_stay_here_and_nothing_of_them_is_lost(at_the_desk, asked):
    case = asked(25)

    answer = says(at_the_desk, case, "¿Sigue sin línea?")

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "WhatsApp only takes approved texts now" in told
    assert "¿Sigue sin línea?" in told
    assert not Draft.objects.filter(goes_at__isnull=False).exists()
    assert not Message.objects.filter(direction="out").exists()


def test_a_text_with_an_open_blank_stays_here_and_one_that_is_filled_goes(at_the_desk, asked):
    case = asked(25)

    assert says(at_the_desk, case, "Hola ⟦1⟧, ¿sigue esperando?").status_code == 422
    assert says(at_the_desk, case, "Hola Ana, ¿sigue esperando?").status_code in (200, 302)
    assert Draft.objects.filter(goes_at__isnull=False).count() == 1


@pytest.mark.parametrize(("state", "word"), [("delivered", "delivered"), ("read", "read")])
def test_he_sees_what_became_of_his_words(at_the_desk, asked, budi, state, word):
    from pasillo.operations.cases.commands import reply

    case = asked(1)
    reply(case.pk, text="Vamos hoy.", by=budi.ref, at=now())
    note_delivery(Message.objects.get(direction="out").pk, delivery=state)

    assert f"{word}</span>" in page(at_the_desk, case).replace("\n", "")


def test_a_customer_of_another_case_sees_nothing_of_it(client, asked, ana):
    case = asked(1)
    client.force_login(ana)

    assert client.get(f"/requests/{case.number}").status_code == 404
