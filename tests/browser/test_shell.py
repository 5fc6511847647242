"""What the shell does by itself: keys, palette, light, notices. And what works without any of it."""

import pytest


@pytest.fixture
def marta(visit, story):
    """At her desk, with Elena's case open."""
    visitor = visit().be(story.people["marta"])
    visitor.open(f"/app/cases/{story.cases['elena']}")
    return visitor.page


def test_the_palette_finds_a_customer_by_a_few_letters(marta):
    marta.keyboard.press("Control+k")
    marta.keyboard.type("prats")
    elena = marta.locator("#palette-found a", has_text="elena.prats@correo.example")
    elena.wait_for()
    for _ in range(marta.locator("#palette-found a").count()):
        marta.keyboard.press("ArrowDown")
        if elena.evaluate("row => row === document.activeElement"):
            break
    marta.keyboard.press("Enter")

    marta.wait_for_url("**/app/customers/*")


def test_the_palette_offers_what_the_page_can_do_first(marta):
    marta.keyboard.press("Control+k")

    first = marta.locator("#palette-list li").first
    assert first.locator("kbd").inner_text() in marta.evaluate(
        "[...document.querySelectorAll('main [data-key]')].map(one => one.dataset.key.toUpperCase())"
    )


def test_escape_closes_the_palette_at_once(marta):
    marta.keyboard.press("Control+k")
    marta.keyboard.type("anything")
    marta.keyboard.press("Escape")

    assert not marta.locator("#palette").is_visible()


def test_two_keys_go_to_another_place(marta):
    marta.keyboard.press("g")
    marta.keyboard.press("t")

    marta.wait_for_url("**/app/tasks")


def test_keys_stay_silent_while_one_writes(marta):
    field = marta.locator("#composer textarea:visible")
    field.fill("")
    field.focus()
    marta.keyboard.type("j?gt")

    assert field.input_value() == "j?gt"
    assert not marta.locator("#keys").is_visible()
    assert "/app/cases/" in marta.url


def test_single_keys_can_be_switched_off_and_stay_off(marta):
    marta.keyboard.press("?")
    marta.locator("[data-single-keys]").uncheck()
    marta.keyboard.press("Escape")
    marta.reload()
    marta.keyboard.press("?")

    assert not marta.locator("#keys").is_visible()


def test_light_changes_at_once_and_the_next_page_comes_in_it(marta):
    with marta.expect_response("**/theme"):
        marta.locator(".nav [data-theme-form] button").click()
    now = marta.evaluate("document.documentElement.dataset.theme")
    marta.reload()

    assert now == "dark"
    assert marta.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_second_click_sends_nothing(visit):
    visitor = visit()
    visitor.open("/sign-in")
    sent = []
    visitor.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    visitor.page.locator("#f-link-email").fill("nobody@correo.example")

    visitor.page.locator("form[action$='/link'] button").dblclick()
    visitor.page.get_by_role("heading", name="Look into your mail").wait_for()

    assert len(sent) == 1


def test_the_first_tab_offers_to_skip_the_menu(marta):
    marta.keyboard.press("Tab")

    assert marta.evaluate("document.activeElement.className") == "skip"
    assert marta.locator(".skip").bounding_box()["y"] >= 0


def test_without_javascript_one_signs_in_chooses_a_light_and_asks(visit, story):
    visitor = visit(javascript=False).be(story.people["elena"])
    page = visitor.page
    page.goto(f"{visitor.address}/")
    page.locator("[data-theme-form] button").click()
    page.locator("input[type=search], input[name=q]").first.fill("internet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=internet")

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("link", name="My internet does not work").first.is_visible()


@pytest.mark.parametrize(("language", "words"), [("es", "Buen"), ("id", "Selamat")])
def test_a_visitor_is_greeted_in_their_language(visit, story, language, words):
    visitor = visit(language=language).be(story.people["elena"])
    visitor.page.context.add_cookies([{"name": "language", "value": language, "url": visitor.address}])
    visitor.open("/")

    assert visitor.page.locator("h1").inner_text().startswith(words)
