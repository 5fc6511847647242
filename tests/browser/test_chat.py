"""Sofía chats on a shop's page that lets only our script and our frame through; Marta answers her at the desk."""

import gzip
import os
import re

import pytest

from tests.browser.people import DESKTOP, PHONE
from tests.browser.scenery import SHOP

STRICT = (
    "default-src 'none'; script-src {0}; frame-src {0}; style-src 'none'; img-src 'none'; report-uri {0}/csp-reports"
)
PAGE = '<!doctype html><html lang="{1}"><head><title>Shop</title></head><body><h1>Shop</h1><p>Boots</p><script src="{0}/chat/{2}.js" async></script></body></html>'  # noqa: E501
LIMIT = 25_000


def _in_the_shop(visitor, address, key, *, language="es"):
    """The shop's page, on its own origin, under a policy as strict as there is."""
    headers = {"content-type": "text/html", "content-security-policy": STRICT.format(address)}
    body = PAGE.format(address, language, key)
    visitor.page.route(f"{SHOP}/**", lambda route: route.fulfill(headers=headers, body=body))
    visitor.page.goto(f"{SHOP}/boots")
    visitor.page.locator("div button").first.wait_for()
    return visitor.page


def _opened(page):
    page.locator("div button").first.click()
    frame = page.frame_locator("iframe")
    frame.locator("#text").wait_for()
    return frame


def _picture(page, name):
    """A picture for whoever asks for one; nothing in a usual run."""
    folder = os.environ.get("PASILLO_PICTURES_OF_CHAT")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture(scope="module")
def window(story):
    return story.things["window"]


def test_a_conversation_is_held_live_on_a_strict_page(visit, story, address, window):
    sofia, marta = visit(), visit()
    sofia.look(size=DESKTOP)
    marta.look(size=DESKTOP)
    marta.be(story.people["marta"])
    page = _in_the_shop(sofia, address, window, language="en")
    frame = _opened(page)
    assert page.get_by_role("button", name="Close the chat").get_attribute("aria-expanded") == "true"
    _picture(page, "begin")

    frame.locator("input[name=name]").fill("Sofía Lara")
    frame.locator("input[name=email]").fill("sofia@correo.example")
    frame.locator("#text").fill("My boots are too small.")
    frame.locator("#text").press("Enter")
    frame.locator("li.mine .b", has_text="My boots").wait_for()
    _picture(page, "sent")
    frame.locator("#queue", has_text="You are next.").wait_for()
    assert not frame.locator("#who").is_visible()

    marta.open("/app/chats")
    marta.page.get_by_role("link", name="My boots are too small.").click()
    marta.page.wait_for_selector("#here-line :text('is at the chat window now')")
    frame.locator("#text").press_sequentially("And the laces", delay=20)
    marta.page.wait_for_selector("#here-line :text('Sofía Lara is writing')")
    marta.page.locator("#reply-text").press_sequentially("We send you others.", delay=20)
    frame.locator("#writing", has_text="Marta Ruiz is writing…").wait_for()
    marta.page.click("#composer [data-main]")
    marta.page.get_by_role("button", name=re.compile("Send now")).first.click()
    frame.locator("li:not(.mine) .b", has_text="We send you others.").wait_for()
    assert frame.locator("#said").inner_text() == "New message from Marta Ruiz: We send you others."
    marta.page.wait_for_selector("#thread :text('read')")
    _picture(page, "talk")
    _picture(marta.page, "desk")
    assert sofia.refused() == []

    page.reload()
    page.locator("iframe").wait_for(state="attached")
    frame = _opened(page)
    frame.locator("li:not(.mine) .b", has_text="We send you others.").wait_for()
    assert frame.locator("#text").input_value() == "And the laces"
    frame.locator("#text").press("Escape")
    page.get_by_role("button", name="Chat with us").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "BUTTON"


@pytest.mark.parametrize("language", ["es", "id"])
def test_it_speaks_the_language_of_the_page_and_fills_a_phone(visit, address, window, language):
    visitor = visit()
    visitor.look(size=PHONE, theme="dark")
    page = _in_the_shop(visitor, address, window, language=language)

    frame = _opened(page)

    box = page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == PHONE
    assert frame.locator("html").get_attribute("lang") == language
    assert frame.locator("#text").get_attribute("placeholder")
    _picture(page, f"phone-{language}")


def test_all_of_it_is_smaller_than_a_picture(visit, address, window):
    """Script, frame, styles: what a visitor's browser fetches, packed as servers pack it."""
    visitor = visit()
    fetched = {}
    visitor.page.on("response", lambda answer: fetched.setdefault(answer.url, answer))
    page = _in_the_shop(visitor, address, window)
    _opened(page)
    page.wait_for_function("() => performance.getEntriesByType('resource').length > 0")

    once = [
        url for url in list(fetched) if url.startswith(address) and not url.endswith("/live") and "/talk" not in url
    ]
    ours = {url: fetched[url].body() for url in once}
    sizes = {url: len(gzip.compress(body, 9)) for url, body in ours.items()}

    assert {url.split("?")[0].rsplit("/", 1)[1].split(".")[-1] for url in sizes} >= {"js", "css", "frame"}
    assert sum(sizes.values()) < LIMIT
    assert all(url.startswith((address, SHOP)) for url in fetched)
