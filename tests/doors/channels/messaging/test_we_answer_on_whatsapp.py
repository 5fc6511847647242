"""Budi answers Ana on WhatsApp: where she wrote, once, within the hours; and he sees what became of it."""

import json
from datetime import timedelta

import pytest

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.channel import Approved
from pasillo.doors.channels.messaging.models import Sent
from pasillo.ground.effects.models import Effect
from pasillo.ground.kit.egress import Answer
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands import reply, send, send_again
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Draft, Message
from tests.doors.channels.messaging.conftest import (
    MONDAY,
    everything_out,
    from_whatsapp,
    state,
    text,
    the_account,
)

pytestmark = pytest.mark.django_db
SOON = MONDAY + timedelta(minutes=5)
NEXT_DAY = MONDAY + timedelta(hours=24)
VISIT = "Hola {{1}}, el técnico viene el {{2}}. ¿Le va bien?"


@pytest.fixture(autouse=True)
def _it_is_monday(monkeypatch):
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY)


@pytest.fixture
def asked(calls, number, provider):
    """Ana has asked on WhatsApp."""
    calls(number, from_whatsapp(text("Desde ayer no tengo línea.")))
    return Case.objects.get()


def answered(case, words, budi, at=SOON):
    reply(case.pk, text=words, by=budi.ref, at=at)
    everything_out(at)
    return Message.objects.filter(direction="out").latest("id")


def failing(code, words="No", status=400):
    return Answer(status=status, body=json.dumps({"error": {"code": code, "message": words}}).encode())


def test_the_answer_goes_out_where_she_wrote_and_no_mail_leaves(asked, budi, provider):
    message = answered(asked, "Vamos hoy.", budi)

    assert provider.sent() == [
        {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "34600111222", "type": "text",
         "text": {"body": "Vamos hoy.", "preview_url": False}}
    ]  # fmt: skip
    assert provider.calls[0]["address"].endswith("/1060/messages")
    assert (message.channel, message.delivery) == ("whatsapp", "sent")
    assert not Effect.objects.filter(kind="mail").exists()


def test_what_became_of_it_is_shown_and_late_news_change_nothing(asked, calls, number, budi):
    message = answered(asked, "Vamos hoy.", budi)

    seen = []
    for news in ("delivered", "read", "sent", "delivered"):
        calls(number, from_whatsapp(statuses=[state(news, "wamid.out1")], name=news))
        message.refresh_from_db()
        seen.append(message.delivery)

    assert seen == ["delivered", "read", "read", "read"]


def test_a_receipt_may_come_before_we_know_under_which_name_it_went(asked, calls, number, budi):
    calls(number, from_whatsapp(statuses=[state("delivered", "wamid.out1")]))

    message = answered(asked, "Vamos hoy.", budi)

    assert (message.delivery, Sent.objects.get().message_id) == ("delivered", message.pk)


def test_a_receipt_that_it_failed_says_why_in_words(asked, calls, number, budi):
    message = answered(asked, "Vamos hoy.", budi)

    trouble = {"code": 131026, "title": "Message undeliverable"}
    calls(number, from_whatsapp(statuses=[state("failed", "wamid.out1", errors=[trouble])]))

    message.refresh_from_db()
    assert message.delivery == "failed"
    assert message.delivery_note.startswith("131026: ")


def test_a_long_answer_goes_in_pieces_and_a_piece_that_was_taken_is_not_sent_again(asked, budi, provider):
    provider.answers = {"/messages": [
        {"messages": [{"id": "wamid.a"}]}, failing(130429, "Rate limit hit"), {"messages": [{"id": "wamid.b"}]},
    ]}  # fmt: skip
    message = answered(asked, "palabra " * 600, budi)
    assert message.delivery == "queued"

    everything_out(SOON + timedelta(minutes=2))

    message.refresh_from_db()
    said = [one["text"]["body"] for one in provider.sent()]
    assert (len(said), said[1] == said[2], said[0] == said[1]) == (3, True, False)
    assert message.delivery == "sent"
    assert [one.outside_id for one in Sent.objects.order_by("piece")] == ["wamid.a", "wamid.b"]


def test_a_token_that_ended_is_told_on_the_account_and_on_the_case(asked, number, budi, provider):
    provider.answers = {"/messages": failing(190, "Session has expired", 401)}

    message = answered(asked, "Vamos hoy.", budi)

    assert (message.delivery, "190" in message.delivery_note) == ("failed", True)
    assert the_account(number).trouble.startswith("190: ")
    assert "tok-very-secret" not in the_account(number).trouble + message.delivery_note


def test_after_24_hours_free_words_are_refused_while_their_author_still_looks_at_them(asked, budi):
    with pytest.raises(Refused, match="24 hours"):
        send(asked.pk, text="¿Sigue ahí?", person_id=budi.pk, at=NEXT_DAY)

    assert not Draft.objects.exists()
    assert not Message.objects.filter(direction="out").exists()


def test_a_minute_before_they_still_go(asked, budi):
    assert send(asked.pk, text="¿Sigue ahí?", person_id=budi.pk, at=NEXT_DAY - timedelta(minutes=1))


def test_an_approved_text_goes_out_at_any_time_with_its_blanks_filled(asked, number, budi, provider):
    commands.keep_templates(number.pk, [Approved(name="visit", language="es", text=VISIT)])

    message = answered(asked, "Hola Ana, el técnico viene el martes. ¿Le va bien?", budi, at=NEXT_DAY)

    assert provider.sent()[0]["template"] == {
        "name": "visit", "language": {"policy": "deterministic", "code": "es"},
        "components": [{"type": "body", "parameters": [
            {"type": "text", "text": "Ana"}, {"type": "text", "text": "martes"}]}],
    }  # fmt: skip
    assert message.delivery == "sent"


@pytest.mark.parametrize("words", ["Hola {{1}}, el técnico viene el martes. ¿Le va bien?", "Hola Ana, adiós", VISIT])
def test_what_only_looks_like_an_approved_text_stays_here(asked, number, budi, words):
    commands.keep_templates(number.pk, [Approved(name="visit", language="es", text=VISIT)])

    with pytest.raises(Refused):
        reply(asked.pk, text=words, by=budi.ref, at=NEXT_DAY)


def test_her_next_words_open_the_hours_again(asked, calls, number, budi, monkeypatch):
    tuesday = MONDAY + timedelta(hours=30)
    monkeypatch.setattr("pasillo.doors.channels.messaging.handler.now", lambda: tuesday)
    calls(number, from_whatsapp(text("¿Y bien?", outside_id="wamid.2", at=tuesday)))

    assert send(asked.pk, text="Ya vamos.", person_id=budi.pk, at=tuesday + timedelta(hours=23))


def test_an_answer_that_waited_too_long_for_the_provider_never_goes(asked, budi, provider):
    provider.answers = {"/messages": failing(131000, "Something went wrong", 500)}
    message = answered(asked, "Vamos hoy.", budi)
    assert message.delivery == "queued"
    provider.answers = {}

    everything_out(NEXT_DAY + timedelta(hours=1))

    message.refresh_from_db()
    assert message.delivery == "failed"
    assert len(provider.sent()) == 1


def test_on_a_closed_account_nothing_can_be_said(asked, number, budi):
    type(number).objects.filter(pk=number.pk).update(is_active=False)

    with pytest.raises(Refused, match="closed"):
        reply(asked.pk, text="Vamos hoy.", by=budi.ref, at=SOON)


def test_a_case_typed_in_by_hand_as_whatsapp_is_answered_by_mail(opening, ana, number, budi):
    from dataclasses import replace

    from pasillo.operations.cases.commands import open_case

    case = open_case(opening=replace(opening, channel="whatsapp"), by=budi.ref, at=MONDAY)
    reply(case.pk, text="Vamos hoy.", by=budi.ref, at=SOON)

    assert Effect.objects.filter(key__startswith="message:").values_list("kind", flat=True).get() == "mail"


def test_an_answer_that_makes_no_sense_is_shown_as_perhaps_sent(asked, budi, provider):
    provider.answers = {"/messages": Answer(status=200, body=b"<html>")}

    message = answered(asked, "Vamos hoy.", budi)
    everything_out(SOON + timedelta(hours=1))

    message.refresh_from_db()
    assert message.delivery == "uncertain"
    assert len(provider.sent()) == 1


def test_what_was_refused_is_tried_once_more_when_a_person_wants_it(asked, budi, provider):
    provider.answers = {"/messages": failing(131026, "Message undeliverable")}
    message = answered(asked, "Vamos hoy.", budi)
    assert message.delivery == "failed"
    provider.answers = {}

    send_again(asked.pk, message_id=message.pk, at=SOON)
    everything_out(SOON)

    message.refresh_from_db()
    assert (message.delivery, len(provider.sent())) == ("sent", 2)


def test_what_is_told_only_later_to_have_failed_can_be_tried_once_more_and_only_its_lost_piece(
    asked, calls, number, budi, provider
):
    message = answered(asked, "a" * 4000 + " " + "b" * 1000, budi)
    before = len(provider.sent())
    assert before == 2
    calls(number, from_whatsapp(statuses=[state("failed", "wamid.out2", errors=[{"code": 131026, "title": "No"}])]))
    message.refresh_from_db()
    assert message.delivery == "failed"

    send_again(asked.pk, message_id=message.pk, at=SOON)
    everything_out(SOON)

    message.refresh_from_db()
    assert [one["text"]["body"][:1] for one in provider.sent()[before:]] == ["b"]
    assert message.delivery == "sent"
    with pytest.raises(Refused):
        send_again(asked.pk, message_id=message.pk, at=SOON)
