"""Elena's session ends while she fills a form in: she is told so, nothing is sent, and nothing is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pasillo.doors.portal.models import RequestDraft
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service

FORM = "/services/move-home/new"
WORDS = "The alarm is on the left wall.\nPlease mind the dog."
OVER = "You are no longer signed in. What you typed stays here."


def shown(response):
    return response.content.decode()


@pytest.fixture
def left(as_elena, move_request, fill):
    """What she sends from a page that she opened before her session ended."""
    page = shown(as_elena.get(FORM))
    mark, key = re.search(r'name="_me" value="(\w+)"', page)[1], re.search(r'name="key" value="([^"]+)"', page)[1]
    as_elena.post("/sign-out")

    def send(**more):
        return as_elena.post(FORM, fill(key, _words=WORDS, _me=mark, **more))

    return send


def test_she_is_told_that_her_session_ended_and_sees_all_that_she_typed(left):
    answer = left()

    page = shown(answer)
    assert answer.status_code == 401
    assert OVER in page
    assert f'href="/sign-in?next={FORM}"' in page
    assert f"{WORDS}</textarea>" in page
    assert 'value="Avenida de Goya 61"' in page
    assert "Please tell us" not in page
    assert "errors-summary" not in page
    assert not Case.objects.exists()


def test_when_she_is_back_everything_stands_in_the_form_files_too(left, as_elena, elena):
    left(photo=SimpleUploadedFile("hall.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60))
    as_elena.force_login(elena)

    page = shown(as_elena.get(FORM))

    assert OVER not in page
    assert f"{WORDS}</textarea>" in page
    assert "hall.png" in page
    assert (RequestDraft.objects.count(), RequestDraft.objects.get().person) == (1, elena)


def test_she_may_go_on_without_signing_in(left, as_elena, fill):
    page = shown(left())
    assert 'name="_me"' not in page

    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    contact = {"_words": WORDS, "_name": "Elena Prats", "_email": "elena@prats.example"}
    as_elena.post(FORM, fill(key, **contact))

    assert Case.objects.get().unverified


def test_who_else_signs_in_there_reads_nothing_of_it(left, as_elena, ramon):
    left()
    as_elena.force_login(ramon)

    page = shown(as_elena.get(FORM))

    assert "Please mind the dog" not in page
    assert "Avenida de Goya" not in page
    assert not RequestDraft.objects.filter(person=ramon).exists()


def test_a_stranger_is_not_told_of_a_session(client, move_request, fill):
    answer = client.post(FORM, fill("", _words=WORDS))

    assert answer.status_code == 422
    assert OVER not in shown(answer)


def test_what_is_for_colleagues_only_gives_the_words_back_and_shows_nothing(left, moving):
    Service.objects.filter(pk=moving.pk).update(audience="colleagues")

    answer = left()

    assert answer.status_code == 401
    assert f"{WORDS}</textarea>" in shown(answer)
    assert "Move home" not in shown(answer)
    assert Client().get(FORM).status_code == 404
