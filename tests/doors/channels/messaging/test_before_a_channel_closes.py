"""Four hours before WhatsApp stops taking free words, the case of whoever waits there comes forward."""

from datetime import timedelta

import pytest

from pasillo.doors.channels.messaging.cliffs import bring_forward
from pasillo.operations.cases.commands import reply, set_priority
from pasillo.operations.cases.models import Case
from tests.doors.channels.messaging.conftest import MONDAY, from_whatsapp, text

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


@pytest.fixture
def asked(calls, number, monkeypatch):
    """Ana has asked on WhatsApp, Monday at nine."""
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY)
    calls(number, from_whatsapp(text("Desde ayer no tengo línea.")))
    return Case.objects.get()


def priority_of(case):
    return Case.objects.values_list("priority", flat=True).get(pk=case.pk)


@pytest.mark.parametrize(("after", "priority"), [(19.9, 3), (20, 2), (23.9, 2), (24, 3)])
def test_it_comes_forward_in_the_last_four_hours_and_not_before(asked, after, priority):
    bring_forward(MONDAY + after * HOURS)

    assert priority_of(asked) == priority


def test_whoever_was_answered_does_not_wait(asked, budi):
    reply(asked.pk, text="Vamos hoy.", by=budi.ref, at=MONDAY + HOURS)

    assert bring_forward(MONDAY + 21 * HOURS) == 0
    assert priority_of(asked) == 3


def test_who_lowers_it_again_has_the_last_word(asked, budi):
    assert bring_forward(MONDAY + 20 * HOURS) == 1
    set_priority(asked.pk, priority=4, reason="No corre prisa", by=budi.ref, at=MONDAY + 21 * HOURS)

    assert bring_forward(MONDAY + 22 * HOURS) == 0
    assert priority_of(asked) == 4


def test_what_presses_more_stays_as_it_is(asked, budi):
    set_priority(asked.pk, priority=1, by=budi.ref, at=MONDAY)

    bring_forward(MONDAY + 21 * HOURS)

    assert priority_of(asked) == 1
