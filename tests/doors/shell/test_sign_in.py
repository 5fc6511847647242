"""Coming in: with a password, with a link, or as somebody of the example."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import LIVES, ask_for_link, forget_old_tries
from pasillo.doors.shell.models import FailedTry, SignInLink
from pasillo.ground.effects.models import Effect
from pasillo.ground.people.models import Membership, Person, Role

pytestmark = pytest.mark.django_db


def _link_in(effect):
    return next(word for word in effect.payload["text"].split() if "/sign-in/link/" in word)


def _without_tokens(answer):
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def test_with_the_right_password_one_is_in_and_lands_at_work(browser, lucia):
    answer = browser.post("/sign-in", {"email": "Lucia.Ferrer@nidalia.example", "password": "corridor-of-seven-doors"})

    assert (answer.status_code, answer.url) == (302, "/app/")
    assert browser.session["_auth_user_id"] == str(lucia.pk)


@pytest.mark.parametrize("email", ["lucia.ferrer@nidalia.example", "nobody@nidalia.example"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser, lucia, email):
    answer = browser.post("/sign-in", {"email": email, "password": "guess"})

    assert answer.status_code == 422
    assert "do not go together" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_after_five_wrong_passwords_one_has_to_wait_even_with_the_right_one(browser, lucia):
    for _ in range(5):
        browser.post("/sign-in", {"email": lucia.email, "password": "guess"})

    answer = browser.post("/sign-in", {"email": lucia.email, "password": "corridor-of-seven-doors"})

    assert answer.status_code == 429
    assert "_auth_user_id" not in browser.session
    assert "guess" not in "".join(FailedTry.objects.values_list("whose", flat=True))


def test_one_is_never_sent_out_of_the_house(browser, lucia):
    form = {"email": lucia.email, "password": "corridor-of-seven-doors", "next": "https://evil.example/"}

    assert browser.post("/sign-in", form).url == "/app/"


def test_a_link_lets_its_person_in_once_and_proves_the_address(browser, elena):
    browser.post("/sign-in/link", {"email": elena.email, "next": "/requests"})
    link = _link_in(Effect.objects.get(kind="mail"))

    first = browser.post(link)
    second = browser.post(link)

    assert (first.status_code, first.url, second.status_code) == (302, "/requests", 410)
    elena.refresh_from_db()
    assert elena.verified_at is not None


def test_opening_a_link_without_the_button_uses_nothing_up(browser, elena):
    browser.post("/sign-in/link", {"email": elena.email})
    link = _link_in(Effect.objects.get(kind="mail"))

    for _ in range(3):
        assert browser.get(link).status_code == 200

    assert SignInLink.objects.get().used_at is None
    assert browser.post(link).status_code == 302


def test_the_link_itself_is_kept_nowhere_but_in_the_letter(browser, elena):
    browser.post("/sign-in/link", {"email": elena.email})
    token = _link_in(Effect.objects.get(kind="mail")).rsplit("/", 1)[1]

    assert token not in str(SignInLink.objects.values())


def test_an_old_link_lets_nobody_in(browser, elena, settings):
    ask_for_link(elena.email, next_page="", by="system", at=now() - LIVES - timedelta(seconds=1))

    assert browser.post(_link_in(Effect.objects.get(kind="mail"))).status_code == 410


def test_an_unknown_address_gets_the_same_page_and_no_letter(browser, elena):
    known = browser.post("/sign-in/link", {"email": elena.email})
    unknown = browser.post("/sign-in/link", {"email": "nobody@correo.example"})

    assert _without_tokens(known).replace("elena.prats@", "nobody@") == _without_tokens(unknown)
    assert Effect.objects.count() == 1


def test_the_letter_is_in_the_language_of_its_reader(browser, elena):
    browser.post("/sign-in/link", {"email": elena.email})

    letter = Effect.objects.get().payload
    assert (letter["to"], letter["language"], letter["template"]) == (elena.email, "es", "sign-in")


def test_nobody_can_flood_a_mailbox_with_links(browser, elena):
    for _ in range(9):
        browser.post("/sign-in/link", {"email": elena.email})

    assert Effect.objects.count() == 5


def test_in_the_example_one_may_be_anybody_invented(browser, lucia):
    with override_settings(EXAMPLE=True):
        page = browser.get("/sign-in").content.decode()
        answer = browser.post(f"/sign-in/as/{lucia.pk}")

    assert "Lucía Ferrer" in page
    assert answer.url == "/app/"


@override_settings(EXAMPLE=True)
def test_in_the_example_one_may_be_its_auditor_however_late_they_came_in(browser, lucia):
    people = [Person.objects.create(name=f"Colleague {n}", email=f"c{n}@nidalia.example") for n in range(20)]
    roles = [Role.EMPLOYEE] * 18 + [Role.AUDITOR] * 2
    for person, role in zip(people, roles, strict=True):
        Membership.objects.create(person=person, role=role)

    page = browser.get("/sign-in").content.decode()

    assert "Colleague 18" in page
    assert "Colleague 10" in page
    assert "Colleague 11" not in page
    assert "Colleague 19" not in page


def test_outside_of_the_example_one_is_only_oneself(browser, lucia):
    assert "Lucía Ferrer" not in browser.get("/sign-in").content.decode()
    assert browser.post(f"/sign-in/as/{lucia.pk}").status_code == 404


def test_even_in_the_example_a_real_address_belongs_to_its_owner(browser, lucia):
    lucia.email = "lucia@real.org"
    lucia.save()

    with override_settings(EXAMPLE=True):
        assert browser.post(f"/sign-in/as/{lucia.pk}").status_code == 404


def test_signing_out_is_a_button_never_a_link(browser, lucia):
    browser.force_login(lucia)

    assert browser.get("/sign-out").status_code == 405
    browser.post("/sign-out")
    assert "_auth_user_id" not in browser.session


def test_old_tries_and_links_are_forgotten_and_young_ones_kept(browser, elena):
    browser.post("/sign-in", {"email": elena.email, "password": "guess"})
    browser.post("/sign-in/link", {"email": elena.email})

    forget_old_tries(at=now())
    assert (FailedTry.objects.count(), SignInLink.objects.count()) == (2, 1)

    forget_old_tries(at=now() + timedelta(days=2))
    assert (FailedTry.objects.count(), SignInLink.objects.count()) == (0, 0)


@pytest.mark.parametrize("email", ["", "   ", "not"])
def test_what_is_no_address_gets_no_letter_and_is_told_so(browser, email):
    answer = browser.post("/sign-in/link", {"email": email})

    assert answer.status_code == 422
    assert "This is not an address that one can write to." in answer.content.decode()
    assert not Effect.objects.exists()
