"""Drafts: words and files are safe from the moment they are there, and nothing newer is overwritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.operations.cases import commands
from pasillo.operations.conversations.models import Draft, DraftFile, Message

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def saves(at_desk, marta, case):
    browser = at_desk(marta)

    def save(text, **more):
        return browser.post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": text, **more}, headers=SCRIPT)

    return save


@pytest.fixture
def attaches(at_desk, marta, case):
    browser = at_desk(marta)

    def attach(*files, kind="reply"):
        data = {"kind": kind, "files": list(files)}
        return browser.post(f"/app/cases/{case.number}/draft/files", data, headers=SCRIPT)

    return attach


def plan(name="plan.txt", size=20):
    return SimpleUploadedFile(name, b"x" * size, content_type="text/plain")


def test_each_saving_has_a_number_and_says_when_it_was(saves):
    first, second = saves("Dear", revision="0"), saves("Dear Elena", revision="1")

    assert [answer.headers["X-Revision"] for answer in (first, second)] == ["1", "2"]
    assert "Draft saved" in second.content.decode()


def test_what_was_written_elsewhere_is_shown_and_not_overwritten(saves):
    saves("From the train", revision="0")

    answer = saves("From the desk", revision="0")

    assert answer.status_code == 409
    assert "You went on writing elsewhere" in answer.content.decode()
    assert "From the train" in answer.content.decode()
    assert 'data-revision="1"' in answer.content.decode()
    assert Draft.objects.get().text == "From the train"


def test_who_has_seen_it_may_keep_their_own(saves):
    saves("From the train", revision="0")

    assert saves("From the desk").status_code == 200
    assert Draft.objects.get().text == "From the desk"


def test_an_emptied_draft_is_none_and_an_old_page_does_not_empty_a_newer_one(saves):
    saves("One", revision="0")
    saves("Two", revision="1")

    assert saves("", revision="1").status_code == 409
    assert saves("", revision="2").headers["X-Revision"] == "0"
    assert not Draft.objects.exists()


def test_a_file_is_kept_at_once_and_is_there_when_the_page_opens_again(at_desk, attaches, marta, jordi, case):
    shown = attaches(plan()).content.decode()

    assert "plan.txt" in shown
    file = DraftFile.objects.get()
    assert at_desk(marta).get(f"/app/draft-files/{file.pk}").status_code == 200
    assert at_desk(jordi).get(f"/app/draft-files/{file.pk}").status_code == 404
    assert "plan.txt" in at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert "plan.txt" not in at_desk(jordi).get(f"/app/cases/{case.number}").content.decode()


def test_a_file_goes_along_with_the_reply_and_a_removed_one_does_not(at_desk, attaches, marta, case):
    attaches(plan("one.txt"))
    attaches(plan("two.txt", 21))
    away = DraftFile.objects.get(name="one.txt")
    browser = at_desk(marta)
    left = browser.post(f"/app/cases/{case.number}/draft/files/{away.pk}/removal", {"kind": "reply"}, headers=SCRIPT)
    assert "one.txt" not in left.content.decode()

    browser.post(f"/app/cases/{case.number}/messages", {"kind": "reply", "reply": "See the plan."})
    commands.send_now(Draft.objects.get().pk, at=case.opened_at)

    message = Message.objects.get(text="See the plan.")
    assert [file.name for file in message.files.all()] == ["two.txt"]


def test_a_file_of_a_note_goes_along_with_the_note(at_desk, attaches, marta, case):
    attaches(plan(), kind="note")

    at_desk(marta).post(f"/app/cases/{case.number}/messages", {"kind": "note", "note": "Look."})

    assert [file.name for file in Message.objects.get(direction="note").files.all()] == ["plan.txt"]
    assert not Draft.objects.exists()


def test_a_draft_that_only_has_a_file_survives_emptied_words(saves, attaches):
    attaches(plan())
    saves("Dear", revision="1")
    saves("", revision="2")

    assert [file.name for file in Draft.objects.get().files.all()] == ["plan.txt"]


def test_a_file_that_is_too_big_is_refused_in_words_and_the_others_stay(attaches, monkeypatch):
    monkeypatch.setattr("pasillo.doors.desk.pages.drafts.MOST_MEGABYTES", 0)
    answer = attaches(plan("film.mov"))

    assert answer.status_code == 422
    assert "film.mov is too big" in answer.content.decode()
    assert not DraftFile.objects.exists()


def test_all_files_of_a_message_together_have_a_limit(attaches, monkeypatch):
    monkeypatch.setattr("pasillo.operations.conversations.commands.drafting.MOST_BYTES", 30)
    attaches(plan("one.txt"))

    answer = attaches(plan("two.txt", 21))

    assert answer.status_code == 422
    assert [file.name for file in DraftFile.objects.all()] == ["one.txt"]


def test_nobody_touches_the_draft_of_somebody_else(at_desk, attaches, jordi, ivan, case):
    attaches(plan())
    file = DraftFile.objects.get()

    for person in (jordi, ivan):
        answer = at_desk(person).post(f"/app/cases/{case.number}/draft/files/{file.pk}/removal", headers=SCRIPT)
        assert answer.status_code == 404
    assert DraftFile.objects.exists()
    assert at_desk(ivan).post(f"/app/cases/{case.number}/draft", {"text": "x"}, headers=SCRIPT).status_code == 404
