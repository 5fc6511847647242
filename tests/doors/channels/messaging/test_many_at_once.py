"""A provider in a hurry hands the same in from several sides at once: it is kept once, and said once."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from pasillo.doors.channels.messaging.models import Thread
from pasillo.doors.channels.messaging.talking import take_up
from pasillo.doors.channels.whatsapp.reading import read
from pasillo.ground.intake.models import Inbound
from pasillo.ground.people.models import Identity, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, from_whatsapp, read_all, signed, text

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(does):
    """Several do it in the same moment."""
    together, troubles = threading.Barrier(AT_ONCE), []

    def one(place):
        try:
            together.wait(20)
            does(place)
        except Exception as trouble:
            troubles.append(repr(trouble))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[place]) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []


def test_one_call_handed_in_from_several_sides_is_one(number):
    body = json.dumps(from_whatsapp(text("No hay línea"))).encode()
    answers = []

    def hands_in(_place):
        answer = Client().post(
            f"/hooks/whatsapp/{number.key}",
            body,
            content_type="application/json",
            HTTP_X_HUB_SIGNATURE_256=signed(body),
        )
        answers.append(answer.status_code)

    at_once(hands_in)
    at_once(lambda _place: read_all())

    assert answers == [200] * AT_ONCE
    assert (Inbound.objects.count(), Case.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_first_words_of_one_person_read_at_once_are_one_person_and_one_case_each_word_once(number):
    words = [from_whatsapp(text(f"palabra {n % 2}", outside_id=f"wamid.{n % 2}")) for n in range(AT_ONCE)]

    def reads(place):
        from pasillo.doors.channels.messaging.plain import Delivery

        for said in read(Delivery(body=json.dumps(words[place]).encode())).said:
            take_up(number, said, at=MONDAY + timedelta(minutes=1))

    at_once(reads)

    assert sorted(Message.objects.values_list("text", flat=True)) == ["palabra 0", "palabra 1"]
    assert (Identity.objects.count(), Person.objects.filter(name="Ana Pons").count()) == (1, 1)
    assert (Case.objects.count(), Thread.objects.count()) == (1, 1)
