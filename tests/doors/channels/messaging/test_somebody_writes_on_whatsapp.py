"""Ana writes on WhatsApp: it becomes a case, once, and goes on there."""

from datetime import timedelta

import pytest

from pasillo.ground.intake.models import Inbound
from pasillo.ground.people.models import Identity, Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import (
    MONDAY,
    everything_out,
    from_whatsapp,
    inbounds,
    read_all,
    text,
    the_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_monday(monkeypatch):
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY + timedelta(minutes=1))


def test_ana_is_met_and_her_words_are_a_case_of_the_accounts_service(calls, number, line_repair):
    answer = calls(number, from_whatsapp(text("Desde ayer no tengo línea.")))

    case = Case.objects.select_related("customer").get()
    assert answer.status_code == 200
    assert (case.service_id, case.channel, case.subject) == (line_repair.pk, "whatsapp", "Desde ayer no tengo línea.")
    assert (case.customer.name, case.customer.email, case.customer.language) == ("Ana Pons", None, "es")
    assert case.opened_at == MONDAY
    assert not case.unverified
    known = Identity.objects.get()
    assert (known.realm, known.address, known.proof) == ("whatsapp", "34600111222", "channel")
    assert (known.shown, case.customer.phone) == ("+34600111222", "+34600111222")
    assert the_account(number).heard_at == MONDAY + timedelta(minutes=1)


def test_the_bytes_are_safe_before_anybody_reads_them(calls, number):
    calls(number, from_whatsapp(text("Hola")), read=False)

    kept = Inbound.objects.get()
    assert (kept.state, kept.channel, kept.mailbox) == ("new", "whatsapp", str(number.pk))
    assert not Case.objects.exists()


def test_the_same_call_and_the_same_message_once_more_change_nothing(calls, number):
    first = from_whatsapp(text("Hola"))
    calls(number, first)
    calls(number, first)
    calls(number, from_whatsapp(text("Hola"), text("¿Hay alguien?", outside_id="wamid.2")))

    case = Case.objects.get()
    said = Message.objects.filter(conversation=case.conversation_id).order_by("id")
    assert [one.text for one in said] == ["Hola", "¿Hay alguien?"]
    assert [one.state for one in inbounds()] == ["read", "read"]
    assert Person.objects.filter(name="Ana Pons").count() == 1


def test_an_older_message_that_comes_late_does_not_turn_the_clock_back(calls, number):
    calls(number, from_whatsapp(text("Segundo", outside_id="wamid.2", at=MONDAY)))
    calls(number, from_whatsapp(text("Primero", outside_id="wamid.1", at=MONDAY - timedelta(hours=3))))

    from pasillo.doors.channels.messaging.models import Thread

    assert Case.objects.count() == 1
    assert Thread.objects.get().heard_at == MONDAY


@pytest.mark.parametrize("key", ["another-secret", ""])
def test_who_cannot_sign_is_refused_and_nothing_is_kept(calls, number, key):
    answer = calls(number, from_whatsapp(text("Soy Ana, de verdad")), key=key)

    assert answer.status_code == 403
    assert not Inbound.objects.exists()
    assert not Case.objects.exists()
    assert the_account(number).refused_at == MONDAY + timedelta(minutes=1)


def test_a_closed_account_and_a_guessed_address_do_not_exist(client, calls, number):
    type(number).objects.filter(pk=number.pk).update(is_active=False)

    assert calls(number, from_whatsapp(text("Hola"))).status_code == 404
    assert client.post("/hooks/whatsapp/guessed", b"{}", content_type="application/json").status_code == 404
    assert client.post("/hooks/pigeon/guessed", b"{}", content_type="application/json").status_code == 404
    assert not Inbound.objects.exists()


def test_what_is_signed_and_makes_no_sense_is_kept_aside(calls, number):
    assert calls(number, b"[" * 200_000).status_code == 200
    assert calls(number, {"object": "page"}).status_code == 200

    assert [one.state for one in inbounds()] == ["quarantined", "quarantined"]
    assert not Case.objects.exists()


def test_what_is_too_big_is_not_taken(calls, number):
    assert calls(number, b"x" * (3 * 2**20 + 1)).status_code == 413
    assert not Inbound.objects.exists()


def test_too_many_calls_in_a_minute_are_asked_to_wait(calls, number, monkeypatch):
    from pasillo.doors.channels.messaging import hooks

    monkeypatch.setattr(hooks, "gate", hooks.Gate(clock=lambda: 0.0, most=2))

    answers = [calls(number, from_whatsapp(text("Hola", outside_id=f"wamid.{n}"))).status_code for n in range(3)]

    assert answers == [200, 200, 429]
    assert Message.objects.count() == 2


def test_meta_learns_that_the_address_is_ours_only_with_our_word(client, number):
    address = f"/hooks/whatsapp/{number.key}"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    told = client.get(address, asked | {"hub.verify_token": "pasillo"})

    assert (told.status_code, told.content) == (200, b"1158201444")
    assert told["Content-Type"].startswith("text/plain")
    assert client.get(address, asked | {"hub.verify_token": "guess"}).status_code == 404


def test_one_message_that_cannot_be_taken_stops_no_other(calls, number, monkeypatch):
    from pasillo.doors.channels.messaging import handler

    really = handler.take_up

    def breaks(account, said, *, at):
        if said.text == "veneno":
            raise RuntimeError("poison")
        return really(account, said, at=at)

    monkeypatch.setattr(handler, "take_up", breaks)
    calls(number, from_whatsapp(text("veneno", outside_id="wamid.p"), text("Hola", outside_id="wamid.2")))
    for _try in range(4):
        read_all()

    assert [one.text for one in Message.objects.all()] == ["Hola"]
    assert inbounds()[0].state == "quarantined"


def test_what_is_meant_for_another_number_of_ours_goes_there_and_for_a_strangers_nowhere(calls, number, line_repair):
    calls(number, from_whatsapp(text("Hola"), number="9999"))

    assert not Case.objects.exists()


def test_after_the_end_her_next_words_open_the_case_again(calls, number, budi):
    calls(number, from_whatsapp(text("No hay línea")))
    case = Case.objects.get()
    cases.resolve(case.pk, announce=False, by=budi.ref, at=MONDAY + timedelta(hours=1))
    cases.confirm(case.pk, by=case.customer.ref, at=MONDAY + timedelta(hours=2))

    calls(number, from_whatsapp(text("Otra vez sin línea", outside_id="wamid.2")))

    case.refresh_from_db()
    assert Case.objects.count() == 1
    assert (case.state, case.cycle) == ("new", 2)


def test_a_picture_is_fetched_apart_and_lies_beside_her_words(calls, number, provider):
    provider.answers = {
        "/4711": {"url": "https://lookaside.example/4711", "mime_type": "image/png"},
        "lookaside": {"not": "a picture, but bytes"},
    }
    told = {"from": "34600111222", "id": "wamid.7", "timestamp": str(int(MONDAY.timestamp())), "type": "image"}
    calls(number, from_whatsapp(told | {"image": {"id": "4711", "mime_type": "image/png"}}))
    message = Message.objects.get()
    assert message.text.startswith("(")
    assert message.files.count() == 0

    everything_out(MONDAY + timedelta(minutes=2))
    everything_out(MONDAY + timedelta(minutes=3))

    file = message.files.get()
    assert (file.name, file.media_type) == ("image", "image/png")
    assert [one["address"].rpartition("/")[2] for one in provider.calls] == ["4711", "4711"]
    assert provider.calls[1]["headers"]["Authorization"] == "Bearer tok-very-secret"


def test_reactions_groups_and_systems_words_are_no_case(calls, number):
    reaction = {"from": "34600111222", "id": "wamid.8", "timestamp": "1700000000", "type": "reaction"}
    calls(number, from_whatsapp(reaction | {"reaction": {"message_id": "wamid.1", "emoji": "👍"}}))
    calls(number, from_whatsapp(text("Hola a todos") | {"group_id": "g1"}))

    assert not Case.objects.exists()
