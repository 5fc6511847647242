"""Sent, and not said yet: the author follows it, colleagues see it, the customer sees nothing."""

import json
import re
import uuid
from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.models import Membership
from pasillo.operations.cases import commands
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Draft, Message

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}
GOES = re.compile(r">goes out in (?:\d|10) s<")


@pytest.fixture
def sent(at_desk, marta, case):
    """Marta has pressed "send" a moment ago."""

    def send(text="We come today.", person=None, **more):
        last = Message.objects.filter(conversation=case.conversation_id).order_by("pk").last().pk
        data = {"kind": "reply", "reply": text, "key": str(uuid.uuid4()), "seen": last, **more}
        answer = at_desk(person or marta).post(f"/app/cases/{case.number}/messages", data, headers=SCRIPT)
        assert answer.status_code in (200, 204), answer.content
        return Draft.objects.filter(goes_at__isnull=False).order_by("pk").last()

    return send


def page(browser, case):
    return browser.get(f"/app/cases/{case.number}").content.decode()


def out(case):
    return list(
        Message.objects.filter(conversation=case.conversation_id, direction="out").values_list("text", flat=True)
    )


def test_its_author_sees_it_go_in_the_thread_and_everywhere_on_the_desk(at_desk, sent, marta, case):
    sent(then="resolve")
    browser = at_desk(marta)

    shown = page(browser, case)
    assert GOES.search(shown)
    assert "then resolved" in shown
    assert "Send now" in shown
    assert "Your reply to Elena Prats goes out in ten seconds, then the case is resolved." in shown
    assert GOES.search(browser.get("/app/work").content.decode())


def test_a_colleague_sees_it_and_may_take_it_back_but_not_hurry_it(at_desk, sent, jordi, case):
    sending = sent()
    browser = at_desk(jordi)

    shown = page(browser, case)
    assert GOES.search(shown)
    assert f"/app/sendings/{sending.pk}/undo" in shown
    assert f"/app/sendings/{sending.pk}/now" not in shown
    assert browser.post(f"/app/sendings/{sending.pk}/now", headers=SCRIPT).status_code == 422

    browser.post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)
    back = Draft.objects.get()
    assert (back.person_id, back.goes_at, back.returned) == (sending.person_id, None, "taken_back")


def test_the_author_is_told_that_a_colleague_took_it_back(at_desk, sent, marta, jordi, case):
    sending = sent()
    at_desk(jordi).post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)

    shown = page(at_desk(marta), case)
    assert "A colleague took this reply back" in shown
    assert "We come today.</textarea>" in shown
    assert "it is a draft again" in at_desk(marta).get("/app/news").content.decode()
    assert "it is a draft again" not in at_desk(jordi).get("/app/news").content.decode()


def test_the_customer_sees_nothing_of_it(client, sent, elena, case):
    client.force_login(elena)
    before = client.get(f"/requests/{case.number}").content.decode()

    sent(then="resolve")

    after = client.get(f"/requests/{case.number}").content.decode()
    assert "We come today." not in after
    assert after.count("<article") == before.count("<article")


def test_another_area_neither_sees_it_nor_stops_it(at_desk, sent, ivan, case):
    sending = sent()
    browser = at_desk(ivan)

    theirs = browser.post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)
    nobodys = browser.post("/app/sendings/987654321/undo", headers=SCRIPT)

    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert Draft.objects.get().goes_at is not None


def test_undo_brings_the_words_and_the_next_step_back_into_the_composer(at_desk, sent, marta, case):
    sending = sent(then="wait")
    browser = at_desk(marta)

    answer = browser.post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)

    assert json.loads(answer.headers["HX-Location"])["path"] == f"/app/cases/{case.number}?split=todo"
    shown = page(browser, case)
    assert "We come today.</textarea>" in shown
    assert 'name="then" value="wait" data-main' in shown
    assert "goes out in" not in shown
    commands.say_what_is_due(at=now() + timedelta(minutes=1))
    assert out(case) == []


def test_undo_works_without_a_script(at_desk, sent, marta, case):
    sending = sent()

    answer = at_desk(marta).post(f"/app/sendings/{sending.pk}/undo")

    assert answer.url == f"/app/cases/{case.number}?split=todo"
    assert Draft.objects.get().goes_at is None


def test_too_late_is_said_in_words(at_desk, sent, marta, case):
    sending = sent()
    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    answer = at_desk(marta).post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)

    assert answer.status_code == 422
    assert "gone out already" in answer.content.decode()
    assert out(case) == ["We come today."]


def test_send_now_says_it_at_once(at_desk, sent, marta, case):
    sending = sent()

    at_desk(marta).post(f"/app/sendings/{sending.pk}/now", headers=SCRIPT)

    assert out(case) == ["We come today."]
    assert not Draft.objects.exists()


def test_e_waits_for_the_reply_and_then_resolves(at_desk, sent, marta, case):
    sent()

    at_desk(marta).post(f"/app/cases/{case.number}/resolution", {"reply": ""}, headers=SCRIPT)
    case.refresh_from_db()
    assert case.state == "new"

    commands.say_what_is_due(at=now() + timedelta(seconds=11))
    case.refresh_from_db()
    assert case.state == "resolved"
    assert out(case) == ["We come today."]


@pytest.fixture
def ended(at_desk, marta, case):
    """Marta has pressed "resolve" a moment ago, and nothing is said with it."""
    at_desk(marta).post(f"/app/cases/{case.number}/resolution", headers=SCRIPT)
    return Draft.objects.get(goes_at__isnull=False)


def test_a_case_is_resolved_ten_seconds_after_e_and_as_of_the_moment_it_was_pressed(at_desk, ended, marta, jordi, case):
    assert (
        f"Case {case.number} of Elena Prats is resolved in ten seconds."
        in at_desk(marta).get("/app/work").content.decode()
    )
    assert ">resolved in " in page(at_desk(jordi), case)
    case.refresh_from_db()
    assert case.state == "new"

    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    case.refresh_from_db()
    assert (case.state, case.resolved_at) == ("resolved", ended.pressed_at)
    assert out(case) == []
    assert not Draft.objects.exists()


def test_e_is_taken_back_and_the_customer_hears_nothing(at_desk, ended, marta, case):
    at_desk(marta).post(f"/app/sendings/{ended.pk}/undo", headers=SCRIPT)

    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    case.refresh_from_db()
    assert case.state == "new"
    assert not Draft.objects.exists()
    assert not Effect.objects.filter(key__contains=":resolved:").exists()


def test_whoever_writes_within_the_ten_seconds_keeps_the_case_open(ended, case):
    words = Words(text="One more thing.", channel="email")
    commands.customer_writes(case.pk, author_id=case.customer_id, words=words, by="system", at=now())

    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    case.refresh_from_db()
    assert case.state == "new"
    assert not Draft.objects.exists()


def test_e_pressed_twice_ends_the_case_once_and_leaves_what_is_being_written(at_desk, ended, marta, case):
    kept = Draft.objects.create(
        conversation=case.conversation, person=marta, kind="reply", text="Dear Elena", updated_at=now()
    )

    at_desk(marta).post(f"/app/cases/{case.number}/resolution", {"without_reply": "1"}, headers=SCRIPT)
    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    case.refresh_from_db()
    assert case.state == "resolved"
    assert list(Draft.objects.all()) == [kept]


def test_e_over_a_reply_taken_back_asks_about_it(at_desk, sent, marta, case):
    sending = sent(then="resolve")
    browser = at_desk(marta)
    browser.post(f"/app/sendings/{sending.pk}/undo", headers=SCRIPT)

    answer = browser.post(f"/app/cases/{case.number}/resolution", headers=SCRIPT)

    assert answer.status_code == 422
    assert "not sent yet" in answer.content.decode()


def test_who_is_second_hears_that_a_reply_is_about_to_go_out(at_desk, sent, jordi, case):
    first = sent("I come at five.")
    last = Message.objects.filter(conversation=case.conversation_id).order_by("pk").last().pk
    his = {"kind": "reply", "reply": "We come today.", "key": str(uuid.uuid4()), "seen": last}
    browser = at_desk(jordi)

    warned = browser.post(f"/app/cases/{case.number}/messages", his, headers=SCRIPT)
    assert warned.status_code == 409
    assert "A reply of Marta Ruiz is about to go out" in warned.content.decode()

    anyway = his | {"anyway": str(last), "going": str(first.pk)}
    assert browser.post(f"/app/cases/{case.number}/messages", anyway, headers=SCRIPT).status_code == 204
    commands.say_what_is_due(at=now() + timedelta(seconds=11))
    assert out(case) == ["I come at five.", "We come today."]


def test_a_role_that_is_lost_meanwhile_is_told_as_a_sentence_in_the_case(at_desk, sent, marta, lucia, case):
    sent()
    Membership.objects.filter(person=marta).delete()
    commands.say_what_is_due(at=now() + timedelta(seconds=11))

    shown = page(at_desk(lucia), case)
    assert "The reply of Marta Ruiz was not sent: it is a draft again" in shown
    assert "We come today." not in shown
