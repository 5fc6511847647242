"""What every page of the house keeps: its headers, its light, its language, and what was typed."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from pasillo.doors.shell import errors
from pasillo.doors.shell.refusals import says_why
from pasillo.ground.kit.refusals import Refused

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/sign-in", "/health", "/nothing-here", "/static/shell/css/tokens.css"])
def test_every_answer_carries_the_protecting_headers(browser, path):
    answer = browser.get(path)

    assert answer.headers["Content-Security-Policy"].startswith(POLICY)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_private_pages_are_kept_by_nobody_and_fragments_apart(browser):
    answer = browser.get("/sign-in")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_light_is_chosen_with_a_plain_form_and_stays(browser):
    answer = browser.post("/theme", {"theme": "dark", "next": "/sign-in"})

    assert answer.url == "/sign-in"
    assert '<html lang="en" data-theme="dark">' in browser.get("/sign-in").content.decode()


def test_without_a_choice_the_light_is_the_device_s(browser):
    assert '<html lang="en">' in browser.get("/sign-in").content.decode()


def test_the_browser_s_language_is_spoken_first_and_the_chosen_one_after(browser):
    assert browser.get("/sign-in", headers={"accept-language": "id,en;q=0.5"}).headers["Content-Language"] == "id"

    browser.post("/language", {"language": "es"})

    assert browser.get("/sign-in", headers={"accept-language": "id"}).headers["Content-Language"] == "es"


def test_who_signed_in_chooses_the_language_of_their_letters_too(browser, lucia):
    browser.force_login(lucia)
    browser.post("/language", {"language": "es"})

    lucia.refresh_from_db()
    assert lucia.language == "es"


def test_a_language_that_we_do_not_speak_changes_nothing(browser):
    browser.post("/language", {"language": "xx"})

    assert "language" not in browser.cookies


def test_health_says_that_the_house_is_well(browser):
    answer = browser.get("/health")

    assert (answer.status_code, answer.content) == (200, b"well\n")


def test_an_expired_form_gives_back_what_was_typed(lucia):
    strict = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})

    form = {"text": "Nobody came on Monday.\nI took the day off.", "password": "secret words", "then": "wait"}
    page = strict.post("/theme", form)

    words = page.content.decode()
    assert page.status_code == 403
    assert "Nobody came on Monday.\nI took the day off.</textarea>" in words
    assert '<input type="hidden" name="then" value="wait">' in words
    assert "secret words" not in words


def test_a_form_from_elsewhere_is_never_offered_to_be_sent_again():
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})

    words = strict.post("/theme", {"text": "Please close my account"}).content.decode()

    assert "Please close my account</textarea>" in words
    assert 'action="/theme" class="stack"' not in words
    assert not re.search(r'<form[^>]*class="stack"', words)


def _refusing(request):
    raise Refused("Please tell us what is still wrong.")


def test_a_refusal_explains_itself_and_loses_nothing():
    request = RequestFactory().post(
        "/x", {"reason": "It does not <b>work</b>"}, headers={"origin": "http://testserver"}
    )

    answer = says_why(_refusing)(request)

    assert answer.status_code == 422
    assert "Please tell us what is still wrong." in answer.content.decode()
    assert "It does not &lt;b&gt;work&lt;/b&gt;</textarea>" in answer.content.decode()


def test_a_refused_fragment_leaves_the_page_as_it_is():
    request = RequestFactory().post("/x", headers={"hx-request": "true"})

    answer = says_why(_refusing)(request)

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#toasts")


def test_something_too_big_is_told_as_such():
    from django.core.exceptions import RequestDataTooBig

    answer = errors.bad_request(RequestFactory().post("/x"), RequestDataTooBig())

    assert (answer.status_code, "too big" in answer.content.decode()) == (413, True)


def test_the_page_of_our_own_failure_needs_nothing_that_could_have_failed():
    answer = errors.broken(RequestFactory().get("/x"))

    words = answer.content.decode()
    assert answer.status_code == 500
    assert 'lang="es"' in words
    assert 'lang="id"' in words
    assert "{{" not in words


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_is_not_there_is_told_in_every_language(browser, language):
    answer = browser.get("/requests/1/nothing", headers={"accept-language": language})

    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


ONLY_FOR_FORMS = [
    "/sign-out",
    "/language",
    "/theme",
    "/sign-in/as/1",
    "/r/x/renewal",
    "/services/move-home/new/draft",
    "/app/cases/1/messages",
    "/app/tasks/1/completion",
]


@pytest.mark.parametrize("path", ONLY_FOR_FORMS)
def test_who_opens_what_only_takes_forms_gets_a_page_with_a_way_on(browser, path):
    answer = browser.get(path, headers={"accept": "text/html", "accept-language": "es"})

    words = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert '<html lang="es"' in words
    assert "Aquí no hay nada que leer" in words
    assert 'href="/"' in words
    assert answer.headers["Content-Security-Policy"].startswith(POLICY)


def test_a_program_that_reads_no_pages_is_told_no_and_nothing_more(browser):
    answer = browser.get("/sign-out", headers={"accept": "application/json"})

    assert (answer.status_code, answer.content) == (405, b"")


def test_what_the_browser_refused_is_told_once(browser):
    report = {"csp-report": {"violated-directive": "style-src", "blocked-uri": "inline"}}
    browser.post("/csp-reports", report, content_type="application/json")

    assert browser.get("/csp-reports").json() == [report["csp-report"]]
    assert browser.get("/csp-reports").json() == []


def test_whoever_works_here_keeps_their_menu_where_nothing_is(browser, lucia):
    browser.force_login(lucia)

    lost = browser.get("/app/cases/99999999")

    page = lost.content.decode()
    assert lost.status_code == 404
    assert '<main id="main" class="apart">' in page
    assert '<nav class="tabbar"' in page
    assert "The search finds what is." in page
    assert "Your own requests" not in page


def test_a_customer_who_tries_the_staff_s_address_sees_the_portal_and_nothing_of_the_staff(browser, elena):
    browser.force_login(elena)

    lost = browser.get("/app/cases/99999999")

    page = lost.content.decode()
    assert lost.status_code in (403, 404)
    assert 'class="pt-h"' in page
    assert "tabbar" not in page


def test_a_form_that_is_sent_after_the_session_ended_is_given_back(browser):
    typed = {"title": "Ask for the floor", "body": "Half of all calls ask for it.\nTwice a day.", "area": "7"}

    answer = browser.post("/app/ideas/new", typed, headers={"origin": "http://testserver"})

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "You are no longer signed in." in page
    assert "Half of all calls ask for it.\nTwice a day.</textarea>" in page
    assert '<input type="hidden" name="area" value="7">' in page
    assert "Sign in in a new tab" in page
    assert 'href="/sign-in?next=%2Fapp%2F"' in page


def test_a_button_that_is_pressed_after_the_session_ended_leads_to_the_door(browser):
    assert browser.post("/app/ideas/new", {"area": "7"}).url.startswith("/sign-in?next=")
