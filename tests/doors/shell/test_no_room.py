"""While the disk is full: pages can be read and say so, nothing is taken in, and nothing typed is lost."""

import psycopg
import pytest
from django.db import OperationalError

from pasillo.doors.shell import no_room, room
from pasillo.doors.shell.room import MEGABYTE, least_free

pytestmark = pytest.mark.django_db
STORY = "My line is dead since Monday.\nPlease help."


@pytest.fixture
def full(monkeypatch):
    """The disk of the data folder has next to nothing free."""
    monkeypatch.setattr(room, "free_and_total", lambda place: (3 * MEGABYTE, 100_000 * MEGABYTE))


def test_a_form_comes_back_with_everything_that_was_typed(client, full):
    answer = client.post("/anything", {"words": STORY, "service": "line"}, headers={"origin": "http://testserver"})

    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert STORY in page
    assert '<input type="hidden" name="service" value="line">' in page
    assert "Send again" in page
    assert "Content-Security-Policy" in answer.headers


def test_a_password_is_not_shown_again(client, full):
    answer = client.post("/anything", {"password": "corridor 2026", "words": STORY})

    assert "corridor 2026" not in answer.content.decode()


def test_every_page_says_that_only_reading_works(client, full):
    answer = client.get("/sign-in")

    assert answer.status_code == 200
    assert "Only reading works just now" in answer.content.decode()


def test_with_room_no_page_says_so(client):
    assert "Only reading works just now" not in client.get("/sign-in").content.decode()


def test_machines_are_told_when_to_come_again(client, full):
    answer = client.post("/api/v1/cases", "{}", content_type="application/json")

    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["type"] == "/api/v1/problems/no-room"


def test_a_page_that_stays_gets_a_notice(client, full):
    answer = client.post("/app/cases/1/reply", {"text": STORY}, headers={"HX-Request": "true"})

    assert answer.status_code == 503
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "Your words stay here" in answer.content.decode()


def test_one_can_still_choose_a_language_and_sign_in(client, full):
    assert client.post("/language", {"language": "es"}).status_code == 302
    assert client.post("/sign-in", {"email": "a@b.example", "password": "x"}).status_code != 503


def test_what_the_database_finds_first_is_said_in_the_same_words(rf):
    trouble = OperationalError("could not extend file")
    trouble.__cause__ = psycopg.errors.DiskFull()
    middleware = no_room.RoomLeft(lambda request: None)

    assert middleware.process_exception(rf.post("/anything", {"words": STORY}), trouble).status_code == 503
    assert middleware.process_exception(rf.post("/anything"), OperationalError("something else")) is None
    assert middleware.process_exception(rf.post("/anything"), ValueError()) is None


@pytest.mark.parametrize(
    ("disk", "least"), [(150, 40), (2_000, 100), (10_000, 500), (1_000_000, 1024)], ids=lambda size: f"{size} MB"
)
def test_how_much_must_stay_free(disk, least, monkeypatch):
    monkeypatch.delenv("PASILLO_LEAST_FREE_MB", raising=False)

    assert least_free(disk * MEGABYTE) == least * MEGABYTE

    monkeypatch.setenv("PASILLO_LEAST_FREE_MB", "77")
    assert least_free(disk * MEGABYTE) == 77 * MEGABYTE
