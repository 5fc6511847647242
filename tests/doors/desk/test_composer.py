"""The composer: words are sent once, kept always, and looked at twice when two people write."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.shell.clock import now
from pasillo.ground.effects.sending import send_all
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Pause
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Draft, Message, MessageFile

pytestmark = pytest.mark.django_db

SCRIPT = {"hx-request": "true"}


def last_message(case):
    return Message.objects.filter(conversation=case.conversation_id).order_by("pk").last().pk


def form(case, text="We come today.", **more):
    return {"kind": "reply", "reply": text, "note": "", "key": str(uuid.uuid4()), "seen": last_message(case), **more}


@pytest.fixture
def sends(at_desk, case):
    def send(person, data, headers=None):
        return at_desk(person).post(f"/app/cases/{case.number}/messages", data, headers=headers)

    return send


def a_moment_later():
    """The ten seconds in which a reply can be taken back are over."""
    commands.say_what_is_due(at=now() + timedelta(seconds=11))


def replies(case):
    a_moment_later()
    return list(
        Message.objects.filter(conversation=case.conversation_id, direction="out").values_list("text", flat=True)
    )


def test_a_reply_is_sent_and_the_page_hears_of_it(sends, marta, case):
    answer = sends(marta, form(case), SCRIPT)

    news = json.loads(answer.headers["HX-Trigger"])["desk:sent"]
    assert answer.status_code == 204
    assert news["seen"] == last_message(case)
    assert replies(case) == ["We come today."]


def test_without_a_script_the_case_opens_again(sends, marta, case):
    assert sends(marta, form(case)).url == f"/app/cases/{case.number}?split=todo"


def test_a_note_stays_among_us(sends, marta, case):
    sends(marta, form(case, kind="note", note="Only for us", reply="half written"))

    said = Message.objects.get(direction="note")
    assert said.text == "Only for us"
    assert replies(case) == []


def test_the_same_form_sent_twice_is_one_message(sends, marta, case):
    once = form(case)

    assert sends(marta, once, SCRIPT).status_code == 204
    assert sends(marta, once, SCRIPT).status_code == 204

    assert replies(case) == ["We come today."]
    assert Entry.objects.filter(name="message.sent").count() == 1


def test_an_empty_reply_is_refused_and_nothing_is_told(sends, marta, case):
    answer = sends(marta, form(case, text="  "), SCRIPT)

    assert answer.status_code == 422
    assert "Write your reply first" in answer.content.decode()
    assert replies(case) == []


@pytest.mark.parametrize(
    ("then", "state"), [("", "in_progress"), ("wait", "waiting_customer"), ("resolve", "resolved")]
)
def test_a_reply_brings_the_case_where_it_is_meant_to_be(sends, marta, case, then, state):
    sends(marta, form(case, then=then))
    a_moment_later()

    case.refresh_from_db()
    assert (case.state, case.assignee_id) == (state, marta.pk)


@pytest.mark.parametrize(("ticked", "proven"), [({"asks": "1"}, True), ({}, False)])
def test_a_question_without_a_mark_is_said_to_be_one_beside_send_and_wait(at_desk, sends, marta, case, ticked, proven):
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert 'name="asks" value="1"> It asks the customer something' in page

    sends(marta, form(case, text="Tell us the number of the meter.", then="wait", **ticked))
    a_moment_later()

    pause = Pause.objects.get(case=case)
    assert (pause.why, pause.proven) == ("customer", proven)


def test_the_tick_makes_no_other_step_a_wait(sends, marta, case):
    sends(marta, form(case, then="", asks="1"))
    a_moment_later()

    assert not Pause.objects.filter(case=case).exists()


def test_who_is_second_is_told_and_keeps_the_words(sends, marta, jordi, case):
    mine, his = form(case, text="I come at five."), form(case, text="We come today.")
    sends(marta, mine, SCRIPT)
    a_moment_later()

    answer = sends(jordi, his, SCRIPT)

    assert answer.status_code == 409
    assert "Marta Ruiz replied" in answer.content.decode()
    assert "look before you send" in answer.content.decode()
    assert replies(case) == ["I come at five."]


def test_who_is_second_without_a_script_finds_the_words_in_the_page(sends, marta, jordi, case):
    his = form(case, text="We come <b>today</b>.", note="And a note.")
    sends(marta, form(case, text="I come at five."))
    a_moment_later()

    page = sends(jordi, his)

    assert page.status_code == 409
    assert "We come &lt;b&gt;today&lt;/b&gt;.</textarea>" in page.content.decode()
    assert "And a note.</textarea>" in page.content.decode()
    assert 'name="anyway"' in page.content.decode()


def test_who_has_looked_may_send_anyway(sends, marta, jordi, case):
    his = form(case)
    sends(marta, form(case, text="I come at five."))
    a_moment_later()

    answer = sends(jordi, his | {"anyway": last_message(case)}, SCRIPT)

    assert answer.status_code == 204
    assert replies(case) == ["I come at five.", "We come today."]


def test_a_third_reply_since_the_warning_warns_again(sends, marta, jordi, lucia, case):
    his = form(case)
    sends(marta, form(case, text="I come at five."))
    a_moment_later()
    seen = last_message(case)
    sends(lucia, form(case, text="I call you."))
    a_moment_later()

    assert sends(jordi, his | {"anyway": seen}, SCRIPT).status_code == 409


def test_one_s_own_second_reply_and_the_customer_s_words_do_not_warn(sends, marta, elena, case):
    early = form(case)
    sends(marta, form(case, text="One moment."))
    words = Words(text="Thanks", channel="email")
    commands.customer_writes(case.pk, author_id=elena.pk, words=words, by=elena.ref, at=now())

    assert sends(marta, early, SCRIPT).status_code == 204


def test_a_draft_survives_a_reload_and_goes_when_it_is_sent(at_desk, sends, marta, case):
    browser = at_desk(marta)
    kept = browser.post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "Dear Elena,\nwe"}, headers=SCRIPT)

    page = browser.get(f"/app/cases/{case.number}").content.decode()
    assert "Draft saved" in kept.content.decode()
    assert "Dear Elena,\nwe</textarea>" in page

    sends(marta, form(case))
    assert "Dear Elena" not in browser.get(f"/app/cases/{case.number}").content.decode()
    a_moment_later()
    assert not Draft.objects.exists()


def test_reply_and_note_have_each_their_draft_and_each_person_their_own(at_desk, marta, jordi, case):
    browser = at_desk(marta)
    browser.post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "To Elena"})
    browser.post(f"/app/cases/{case.number}/draft", {"kind": "note", "text": "To us"})

    page = browser.get(f"/app/cases/{case.number}").content.decode()
    assert "To Elena</textarea>" in page
    assert "To us</textarea>" in page
    assert "To Elena" not in at_desk(jordi).get(f"/app/cases/{case.number}").content.decode()


def test_a_refused_reply_keeps_its_draft(at_desk, sends, marta, jordi, case):
    at_desk(jordi).post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "We come today."})
    his = form(case)
    sends(marta, form(case, text="I come at five."))

    sends(jordi, his, SCRIPT)

    assert Draft.objects.get(person=jordi).text == "We come today."


def test_files_go_along(sends, marta, case):
    plan = SimpleUploadedFile("plan.txt", b"two doors, one key", content_type="text/plain")

    sends(marta, form(case, files=[plan]))
    a_moment_later()

    file = MessageFile.objects.get()
    assert (file.name, file.size) == ("plan.txt", 18)


def test_a_closed_case_takes_no_reply_and_the_words_stay(sends, marta, elena, case):
    commands.cancel(case.pk, reason="Not needed.", by=marta.ref, at=now())

    page = sends(marta, form(case, text="One more thing"))

    assert page.status_code == 422
    assert "One more thing</textarea>" in page.content.decode()


NO_SERVER = "No mail server is set up: a reply waits here until one is."


def test_who_answers_in_a_house_without_a_mail_server_is_told(at_desk, sends, marta, case, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    sends(marta, form(case, text="We come today."))
    a_moment_later()
    send_all(at=now() + timedelta(seconds=12))

    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()

    assert NO_SERVER in page
    assert "not sent yet" in page
    assert "on its way</span>" not in page


def test_who_answers_in_a_house_that_sends_is_not_disturbed(at_desk, sends, marta, case, monkeypatch):
    monkeypatch.setenv("PASILLO_SMTP_OUT", "mail.nidalia.example:25")
    sends(marta, form(case, text="We come today."))
    a_moment_later()

    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()

    assert NO_SERVER not in page
    assert "not sent yet" not in page
    assert "on its way</span>" in page
