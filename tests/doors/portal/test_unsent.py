"""Somebody writes, is signed out in another tab, and sends: their words wait until they are back."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.shell.clock import now
from pasillo.operations.conversations.models import Message

WORDS = "Nobody came. <b>Again.</b>\nI waited all day."
ON_THE_PAGE = "Nobody came. &lt;b&gt;Again.&lt;/b&gt;\nI waited all day.</textarea>"


def page(response):
    return response.content.decode()


def at(case, part=""):
    return f"/requests/{case.number}{part}"


@pytest.fixture
def sent_when_signed_out(client, elena):
    """What Elena sends from a page that she opened before she was signed out in another tab."""

    def send(case, noun, **form):
        client.force_login(elena)
        client.get(at(case))
        client.post("/sign-out")
        return client.post(at(case, f"/{noun}"), form)

    return send


@pytest.fixture
def her_password(elena):
    elena.set_password("corridor-of-seven-doors")
    elena.save()
    return {"email": elena.email, "password": "corridor-of-seven-doors"}


def test_elena_signs_in_again_and_her_words_are_there_once(client, answered, sent_when_signed_out, her_password):
    asked = sent_when_signed_out(answered, "messages", text=WORDS)
    assert asked["location"] == f"/sign-in?next=%2Frequests%2F{answered.number}"
    assert not Message.objects.filter(text__contains="Nobody came. <b>").exists(), "nothing is sent behind her back"

    back = client.post(asked["location"], her_password)

    assert back["location"] == at(answered)
    shown = page(client.get(back["location"]))
    assert ON_THE_PAGE in shown
    assert "You were signed out, so this was not sent." in shown
    assert "attach your files" not in shown
    again = page(client.get(at(answered)))
    assert ON_THE_PAGE not in again
    assert "You were signed out" not in again


@pytest.mark.parametrize(
    ("noun", "field", "opened"),
    [
        ("dispute", "reason", 'class="not-solved is-open"'),
        ("feedback", "words", "<details open><summary>Say it in your words"),
    ],
)
def test_the_words_come_back_where_they_were_written(
    client, elena, resolved, sent_when_signed_out, noun, field, opened
):
    sent_when_signed_out(resolved, noun, score="2", **{field: WORDS})
    client.force_login(elena)

    shown = page(client.get(at(resolved)))

    assert ON_THE_PAGE in shown
    assert opened in shown
    assert shown.count(ON_THE_PAGE) == 1


def test_why_she_no_longer_needs_it_comes_back_in_an_open_form(client, elena, answered, sent_when_signed_out):
    sent_when_signed_out(answered, "cancellation", reason=WORDS)
    client.force_login(elena)

    shown = page(client.get(at(answered)))

    assert '<details class="cancel" open>' in shown
    assert ON_THE_PAGE in shown


def test_words_for_a_form_that_is_gone_can_be_sent_as_a_message(client, elena, answered, sent_when_signed_out):
    sent_when_signed_out(answered, "dispute", reason=WORDS)
    client.force_login(elena)

    shown = page(client.get(at(answered)))

    assert ON_THE_PAGE in shown
    assert 'id="not-solved"' not in shown


def test_files_do_not_stay_and_she_is_told(client, elena, answered, sent_when_signed_out):
    sent_when_signed_out(answered, "messages", text=WORDS, files=SimpleUploadedFile("door.png", b"door"))
    client.force_login(elena)

    assert "Please attach your files again." in page(client.get(at(answered)))


def test_ramon_who_signs_in_instead_never_reads_her_words(client, ramon, answered, sent_when_signed_out):
    sent_when_signed_out(answered, "messages", text=WORDS)
    client.force_login(ramon)

    assert "Nobody came. &lt;b&gt;" not in page(client.get(at(answered)))
    assert "Nobody came. &lt;b&gt;" not in page(client.get("/requests"))


def test_they_are_for_this_request_only(client, elena, her_case, resolved, sent_when_signed_out):
    from pasillo.operations.cases.commands import Opening, open_case
    from tests.doors.portal.conftest import MONDAY

    opening = Opening(
        customer_id=elena.pk, service_id=her_case.service_id, subject="Other", text="Other", channel="portal"
    )
    other = open_case(opening=opening, by=elena.ref, at=MONDAY)
    sent_when_signed_out(resolved, "messages", text=WORDS)
    client.force_login(elena)

    assert ON_THE_PAGE not in page(client.get(at(other)))
    assert ON_THE_PAGE in page(client.get(at(resolved)))


def test_a_tab_that_fetches_its_news_takes_nothing_away(client, elena, answered, sent_when_signed_out):
    sent_when_signed_out(answered, "messages", text=WORDS)
    client.force_login(elena)

    assert ON_THE_PAGE not in page(client.get(at(answered), headers={"sec-fetch-mode": "cors"}))
    assert ON_THE_PAGE in page(client.get(at(answered), headers={"sec-fetch-mode": "navigate"}))


def test_after_half_an_hour_they_are_forgotten(client, elena, answered, sent_when_signed_out, monkeypatch):
    sent_when_signed_out(answered, "messages", text=WORDS)
    client.force_login(elena)
    monkeypatch.setattr("pasillo.doors.portal.one.now", lambda: now() + timedelta(minutes=31))

    assert ON_THE_PAGE not in page(client.get(at(answered)))
    assert "unsent_words" not in client.session


def test_what_is_too_long_is_kept_whole_to_be_refused_in_words_and_a_book_is_not(
    client, elena, answered, sent_when_signed_out
):
    sent_when_signed_out(answered, "messages", text="x" * 30_000, secret="y" * 100, reason="z" * 100)
    assert len(client.session["unsent_words"]["text"]) == 30_000

    sent_when_signed_out(answered, "messages", text="x" * 300_000, secret="y" * 100, reason="z" * 100)
    kept = client.session["unsent_words"]
    assert len(kept["text"]) == 200_000
    assert not {"secret", "reason"} & set(kept)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00"])
def test_for_nothing_written_nothing_is_kept(client, answered, text):
    assert client.post(at(answered, "/messages"), {"text": text}).status_code == 302
    assert not Session.objects.exists()


def test_a_secret_link_takes_no_words_that_wait_for_a_sign_in(client, answered):
    from pasillo.doors.portal.links import mailed_path

    client.post(at(answered, "/messages"), {"text": WORDS})

    assert ON_THE_PAGE not in page(client.get(mailed_path(answered)))
