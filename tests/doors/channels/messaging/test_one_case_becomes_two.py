"""What Ana writes on WhatsApp lands where it belongs, whether her cases were merged, parted again, or split."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.messaging.models import Thread
from pasillo.operations.cases.commands import Opening, Part, merge, open_case, reply, split, unmerge
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, everything_out, from_whatsapp, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_monday(monkeypatch):
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY + timedelta(minutes=9))


def after(minutes):
    return MONDAY + timedelta(minutes=minutes)


@pytest.fixture
def asked(calls, number, provider):
    calls(number, from_whatsapp(text("Desde ayer no tengo línea.")))
    return Case.objects.get()


@pytest.fixture
def writes(calls, number):
    def write(words, minutes):
        calls(number, from_whatsapp(text(words, outside_id=f"wamid.{words}", at=after(minutes))))
        return Message.objects.get(text=words).conversation_id

    return write


def test_merged_it_goes_on_in_the_kept_case_and_parted_where_she_wrote_last(asked, writes, line_repair, budi):
    other = open_case(
        opening=Opening(
            customer_id=asked.customer_id, service_id=line_repair.pk, subject="x", text="x", channel="phone"
        ),
        by=budi.ref,
        at=after(1),
    )
    merge(asked.pk, into_id=other.pk, by=budi.ref, at=after(2))
    assert writes("¿Y?", 3) == other.conversation_id

    unmerge(asked.pk, by=budi.ref, at=after(4))
    assert writes("¿Hola?", 5) == other.conversation_id
    assert Case.objects.count() == 2


def test_parted_before_she_writes_again_it_lands_in_the_case_that_came_back(asked, writes, line_repair, budi):
    other = open_case(
        opening=Opening(
            customer_id=asked.customer_id, service_id=line_repair.pk, subject="x", text="x", channel="phone"
        ),
        by=budi.ref,
        at=after(1),
    )
    merge(asked.pk, into_id=other.pk, by=budi.ref, at=after(2))
    unmerge(asked.pk, by=budi.ref, at=after(4))

    assert writes("¿Hola?", 5) == asked.conversation_id


def test_split_it_goes_on_with_her_last_words_and_both_are_answered_on_her_line(
    asked, writes, line_repair, budi, provider
):
    writes("Y la factura está mal.", 2)
    bill = Message.objects.get(text="Y la factura está mal.")
    part = Part(message_ids=[bill.pk], service_id=line_repair.pk, tells=False)
    new = split(asked.pk, part=part, by=budi.ref, at=after(3))

    assert Thread.objects.get().conversation_id == new.conversation_id
    assert writes("Es la de marzo.", 4) == new.conversation_id
    for case, words in ((new, "La miramos."), (asked, "Vamos hoy.")):
        reply(case.pk, text=words, by=budi.ref, at=after(5))
    everything_out(after(6))
    assert [one["text"]["body"] for one in provider.sent()] == ["La miramos.", "Vamos hoy."]
