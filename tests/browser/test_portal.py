"""A customer at the portal, with a script and without one, on a big screen and on a phone."""

import zlib
from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from tests.browser.people import DESKTOP, NARROW, PHONE

FORM = "/services/move-home/move-home"


def picture():
    """The smallest picture that a browser shows."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    pixels = zlib.compress(b"\x00\xff\x00\x00" * 1)
    head = (1).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PHOTO = {"name": "hallway.png", "mimeType": "image/png", "buffer": picture()}


def answer_questions(page):
    page.fill('[name="address.street"]', "Avenida de Goya 61")
    page.fill('[name="address.town"]', "Zaragoza")
    page.fill('[name="day"]', (now() + timedelta(days=20)).date().isoformat())
    page.locator('input[name="gate"][value="yes"]').check(force=True)
    page.locator('input[name="how"]').first.check(force=True)


def send(page):
    page.get_by_role("button", name="Send my request").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_a_stranger_on_a_phone_asks_makes_a_mistake_and_loses_nothing(visit, javascript):
    visitor = visit(size=PHONE, javascript=javascript)
    page = visitor.page
    page.goto(f"{visitor.address}{FORM}")
    answer_questions(page)
    page.fill('[name="code"]', "4417")
    page.set_input_files('[name="photo"]', PHOTO)
    page.fill('[name="_words"]', "Please ring twice, the bell is old.")
    page.fill('[name="_name"]', "Yolanda Cruz")
    page.fill('[name="_email"]', "yolanda@")

    send(page)

    assert page.get_by_text("This e-mail address is not complete").count() >= 1
    assert page.input_value('[name="code"]') == "4417"
    assert page.locator(".kept", has_text="hallway.png").is_visible()
    page.fill('[name="_email"]', f"yolanda-{javascript}@cruz.example".lower())
    send(page)

    assert "/r/" in page.url
    assert page.get_by_text("Keep this page").is_visible()
    assert page.locator(".voice", has_text="Please ring twice").is_visible()
    assert page.locator('img[alt="hallway.png"]').count() == 1


def test_a_needless_question_is_not_there_and_comes_when_it_is_needed(visit, story):
    visitor = visit().be(story.people["elena"])
    visitor.open(FORM)
    code = visitor.page.locator('[name="code"]')

    assert not code.is_visible()
    visitor.page.locator("label.pick", has_text="Yes").first.click()
    assert code.is_visible()
    visitor.page.locator("label.pick", has_text="No").first.click()
    assert not code.is_visible()
    assert (visitor.refused(), visitor.complaints) == ([], [])


def test_what_is_typed_is_kept_without_pressing_anything(visit, story):
    visitor = visit().be(story.people["elena"])
    visitor.open("/services/make-a-complaint/make-a-complaint")
    visitor.page.fill('[name="what"]', "Nobody told me about the visit.")
    visitor.page.wait_for_selector("#saved:not([hidden])")

    again = visit(size=PHONE).be(story.people["elena"])
    again.open("/services/make-a-complaint/make-a-complaint")

    assert again.page.input_value('[name="what"]') == "Nobody told me about the visit."


def test_two_quick_presses_send_once(visit, story):
    visitor = visit().be(story.people["diego"])
    visitor.open("/services/a-question-about-my-bill/a-question-about-my-bill")
    visitor.page.fill('[name="what"]', "What is line three?")

    visitor.page.locator('.pf-a button[value="send"]').dblclick()
    visitor.page.wait_for_url("**/requests/*")

    visitor.open("/requests")
    assert visitor.page.locator(".req-t b", has_text="What is line three?").count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_not_solved_opens_at_one_touch(visit, story, javascript):
    visitor = visit(size=PHONE, javascript=javascript)
    page = visitor.page
    visitor.be(story.people["elena"])
    page.goto(f"{visitor.address}/requests/{story.cases['elena']}#not-solved")
    reason = page.locator("#reason")

    assert reason.count() == 0 or reason.is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
@pytest.mark.parametrize("language", ["es", "id"])
def test_no_language_is_too_long_for_a_screen(visit, story, size, language):
    visitor = visit(size=size, language=language)
    visitor.be(story.people["elena"])
    visitor.context.add_cookies([{"name": "language", "value": language, "url": visitor.address}])

    for path in ("/", "/requests", f"/requests/{story.cases['elena']}", FORM, "/search?q=internet"):
        visitor.open(path)
        assert visitor.overflow() == 0, path


@pytest.fixture
def hers_again(story):
    """What Elena chose for herself is hers again afterwards."""
    before = Person.objects.values_list("language", flat=True).get(pk=story.people["elena"])
    yield
    Person.objects.filter(pk=story.people["elena"]).update(language=before)


@pytest.mark.parametrize("who", ["", "elena"], ids=["a stranger", "elena"])
def test_on_the_narrowest_phone_one_changes_the_language(visit, story, hers_again, who):
    visitor = visit(size=NARROW)
    if who:
        visitor.be(story.people[who])
    visitor.open("/")
    page = visitor.page

    page.locator(".lang-menu > summary").click()
    spanish = page.locator(".lang-menu [name=language][value=es]")
    places = [page.locator(".lang-menu > summary").bounding_box(), page.locator(".lang-menu > .menu").bounding_box()]
    assert all(place["x"] >= 0 and place["x"] + place["width"] <= 320 for place in places)
    assert places[0]["width"] >= 40
    assert visitor.overflow() == 0
    spanish.click()
    page.wait_for_selector("html[lang=es]")

    assert visitor.overflow() == 0
    assert visitor.axe() == []


def test_our_answer_appears_by_itself_and_touches_nothing_that_she_types(visit, story):
    visitor = visit().be(story.people["elena"])
    number = story.cases["elena"]
    visitor.open(f"/requests/{number}")
    visitor.page.fill("#text", "I was just about to say")
    visitor.page.wait_for_timeout(1500)  # the line to the server stands

    case = Case.objects.get(number=number)
    marta = f"person:{story.people['marta']}"
    reply(case.pk, text="Nora rings in ten minutes.", by=marta, at=now())

    visitor.page.locator(".said", has_text="Nora rings in ten minutes.").wait_for(timeout=15_000)
    assert visitor.page.input_value("#text") == "I was just about to say"
    assert (visitor.refused(), visitor.axe()) == ([], [])
