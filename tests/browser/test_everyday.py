"""Stories of every day: a room for two at once, a chair too many, a letter as a file, an idea that is answered."""

import re

import pytest

from pasillo.doors.shell.clock import now
from pasillo.improvement.ideas.models import Idea
from pasillo.operations.approvals.models import Approval
from pasillo.operations.bookings.models import Booking
from pasillo.operations.cases.models import Case
from pasillo.operations.letters.commands import produce
from pasillo.operations.letters.models import Letter
from pasillo.operations.purchases.models import CostCentre
from tests.browser.people import PHONE

SLOT = "input[name=when]:not([disabled])"


@pytest.fixture
def be(visit, story):
    """A visitor who is signed in; nobody may complain at the end."""
    come = []

    def arrive(who, **wishes):
        visitor = visit(**wishes).be(story.people[who])
        visitor.page.set_default_timeout(12000)
        come.append(visitor)
        return visitor

    yield arrive
    meant = "the server responded with a status of 422"
    assert [said for one in come for said in one.complaints if meant not in said] == []


def test_two_want_the_same_room_and_one_of_them_is_told_what_is_free(be):
    elena, diego = be("elena"), be("diego", size=PHONE)
    for visitor in (elena, diego):
        visitor.open("/services/book-a-room/book-a-room")
        visitor.page.fill("[name=people]", "3")
        visitor.page.fill("[name=_words]", "With a beamer, please.")
    value = elena.page.locator(SLOT).nth(4).get_attribute("value")
    for visitor in (elena, diego):
        visitor.page.locator(f'input[value="{value}"]').check(force=True)

    elena.page.click("text=Send my request")
    elena.page.wait_for_selector("text=Into my calendar")
    diego.page.click("text=Send my request")
    diego.page.wait_for_selector("[aria-invalid], .error >> nth=0")

    assert Booking.objects.filter(state="held").count() == 1
    assert diego.page.input_value("[name=_words]") == "With a beamer, please."
    assert diego.page.locator(f'input[value="{value}"]').is_disabled()
    diego.page.locator(SLOT).nth(2).check(force=True)
    diego.page.click("text=Send my request")
    diego.page.wait_for_selector("text=Into my calendar")
    assert Booking.objects.filter(state="held").count() == 2

    with diego.page.expect_download() as saved:
        diego.page.click("text=Into my calendar")
    assert saved.value.suggested_filename == "booking.ics"
    diego.page.click("text=Give the room back")
    diego.page.wait_for_selector("text=It is free for others again.")
    assert Booking.objects.filter(state="held").count() == 1


def test_a_chair_too_many_is_seen_before_the_yes_and_declined_by_keys(be, story):
    tomas, clara = be("tomás"), be("clara")
    tomas.open("/services/buy/buy")
    tomas.page.locator("input[name=item][value=chair]").check(force=True)
    tomas.page.fill("[name=quantity]", "5")
    tomas.page.locator("input[name=centre][value=field]").check(force=True)
    tomas.page.fill("[name=_words]", "Five chairs, please")
    tomas.page.click("text=Send my request")
    tomas.page.wait_for_selector("text=It waits for the yes of Clara Vives")

    clara.open("/app/tasks")
    clara.page.click("text=Five chairs, please")
    clara.page.wait_for_selector("text=This budget does not bear it.")
    clara.page.fill("#words", "We have three in the cellar.")
    clara.page.keyboard.press("Escape")
    clara.page.keyboard.press("d")
    clara.page.wait_for_selector("h1:has-text('Tasks')")

    assert CostCentre.objects.get(code="field").spent == 0
    tomas.page.reload()
    assert "We have three in the cellar." in tomas.page.inner_text("main")
    assert "not approved" in tomas.page.inner_text("main")


def test_a_letter_is_approved_and_opened_as_a_pdf(be, story):
    tomas, clara = be("tomás"), be("clara")
    tomas.open("/services/letter/letter")
    tomas.page.fill("[name=for_whom]", "The bank")
    tomas.page.fill("[name=_words]", "A letter for the bank")
    tomas.page.click("text=Send my request")
    tomas.page.wait_for_selector("text=It waits for the yes of")
    case = Case.objects.get(subject="A letter for the bank")

    clara.open(f"/app/approvals/{Approval.objects.get(case=case).pk}")
    clara.page.keyboard.press("a")
    clara.page.wait_for_selector("h1:has-text('Tasks')")
    produce(Letter.objects.get(case=case).pk, at=now())

    tomas.page.reload()
    with tomas.page.expect_download() as saved:
        tomas.page.click("text=Letter of reference.pdf")
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    case.refresh_from_db()
    assert case.state == "resolved"


def test_an_idea_from_a_case_is_answered_on_the_board_by_keys_and_its_author_reads_it(be, story):
    marta, lucia = be("marta"), be("lucía")
    marta.open(f"/app/cases/{story.cases['elena']}")
    marta.page.click("[aria-label='More actions']")
    marta.page.click("text=Make an idea of it")
    marta.page.wait_for_selector("text=It comes from case")
    marta.page.fill("#f-title", "Ask for the gate code twice")
    marta.page.wait_for_selector("#similar >> text=Ask for gate code and parking")
    marta.page.fill("#f-words", "In the first call and the evening before.")
    marta.page.click("text=Propose it")
    marta.page.wait_for_selector("text=Not answered yet.")
    idea = Idea.objects.get(title="Ask for the gate code twice")
    assert idea.case.number == story.cases["elena"]

    lucia.open("/app/board?kind=idea")
    page = lucia.page
    page.focus(f"#idea-{idea.pk} h3 a")
    page.keyboard.press("+")
    page.wait_for_selector(f"#idea-{idea.pk} .vote.on")
    page.focus(f"#idea-{idea.pk} h3 a")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("#p-answer:popover-open")
    assert page.input_value("#answer-words").startswith("We are looking at it")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"[data-state=looking] #idea-{idea.pk}")

    marta.open("/app/ideas")
    row = marta.page.locator("li.id-l", has_text="gate code twice")
    assert re.search(r"Being looked at", row.inner_text())
    assert "new" in row.inner_text()
    row.locator("a").click()
    marta.page.wait_for_selector("text=We are looking at it and tell you what becomes of it.")
    assert "Nobody came on Monday" not in marta.page.inner_text("main")


def test_the_board_is_walked_by_arrows_and_a_dialog_gives_the_place_back(be, story):
    lucia = be("lucía")
    lucia.open("/app/board")
    page, here = lucia.page, "document.activeElement.closest('[data-state]')?.dataset.state"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(here) == "new"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(here) == "looking"
    page.keyboard.press("m")
    page.wait_for_selector("#p-answer:popover-open")
    page.keyboard.press("Escape")
    assert page.evaluate(here) == "looking"
