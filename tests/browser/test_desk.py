"""Marta at her desk, by keys and by mouse, while others work too."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Draft, Message

SETTLED = 300


@pytest.fixture
def marta(visit, story):
    visitor = visit().be(story.people["marta"])
    visitor.page.set_default_timeout(12000)
    yield visitor
    assert visitor.complaints == []


@pytest.fixture
def elena_case(story):
    return Case.objects.get(number=story.cases["elena"])


def open_number(page):
    return page.locator("#case").get_attribute("data-number")


def test_j_and_k_walk_along_the_queue_and_enter_opens(marta):
    page = marta.page
    marta.open("/app/work")
    numbers = page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.row") == numbers[0]

    page.keyboard.press("Enter")
    page.wait_for_selector("#composer")
    assert open_number(page) == numbers[0]
    assert page.url.endswith(f"/app/cases/{numbers[0]}?split=todo")


def test_j_works_from_the_case_too_and_the_way_back_leads_back(marta):
    page = marta.page
    marta.open("/app/work")
    numbers = page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    marta.open(f"/app/cases/{numbers[0]}?split=todo")

    page.keyboard.press("j")
    page.wait_for_selector(f'#case[data-number="{numbers[1]}"]')
    assert page.locator("[data-row][aria-current]").get_attribute("data-row") == numbers[1]

    page.go_back()
    page.wait_for_selector(f'#case[data-number="{numbers[0]}"]')


def test_r_and_n_lead_to_the_words_and_keys_do_nothing_while_one_writes(marta, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")

    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note-text"
    page.keyboard.type("jeans")
    assert page.input_value("#note-text") == "jeans"
    assert open_number(page) == str(elena_case.number)

    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply-text"


def test_words_survive_what_happens_elsewhere_and_a_reload(marta, story, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("r")
    page.keyboard.type("Dear Elena, you are right")

    words = Words(text="Is anybody there?", channel="email")
    elena = story.people["elena"]
    commands.customer_writes(elena_case.pk, author_id=elena, words=words, by=f"person:{elena}", at=now())
    page.wait_for_selector("#thread >> text=Is anybody there?", timeout=12000)

    assert page.input_value("#reply-text") == "Dear Elena, you are right"
    assert page.evaluate("document.activeElement.id") == "reply-text"
    with page.expect_response(lambda answer: "draft" in answer.url and "sorry" in (answer.request.post_data or "")):
        page.keyboard.type(", and I am sorry")
    page.wait_for_selector("text=Draft saved")
    assert "New message from Elena Prats" in page.locator("#said").inner_text()

    marta.open(f"/app/cases/{elena_case.number}")
    assert page.input_value("#reply-text") == "Dear Elena, you are right, and I am sorry"


def later():
    """The ten seconds in which a reply can be taken back are over."""
    commands.say_what_is_due(at=now() + timedelta(seconds=11))


def test_ctrl_enter_sends_once_and_the_words_go(marta, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")
    page.keyboard.press("r")
    page.fill("#reply-text", "Nora comes today.")

    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#thread >> text=Nora comes today.")

    assert page.input_value("#reply-text") == ""
    page.wait_for_timeout(SETTLED)
    later()
    assert Message.objects.filter(conversation=elena_case.conversation_id, text="Nora comes today.").count() == 1
    assert not Draft.objects.filter(conversation=elena_case.conversation_id, kind="reply").exists()


def test_a_colleague_was_faster_and_nothing_is_lost(marta, story, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")
    commands.reply(elena_case.pk, text="I call you at five.", by=f"person:{story.people['lucía']}", at=now())

    page.keyboard.press("r")
    page.fill("#reply-text", "We come tomorrow.")
    page.click("#composer button:has-text('Send')")
    page.wait_for_selector("text=look before you send")
    assert page.input_value("#reply-text") == "We come tomorrow."

    page.click("text=Send anyway")
    page.wait_for_selector("#thread >> text=We come tomorrow.")
    marta.complaints.clear()


def test_e_resolves_opens_the_next_and_can_be_taken_back(marta, turnstiles):
    page = marta.page
    marta.open("/app/work?split=new&words=turnstile")
    first, second = page.locator("[data-row]").evaluate_all("rows => rows.slice(0, 2).map(row => row.dataset.row)")
    marta.open(f"/app/cases/{first}?split=new&words=turnstile")

    page.keyboard.press("e")
    page.wait_for_selector(f'#case[data-number="{second}"]')
    page.wait_for_selector(f"#going .toast-w >> text=#{first}")
    assert Case.objects.get(number=first).state != "resolved"

    page.keyboard.press("Control+z")
    page.wait_for_selector(f'#case[data-number="{first}"]')
    page.wait_for_selector(f'#going [data-number="{first}"]', state="detached")
    later()
    assert Case.objects.get(number=first).state != "resolved"

    page.keyboard.press("e")
    page.wait_for_selector(f'#case[data-number="{second}"]')
    later()
    assert Case.objects.get(number=first).state == "resolved"
    page.wait_for_selector(f'[data-row="{first}"]', state="detached", timeout=12000)


@pytest.mark.parametrize(("choice", "said"), [("Send and resolve", True), ("Resolve without it", False)])
def test_e_asks_about_a_reply_that_is_not_sent(marta, story, elena_case, choice, said):
    page, elena = marta.page, story.people["elena"]
    need = commands.Opening(
        customer_id=elena, service_id=elena_case.service_id, subject="A key", text="One more.", channel="email"
    )
    case = commands.open_case(opening=need, by=f"person:{elena}", at=now())
    marta.open(f"/app/cases/{case.number}")
    page.keyboard.press("r")
    page.keyboard.type("Nora comes today.")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("Escape")

    page.keyboard.press("e")
    page.wait_for_selector("#warned >> text=Your reply is not sent yet")
    page.wait_for_function("() => document.activeElement.matches('[data-unsent]')")
    case.refresh_from_db()
    assert case.state != "resolved"

    page.click(f"#warned >> text={choice}")
    page.wait_for_selector(f'#case[data-number="{case.number}"]', state="detached")
    later()
    case.refresh_from_db()
    assert case.state == "resolved"
    out = Message.objects.filter(conversation=case.conversation_id, direction="out", text="Nora comes today.")
    assert out.exists() is said
    assert Draft.objects.filter(conversation=case.conversation_id, kind="reply").exists() is not said
    marta.complaints.clear()


def test_every_window_opens_by_its_key_and_is_named(marta, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")

    for key, window in {"t": "#p-ask", "z": "#p-snooze", "p": "#p-priority", "a": "#p-assign", "s": "#p-state"}.items():
        page.keyboard.press(key)
        page.wait_for_selector(f"{window}:popover-open")
        assert marta.axe() == []
        page.keyboard.press("Escape")
        page.wait_for_selector(window, state="hidden")


def test_a_refusal_stays_in_the_form_with_its_words(marta, elena_case):
    page = marta.page
    marta.open(f"/app/cases/{elena_case.number}")

    page.keyboard.press("t")
    page.fill("#ask-title", "Bring a ladder")
    page.fill("#ask-due", "2020-01-01T10:00")
    page.click("#p-ask button[type=submit]")

    page.wait_for_selector("#p-ask .refusal >> text=must lie ahead")
    assert page.input_value("#ask-title") == "Bring a ladder"
    marta.complaints.clear()


def test_the_palette_finds_a_customer_and_a_case(marta, elena_case):
    page = marta.page
    marta.open("/app/work")

    page.keyboard.press("Control+k")
    page.keyboard.type("prats")
    page.wait_for_selector("#palette >> text=elena.prats@correo.example")
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+k")
    page.keyboard.type(str(elena_case.number))
    page.wait_for_selector(f"#palette >> text=#{elena_case.number}")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#case[data-number="{elena_case.number}"]')


def test_on_a_phone_one_pane_at_a_time(visit, story, elena_case):
    from tests.browser.people import PHONE

    visitor = visit(size=PHONE).be(story.people["marta"])
    page = visitor.page
    visitor.open("/app/work")

    assert not page.locator("#case").is_visible()
    page.click(f'[data-row="{elena_case.number}"]')
    page.wait_for_selector("#composer")
    assert not page.locator("#rows").is_visible()
    assert visitor.overflow() <= 0

    page.click(".back")
    page.wait_for_selector("#rows")
    assert visitor.complaints == []


PAGES = ["/app/work", "/app/cases/{}", "/app/tasks", "/app/search?q=prats", "/app/cases/new"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_anybodys_way(visit, story, elena_case, path, theme):
    visitor = visit(theme=theme).be(story.people["marta"])

    visitor.open(path.format(elena_case.number))

    assert visitor.axe() == []
    assert visitor.refused() == []
    assert visitor.complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_fits_the_narrowest_screen(visit, story, elena_case, path):
    from tests.browser.people import NARROW

    visitor = visit(size=NARROW).be(story.people["marta"])
    visitor.open(path.format(elena_case.number))

    assert visitor.overflow() <= 0
    assert visitor.axe() == []


def test_without_a_script_one_can_answer(visit, story, elena_case):
    visitor = visit(javascript=False).be(story.people["marta"])
    page = visitor.page
    page.set_default_timeout(12000)
    visitor.open(f"/app/cases/{elena_case.number}")

    page.click("#composer label:has-text('Reply')")
    page.fill("#reply-text", "Without a script.")
    page.click("#composer button:has-text('Send')")

    page.wait_for_selector("#thread >> text=Without a script.")
