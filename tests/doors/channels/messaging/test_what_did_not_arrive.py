"""What did not arrive is found from its figure: when and why for who sets up, the case only for who may see it."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.channels.email import undelivered as mails
from pasillo.doors.channels.messaging import undelivered
from pasillo.ground.effects.commands import promise
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, from_whatsapp, text

pytestmark = pytest.mark.django_db
WHATSAPP, MAILS = "/app/admin/channels/undelivered/whatsapp", "/app/mailboxes/undelivered"


def browser_of(name, role):
    person = meet(name=name, email=f"{name.lower()}@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=role, by="system", at=MONDAY)
    browser = Client()
    browser.force_login(person)
    return browser


def page(browser, place):
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def lost(calls, number):
    """Ana wrote on WhatsApp; two answers to her did not arrive, and neither did two mails, one of them of no case."""
    calls(number, from_whatsapp(text("Desde ayer no tengo línea.")))
    case = Case.objects.get()
    for minute, why in enumerate(("Not delivered: +34600111222 has no WhatsApp", "Not delivered: stopped")):
        Message.objects.create(
            conversation=case.conversation, direction="out", channel="whatsapp", text="Vamos hoy.", delivery="failed",
            delivery_note=why, said_at=MONDAY + timedelta(minutes=minute),
        )  # fmt: skip
    promise("mail", key="m1", payload={"case_id": case.pk}, about=case.ref, at=MONDAY)
    promise("mail", key="m2", payload={"to": "eva@correo.example"}, about="person:1", at=MONDAY)
    error = "550 5.1.1 <ana@correo.example>: no such user"
    Effect.objects.filter(key="m1").update(state="failed", error=error)
    Effect.objects.filter(key="m2").update(state="failed", error="held back: nobody reads at this address")
    return case


def test_each_figure_leads_to_what_it_counts_and_the_case_is_shown_to_who_may_see_it_alone(lost, monkeypatch):
    head, nuria = browser_of("Marta", Role.HEAD), browser_of("Nuria", Role.ADMIN)
    channels = page(nuria, "/app/admin/channels")
    assert f'href="{WHATSAPP}"' in channels
    assert f'href="{MAILS}"' in channels
    assert f'href="{MAILS}"' in page(nuria, "/app/mailboxes")

    for place, why in ((WHATSAPP, "+34600111222 has no WhatsApp"), (MAILS, "ana@correo.example")):
        seen, hidden = page(head, place), page(nuria, place)
        assert why in seen
        assert f'href="/app/cases/{lost.number}"' in seen
        assert "A case that you may not see" not in seen
        assert "A case that you may not see" in hidden
        assert not [word for word in (lost.subject, "600111222", "ana@correo", "/app/cases/") if word in hidden]
    assert "550 5.1.1 &lt;…&gt;: no such user" in hidden
    assert hidden.count("It belongs to no case") == 1
    assert "held back: nobody reads at this address" in hidden

    for module in (undelivered, mails):
        monkeypatch.setattr(module, "PAGE", 1)
    for place in (WHATSAPP, MAILS):
        first = page(head, place)
        second = page(head, place + first.partition('class="btn" href="')[2].partition('"')[0].replace("&amp;", "&"))
        assert (first.count("<time"), second.count("<time")) == (1, 1)
        assert first.partition("<ul")[2] != second.partition("<ul")[2]
        assert "Older ones" not in second
