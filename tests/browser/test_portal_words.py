"""What a customer types at the portal survives a lost line, a closed page and a file that is too big."""

import pytest

from pasillo.operations.conversations.models import Message
from tests.browser.people import PHONE

FORM = "/services/move-home/move-home"


@pytest.fixture
def elena(visit, story):
    visitor = visit(size=PHONE).be(story.people["elena"])
    visitor.open(f"/requests/{story.cases['elena']}")
    return visitor


def write(elena, words):
    elena.page.locator("#text").click()
    elena.page.keyboard.type(words)
    elena.page.wait_for_timeout(500)


def test_words_of_a_message_wait_when_the_page_is_closed_and_go_when_they_were_sent(elena, story):
    words = "The neighbour in 4B has a key, in case nobody opens."
    write(elena, words)
    elena.open("/")
    elena.open(f"/requests/{story.cases['elena']}")

    assert elena.page.input_value("#text") == words
    assert elena.page.get_by_text("These are your words from before").is_visible()

    elena.page.locator("#write .btn-p").click()
    elena.page.locator(".pm .voice", has_text=words).wait_for()
    elena.open("/")
    elena.open(f"/requests/{story.cases['elena']}")
    assert elena.page.input_value("#text") == ""
    assert Message.objects.filter(text=words).count() == 1


def test_without_a_line_nothing_is_sent_into_nowhere(elena, story):
    words = "Are you still coming?"
    write(elena, words)
    elena.context.set_offline(True)
    elena.page.locator("#write .btn-p").click()

    line = elena.page.locator("#offline")
    line.wait_for()
    assert "What you typed stays here" in line.inner_text()
    assert elena.page.input_value("#text") == words
    assert elena.axe() == []
    assert not Message.objects.filter(text=words).exists()

    elena.context.set_offline(False)
    elena.page.wait_for_function("() => document.getElementById('offline').hidden")
    elena.page.locator("#write .btn-p").click()
    elena.page.locator(".pm .voice", has_text=words).wait_for()
    assert Message.objects.filter(text=words).count() == 1


def test_a_form_is_kept_by_itself_as_soon_as_the_line_is_back(visit, story):
    visitor = visit().be(story.people["elena"])
    visitor.open(FORM)
    visitor.context.set_offline(True)
    visitor.page.fill('[name="address.street"]', "Calle sin línea 7")
    visitor.page.locator("#offline").wait_for()
    visitor.context.set_offline(False)
    visitor.page.locator("#saved:not([hidden])").wait_for(timeout=10_000)

    again = visit().be(story.people["elena"])
    again.open(FORM)
    assert again.page.input_value('[name="address.street"]') == "Calle sin línea 7"


def test_fifty_megabytes_are_refused_before_they_travel_and_the_words_stay(elena, tmp_path):
    film = tmp_path / "film.mp4"
    with open(film, "wb") as file:
        file.truncate(50 * 2**20)
    write(elena, "I send you a film of the panel.")
    elena.page.set_input_files("#write input[type=file]", film)

    elena.page.get_by_text("more than 40 MB").wait_for()
    assert elena.page.evaluate("document.querySelector('#write input[type=file]').files.length") == 0
    assert elena.page.input_value("#text") == "I send you a film of the panel."
