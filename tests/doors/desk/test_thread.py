"""The thread of a case: its newest part at first, however long it is, and a retry where a mail did not arrive."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasillo.ground.effects.models import Effect
from pasillo.operations.cases import commands
from pasillo.operations.conversations.models import Message
from pasillo.operations.voice.commands import give_feedback

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def long_case(case, before, elena):
    """Two thousand messages, a second apart."""
    Message.objects.bulk_create(
        Message(
            conversation_id=case.conversation_id, direction="in", author=elena, channel="email",
            text=f"word number {number}.", said_at=before + timedelta(seconds=number + 1), language="es",
        )
        for number in range(2000)
    )  # fmt: skip
    return case


def shown(page):
    return [int(number) for number in re.findall(r"word number (\d+)\.", page)]


def test_a_very_long_case_opens_with_its_newest_part_and_few_questions(at_desk, marta, long_case):
    browser = at_desk(marta)
    browser.get(f"/app/cases/{long_case.number}")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(f"/app/cases/{long_case.number}").content.decode()

    assert shown(page) == list(range(1970, 2000))
    assert "1,97" in page or "197" in page
    assert len(asked) < 25


def test_what_came_before_unfolds_piece_by_piece_to_the_first_word(at_desk, marta, long_case):
    browser, address = at_desk(marta), f"/app/cases/{long_case.number}"
    page = browser.get(address).content.decode()

    for _ in range(2):
        found = re.search(r'href="([^"]+)" id="earlier"', page)
        page = browser.get(
            found[1].replace("&amp;", "&"), headers=SCRIPT | {"hx-target": "div#thread"}
        ).content.decode()
        assert "<html" not in page

    assert shown(page) == list(range(1850, 2000))
    assert shown(browser.get(f"{address}?all=1").content.decode()) == list(range(2000))


def test_a_moment_that_makes_no_sense_shows_the_newest_part(at_desk, marta, long_case):
    page = at_desk(marta).get(f"/app/cases/{long_case.number}?from=yesterday").content.decode()

    assert shown(page) == list(range(1970, 2000))


def test_a_mail_that_did_not_arrive_is_tried_again_by_a_button(at_desk, marta, case, before):
    commands.reply(case.pk, text="We come.", by=marta.ref, at=before)
    message = Message.objects.get(direction="out")
    Effect.objects.filter(key=f"message:{message.pk}").update(state="failed", attempts=7)
    commands.note_undelivered(message.pk, note="550 no such mailbox", by="system", at=before)
    browser = at_desk(marta)
    assert "Try again" in browser.get(f"/app/cases/{case.number}").content.decode()

    browser.post(f"/app/cases/{case.number}/messages/{message.pk}/again", headers=SCRIPT)

    effect = Effect.objects.get(key=f"message:{message.pk}")
    message.refresh_from_db()
    assert (effect.state, effect.attempts, message.delivery) == ("queued", 0, "queued")
    assert "Try again" not in browser.get(f"/app/cases/{case.number}").content.decode()


def test_a_mail_that_came_back_is_not_sent_again_and_the_page_says_why(at_desk, marta, case, before):
    commands.reply(case.pk, text="We come.", by=marta.ref, at=before)
    message = Message.objects.get(direction="out")
    Effect.objects.filter(key=f"message:{message.pk}").update(state="sent")
    commands.note_undelivered(message.pk, note="550 no such mailbox", by="system", at=before)
    browser, again = at_desk(marta), f"/app/cases/{case.number}/messages/{message.pk}/again"
    page = browser.get(f"/app/cases/{case.number}").content.decode()
    assert f'hx-post="{again}" hx-target="#toasts"' in page
    assert 'id="toasts"' in page
    assert 'hx-swap="none" hx-disable' not in page

    answer = browser.post(again, headers=SCRIPT | {"hx-target": "div#toasts"})

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (422, "#toasts", "innerHTML")
    assert "This mail left and came back." in answer.content.decode()
    assert Effect.objects.get(key=f"message:{message.pk}").state == "sent"
    message.refresh_from_db()
    assert message.delivery == "failed"


def test_what_the_customer_lived_stands_beside_the_case(at_desk, marta, elena, case, opens, before):
    other = opens("Another", at=before)
    give_feedback(other.pk, person_id=elena.pk, score=1, by=elena.ref, at=before)
    give_feedback(case.pk, person_id=elena.pk, score=4, by=elena.ref, at=before)

    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()

    assert "1 of 2 times worse than expected" in page
