"""A whole morning without a mouse: triage, answer, note, ask another area, take back a sending, resolve ten cases."""

import re
from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.conversations.models import Message

PATIENCE = 20000


@pytest.fixture
def harbour(story):
    """Twelve cases about the same harbour, all of them new."""
    found = []
    for n in range(12):
        opening = commands.Opening(
            customer_id=story.people["amal"], service_id=story.services["make-a-complaint"],
            subject=f"Harbour gate {n:02}", text="It does not open.", channel="email",
        )  # fmt: skip
        found.append(commands.open_case(opening=opening, by=f"person:{story.people['amal']}", at=now()))
    yield found
    for case in Case.objects.filter(pk__in=[one.pk for one in found], state__in=["new", "assigned", "in_progress"]):
        commands.cancel(case.pk, reason="The morning is over.", by="system", at=now())


@pytest.fixture
def marta(visit, story):
    visitor = visit().be(story.people["marta"])
    visitor.page.set_default_timeout(PATIENCE)
    return visitor


def rows(page):
    return page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def until(page, true):
    """Asks again and again; the browser's own waiting would need what our policy forbids."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(true)


def are_back(page, words):
    """Nothing goes out any more, the words stand where they were written, and one goes on writing there."""
    page.wait_for_selector("#going .toast", state="detached")
    until(page, f"document.activeElement.id === 'reply-text' && document.activeElement.value.includes('{words}')")


def settled(page, address):
    """There, and everything on the page listens."""
    page.wait_for_url(address)
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)


def open_number(page):
    return page.locator("#case[data-number]").get_attribute("data-number")


def test_a_morning_by_keys_alone(marta, story, harbour):
    page = marta.page
    marta.open("/app/day")
    numbers = {case.number: case for case in harbour}

    keys(page, "g", "w")
    settled(page, "**/app/work")
    keys(page, "f")
    page.wait_for_selector("#p-filter:popover-open")
    page.keyboard.type("harbour")
    keys(page, "Enter")
    settled(page, "**words=harbour*")
    shown = [int(number) for number in rows(page)]
    assert sorted(shown) == sorted(numbers)

    # triage: three are taken, one presses and that is taken back, one is put off
    keys(page, "j", "x", "Shift+J", "Shift+J")
    assert page.locator("[data-chosen]").inner_text() == "3 chosen"
    keys(page, "a")
    page.wait_for_selector("#m-assign:popover-open")
    keys(page, "Enter")
    page.wait_for_selector("#toasts >> text=3 cases given to Marta Ruiz")
    assert Case.objects.filter(number__in=shown[:3], assignee_id=story.people["marta"]).count() == 3

    keys(page, "x", "p")
    page.wait_for_selector("#m-priority:popover-open")
    keys(page, "Enter")
    page.wait_for_selector("#toasts >> text=1 case: priority Urgent")
    pressing = Case.objects.get(number__in=shown, priority=1)
    keys(page, "Control+z")
    page.wait_for_selector("#toasts >> text=Taken back: 1 case as before")
    pressing.refresh_from_db()
    assert pressing.priority == 3

    last = page.locator("[data-row]").last
    last.focus()
    asleep = int(last.get_attribute("data-row"))
    keys(page, "x", "z")
    page.wait_for_selector("#m-snooze:popover-open")
    keys(page, "Enter")
    page.wait_for_selector("#toasts >> text=1 case put off until")
    assert Case.objects.get(number=asleep).snoozed_until > now()
    page.wait_for_selector(f'[data-row="{asleep}"]', state="detached")

    # the first case: an answer that is taken back and sent again, a note, another area
    page.locator("[data-row]").first.focus()
    keys(page, "Enter")
    page.wait_for_selector("#composer")
    first = Case.objects.get(number=open_number(page))
    keys(page, "r")
    page.keyboard.type("We open it by hand.")
    keys(page, "Control+Enter")
    page.wait_for_selector("#going .toast")
    keys(page, "Escape", "Control+z")
    are_back(page, "We open it by hand.")
    assert not Message.objects.filter(conversation=first.conversation_id, direction="out", by_machine=False).exists()
    keys(page, "Control+Enter")
    page.wait_for_selector("#thread .going >> text=We open it by hand.")

    keys(page, "Escape", "n")
    page.keyboard.type("The motor is old.")
    keys(page, "Control+Enter")
    page.wait_for_selector("#thread .msg.note >> text=The motor is old.")

    keys(page, "Escape", "t")
    page.wait_for_selector("#p-ask:popover-open")
    page.evaluate("document.getElementById('ask-title').matches(':focus') || document.activeElement.blur()")
    while not page.evaluate("document.activeElement.id === 'ask-title'"):
        keys(page, "Tab")
    page.keyboard.type("Bring a motor")
    keys(page, "Enter")
    page.wait_for_selector("#p-ask", state="hidden")
    assert Task.objects.filter(case=first, title="Bring a motor").exists()

    # ten in a row, each opening the next
    done = []
    for _ in range(10):
        number = open_number(page)
        done.append(int(number))
        keys(page, "Escape", "e")
        page.wait_for_selector(f'#case[data-number="{number}"]', state="detached")
    assert len(set(done)) == 10
    assert set(done) <= set(numbers) - {asleep}
    commands.say_what_is_due(at=now() + timedelta(seconds=11))
    assert Message.objects.get(conversation=first.conversation_id, direction="out", by_machine=False)
    assert not Case.objects.filter(number__in=done).exclude(state="resolved").exists()
    assert marta.refused() == []


HERE_ON_THE_QUEUE = {"j", "k", "Enter", "x", "shift+j", "mod+a", "1", "f", "b", "c", "/", "[", "?", "mod+k", "Escape"}
HERE_IN_A_CASE = HERE_ON_THE_QUEUE | {"r", "n", "l", "t", "a", "s", "p", "z", "e", "u", ".", ",", "mod+Enter", "macro"}


def sheet(page):
    """What the sheet shows as working here, and what it shows as another screen's."""
    keys(page, "?")
    page.wait_for_selector("#keys[open]")
    read = "lines => lines.map(line => line.dataset.for)"
    here = page.locator("#keys [data-scope] [data-needs]").evaluate_all(read)
    elsewhere = page.locator("#keys [data-elsewhere] [data-needs]").evaluate_all(read)
    keys(page, "Escape")
    return set(here), set(elsewhere)


def test_the_sheet_shows_first_what_works_on_this_screen(marta, story):
    marta.open("/app/work")
    here, elsewhere = sheet(marta.page)
    assert here >= HERE_ON_THE_QUEUE
    assert {"r", "n", "z", "e"} <= elsewhere

    marta.open(f"/app/cases/{story.cases['elena']}")
    here, elsewhere = sheet(marta.page)
    assert here >= HERE_IN_A_CASE
    assert not HERE_IN_A_CASE & elsewhere
    assert "v" not in here | elsewhere


WINDOWS = {"b": "#p-views", "f": "#p-filter", "a": "#p-assign", "s": "#p-state", "p": "#p-priority", "z": "#p-snooze",
           "t": "#p-ask"}  # fmt: skip
PLACES = {
    "c": r"/app/cases/new$", "l": r"/app/cases/new\?into=", "2": "split=new", "3": "split=waiting",
    "4": "split=me", "u": r"/app/work\?",
}  # fmt: skip


def test_every_key_of_a_case_does_what_the_sheet_says(marta, story):
    page, path = marta.page, f"/app/cases/{story.cases['elena']}?split=todo"
    marta.open(path)
    for key, window in WINDOWS.items():
        keys(page, key)
        page.wait_for_selector(f"{window}:popover-open")
        keys(page, "Escape")
        page.wait_for_selector(window, state="hidden")
    for key, field in {"r": "reply-text", "n": "note-text"}.items():
        keys(page, key)
        assert page.evaluate("document.activeElement.id") == field
        keys(page, "Escape")
    for key, there in PLACES.items():
        marta.open(path)
        keys(page, key)
        page.wait_for_url(re.compile(there))


def test_the_menu_folds_the_palette_opens_and_the_keys_lead_to_places(marta):
    page = marta.page
    marta.open("/app/work")
    keys(page, "[")
    assert "nav-full" in page.locator("nav.nav").get_attribute("class")
    marta.open("/app/work")
    assert "nav-full" in page.locator("nav.nav").get_attribute("class")
    keys(page, "[")
    assert "nav-rail" in page.locator("nav.nav").get_attribute("class")
    keys(page, "/")
    page.wait_for_selector("#palette[open]")
    assert marta.axe() == []
    keys(page, "Escape")
    page.wait_for_selector("#palette", state="hidden")
    for letter, place in {"d": "/app/day", "t": "/app/tasks", "u": "/app/customers", "w": "/app/work"}.items():
        keys(page, "g", letter)
        page.wait_for_url(f"**{place}")


def test_ctrl_z_takes_back_what_was_done_last(marta, story, harbour):
    """A reply is on its way when Marta makes another case urgent: Ctrl Z means the priority, and then the reply."""
    page = marta.page
    marta.open(f"/app/cases/{harbour[0].number}?split=todo&words=harbour")
    keys(page, "r")
    page.keyboard.type("Not yet.")
    keys(page, "Control+Enter")
    page.wait_for_selector("#going .toast")
    keys(page, "Escape")
    page.locator(f'[data-row="{harbour[1].number}"]').focus()
    keys(page, "x", "p")
    page.wait_for_selector("#m-priority:popover-open")
    keys(page, "Enter")
    page.wait_for_selector("#toasts >> text=1 case: priority Urgent")
    keys(page, "Control+z")
    page.wait_for_selector("#toasts >> text=Taken back: 1 case as before")
    assert Case.objects.get(pk=harbour[1].pk).priority == 3
    assert page.locator("#going .toast").count() == 1

    keys(page, "Control+z")
    are_back(page, "Not yet.")
    assert not Message.objects.filter(
        conversation=harbour[0].conversation_id, direction="out", by_machine=False
    ).exists()


def test_what_is_chosen_stays_chosen_while_others_work(marta, story, harbour):
    page = marta.page
    marta.open("/app/work?split=todo&words=harbour")
    keys(page, "Control+a")
    chosen = page.locator(".q-x input:checked").count()
    focused = page.locator("[data-row]").nth(2)
    focused.focus()
    number = focused.get_attribute("data-row")
    assert marta.axe() == []

    commands.take(harbour[0].pk, by=f"person:{story.people['lucía']}", at=now())
    page.wait_for_selector(f"#row-{harbour[0].number} >> [title='Lucía Ferrer']", timeout=PATIENCE)

    assert page.locator(".q-x input:checked").count() == chosen == 12
    assert page.evaluate("document.activeElement.dataset.row") == number
    assert page.locator("[data-chosen]").inner_text() == "12 chosen"
    assert page.locator("#m-resolve [data-chosen-too]").text_content() == "12 chosen"
    keys(page, "Escape")
    assert page.locator(".q-x input:checked").count() == 0
