"""Elena asks in Spanish, Marta answers by keyboard, Elena disputes, Marta resolves, Elena rates, Lucía sees it."""

import re

from tests.config.running import until
from tests.journeys.counting import counted

WORDS = "Desde esta mañana no tengo internet y trabajo en casa."
ANSWER = "Buenos días, Elena: reinicio su línea desde aquí. Pruebe ahora, por favor."
STILL = "Sigue sin funcionar, la luz está roja."
SECOND = "Tenía razón: era el cable de la calle. Ya está cambiado."
JOY = "Al final muy bien, gracias a Marta."


def test_one_case_goes_the_whole_way_and_its_figures_are_those_of_the_journal(company, arrive):
    elena, marta, lucia = arrive("elena", language="es"), arrive("marta"), arrive("lucia")

    number = asks(elena)
    answers_by_keyboard(marta, company, number)
    disputes(elena, number)
    resolves_by_keyboard(marta, company, number)
    rates(elena, number)
    confirms(elena, number)
    sees_it(lucia, company, number)

    assert company.ask("select count(*) from cases_case") == 1
    assert company.ask("select state from cases_case where number = %s", number) == "closed"
    assert company.ask("select count(*) from voice_feedback") == 1
    for visitor in (elena, marta, lucia):
        assert visitor.complaints == []
        assert visitor.refused() == []


def asks(elena):
    elena.open("/")
    elena.page.fill("input[type=search]", "no me va el wifi")
    elena.page.press("input[type=search]", "Enter")
    elena.page.locator('main a[href*="/services/internet"]').first.click()
    elena.page.wait_for_load_state()
    if "/report" not in elena.page.url:
        elena.page.locator('main a[href$="/services/internet/report"]').first.click()
    elena.page.locator("label.pick", has=elena.page.locator("input[value=red]")).click()
    elena.page.fill("[name=since]", WORDS)
    elena.page.locator('button.btn-p[value="send"]').click()
    elena.page.wait_for_url(re.compile(r"/requests/\d+"))
    assert WORDS in elena.page.inner_text("main")
    return int(re.search(r"/requests/(\d+)", elena.page.url)[1])


def answers_by_keyboard(marta, company, number):
    marta.open("/app/work?split=todo")
    marta.page.wait_for_selector(".q-item")
    marta.page.keyboard.press("j")
    marta.page.keyboard.press("Enter")
    marta.page.wait_for_url(re.compile(rf"/app/cases/{number}"))
    assert WORDS in marta.page.inner_text(".thread")
    marta.page.keyboard.press("r")
    marta.page.keyboard.type(ANSWER)
    marta.page.keyboard.press("Control+Shift+Enter")
    becomes(marta, company, number, "resolved")


def becomes(visitor, company, number, state):
    """Waits at the screen until the case has come to that state, and the queue shows it no more."""
    for _ in range(100):
        visitor.page.wait_for_timeout(100)
        if company.ask("select state from cases_case where number = %s", number) == state:
            break
    assert company.ask("select state from cases_case where number = %s", number) == state
    visitor.page.wait_for_function("() => !document.querySelector('.q-item')", timeout=15000)


def disputes(elena, number):
    elena.open(f"/requests/{number}")
    assert ANSWER in elena.page.inner_text("main")
    elena.page.locator('a[href="#not-solved"]').click()
    elena.page.fill("textarea[name=reason]", STILL)
    elena.page.locator('form[action$="/dispute"] button.btn-p').click()
    elena.page.wait_for_load_state()
    assert STILL in elena.page.inner_text(".pthread")


def resolves_by_keyboard(marta, company, number):
    marta.open(f"/app/cases/{number}")
    assert STILL in marta.page.inner_text(".thread")
    marta.page.keyboard.press("r")
    marta.page.keyboard.type(SECOND)
    marta.page.keyboard.press("Control+Enter")
    marta.page.wait_for_function("words => document.querySelector('.thread').innerText.includes(words)", arg=SECOND)
    marta.page.keyboard.press("Escape")
    marta.page.keyboard.press("e")
    becomes(marta, company, number, "resolved")


def rates(elena, number):
    elena.open(f"/requests/{number}")
    assert SECOND in elena.page.inner_text("main")
    elena.page.locator('#rate label:has(input[value="5"])').click()
    elena.page.locator("#rate summary").click()
    elena.page.fill("#rate textarea", JOY)
    elena.page.locator("#rate .rate-a button").click()
    elena.page.wait_for_load_state()
    assert elena.page.locator("#rate textarea").input_value() == JOY


def confirms(elena, number):
    elena.page.locator('form[action$="/confirmation"] button').click()
    elena.page.wait_for_load_state()


def sees_it(lucia, company, number):
    with company.database() as connection:
        told = counted(connection, company.people["service"])
    assert told == {"cases": 1, "disputed": 1, "resolved": 1, "due": 4, "kept": 3, "score": 5}

    caught_up = "select count(*) from stories_story where state = 'closed' and score = 5"
    until(lambda: company.ask(caught_up) == 1, 15)
    lucia.open("/app/cockpit?days=30")
    row = lucia.page.locator("tr.mx-r", has_text="My internet does not work")
    shown = {label: row.locator(f'td[data-l="{label}"] .mv').inner_text() for label in labels(row)}
    assert row.locator("td.num a").inner_text() == "1"
    assert [words for label, words in shown.items() if "Errors" in label] == ["100.0"]
    level = 100 * told["kept"] / told["due"]
    assert [float(words) for label, words in shown.items() if "Level" in label] == [round(level, 1)]
    assert [words for label, words in shown.items() if "Satisfied" in label] == ["100"]

    row.locator("td.num a").click()
    lucia.page.wait_for_url(re.compile("/app/cockpit/cases"))
    assert lucia.page.locator("tr[data-case]").count() == 1
    assert lucia.page.locator(f'tr[data-case="{number}"]').count() == 1


def labels(row):
    cells = row.locator("td[data-l]")
    return [cells.nth(place).get_attribute("data-l") for place in range(cells.count())]
