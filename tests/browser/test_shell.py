"""What the shell does by itself: keys, palette, light, notices. And what works without any of it."""

import pytest


@pytest.fixture
def marta(visit, story):
    """At her desk, with Elena's case open."""
    visitor = visit().be(story.people["marta"])
    visitor.open(f"/app/cases/{story.cases['elena']}")
    return visitor.page


def marked(page):
    return page.locator("#palette [role=option][aria-selected=true]")


def test_the_palette_finds_a_customer_by_a_few_letters(marta):
    marta.keyboard.press("Control+k")
    marta.keyboard.type("prats")
    elena = marta.locator("#palette-found [role=option]", has_text="elena.prats@correo.example")
    elena.wait_for()
    for _ in range(marta.locator("#palette-found [role=option]").count()):
        if elena.get_attribute("aria-selected") == "true":
            break
        marta.keyboard.press("ArrowDown")
    assert marta.evaluate("document.activeElement.getAttribute('aria-activedescendant')") == elena.get_attribute("id")
    marta.keyboard.press("Enter")

    marta.wait_for_url("**/app/customers/*")


def test_the_palette_offers_what_the_page_can_do_with_its_keys_and_marks_what_enter_takes(marta):
    marta.keyboard.press("Control+k")
    offered = marta.locator("#palette-here [role=option]")

    assert "Assign to…" in offered.all_inner_texts()[0] or offered.filter(has_text="Assign to…").count() == 1
    assert marked(marta).count() == 1
    marta.keyboard.type("snooze")
    assert "Snooze until…" in marked(marta).inner_text()
    marta.keyboard.press("Enter")
    marta.wait_for_selector("#p-snooze:popover-open")


def test_the_palette_remembers_the_cases_opened_last(marta, story):
    marta.goto(marta.url.split("/app/")[0] + "/app/tasks")
    marta.keyboard.press("Control+k")

    marta.wait_for_selector(f"#palette-recent >> text=#{story.cases['elena']}")
    assert str(story.cases["elena"]) in marked(marta).inner_text()


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


def test_single_keys_can_be_switched_off_and_stay_off_for_this_person(visit, story):
    page = (visitor := visit().be(story.people["iván"])).page
    visitor.open("/app/keys")
    page.get_by_label("Single keys act by themselves").uncheck()
    page.get_by_role("button", name="Keep my keys").click()
    page.get_by_text("Kept, on every device").wait_for()
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("Control+k")
    assert page.locator("#palette").is_visible()

    visitor.open("/app/keys")
    page.get_by_role("button", name="As the house has them").click()
    page.get_by_text("Kept, on every device").wait_for()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_a_changed_key_works_in_the_place_of_the_old_one(visit, story):
    page = (visitor := visit().be(story.people["raúl"])).page
    visitor.open("/app/keys")
    page.locator("[name=key-f]").fill("y")
    page.get_by_role("button", name="Keep my keys").click()
    visitor.open("/app/work")

    page.keyboard.press("f")
    assert page.locator("#p-filter").count() == 0
    page.keyboard.press("y")
    page.wait_for_selector("#p-filter:popover-open")


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
