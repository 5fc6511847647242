"""Accounts, passwords and invitations by mail: nothing is made before the click, and no link does two things."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import tokens
from pasillo.doors.shell.commands.tokens import Purpose
from pasillo.doors.shell.models import MailedToken
from pasillo.ground.effects.models import Effect
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import change_organisation, give_role, meet, open_area, take_role
from pasillo.ground.people.commands.organisation import OrganisationAs
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.ground.people.sight import sight_of

pytestmark = pytest.mark.django_db
NEW = {"email": "ana.pons@correo.example", "name": "Ana Pons", "next": "/services/move-home"}


def _letter(number=-1):
    return list(Effect.objects.filter(kind="mail").order_by("promised_at"))[number].payload


def _link(kind):
    return re.search(rf"http\S+(/{kind}/\S+)", _letter()["text"]).group(1)


def _as_seen(answer):
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def test_before_the_click_there_is_a_hash_and_a_letter_and_nobody(browser):
    answer = browser.post("/sign-up", NEW)

    assert answer.status_code == 200
    assert not Person.objects.exists()
    token = _link("sign-up").rsplit("/", 1)[1]
    kept = MailedToken.objects.get()
    assert token not in str(MailedToken.objects.values())
    assert kept.ends_at - kept.made_at <= timedelta(hours=72)


def test_a_name_of_ten_thousand_letters_makes_no_account(browser):
    answer = browser.post("/sign-up", NEW | {"name": "E" * 10_000})

    assert answer.status_code == 422
    assert "This is longer than 200 characters." in answer.content.decode()
    assert not Effect.objects.exists()


def test_the_letter_repeats_nothing_that_a_stranger_typed(browser):
    browser.post("/sign-up", NEW | {"name": "WIN MONEY at evil.example"})

    assert "WIN" not in str(_letter())
    assert "evil" not in str(_letter())


def test_the_click_makes_the_account_and_goes_on_where_one_was(browser):
    browser.post("/sign-up", NEW)
    link = _link("sign-up")
    assert "Ana Pons" in browser.get(link).content.decode()
    assert not Person.objects.exists()

    answer = browser.post(link, {"name": "Ana Pons", "password": "seven-long-corridors"})

    ana = Person.objects.get()
    assert (answer.status_code, answer.url) == (302, "/services/move-home")
    assert (ana.name, ana.verified_at is not None, ana.check_password("seven-long-corridors")) == (
        "Ana Pons",
        True,
        True,
    )
    assert browser.session["_auth_user_id"] == str(ana.pk)
    assert browser.post(link, {"name": "Ana Pons"}).status_code == 410


def test_a_password_that_is_too_short_uses_nothing_up_and_loses_no_name(browser):
    browser.post("/sign-up", NEW)

    answer = browser.post(_link("sign-up"), {"name": "Ana P.", "password": "short"})

    assert answer.status_code == 422
    assert "Ana P." in answer.content.decode()
    assert not Person.objects.exists()
    assert browser.post(_link("sign-up"), {"name": "Ana P."}).status_code == 302


def test_a_known_and_an_unknown_address_get_the_same_answer(browser, elena):
    known = browser.post("/sign-up", NEW | {"email": elena.email})
    unknown = browser.post("/sign-up", NEW)

    assert _as_seen(known).replace(elena.email, "X") == _as_seen(unknown).replace(NEW["email"], "X")
    assert known.status_code == unknown.status_code
    assert "/sign-in/link/" in _letter(0)["text"]
    assert MailedToken.objects.count() == 1


def test_a_form_that_is_not_complete_keeps_what_was_typed(browser):
    answer = browser.post("/sign-up", {"email": "nonsense", "name": "Ana Pons"})

    assert answer.status_code == 422
    assert 'value="nonsense"' in answer.content.decode()
    assert 'value="Ana Pons"' in answer.content.decode()
    assert not Effect.objects.exists()


def test_one_address_gets_five_letters_an_hour_and_one_neighbourhood_thirty(browser):
    for _ in range(8):
        browser.post("/sign-up", NEW)
    assert Effect.objects.count() == 5

    for number in range(40):
        browser.post("/sign-up", NEW | {"email": f"victim{number}@correo.example"})
    assert Effect.objects.count() <= 30


def test_where_accounts_are_made_by_us_nobody_makes_one(browser):
    wish = OrganisationAs(name="Nidalia", languages=["en"], customers_sign_up=False)
    change_organisation(version=0, wish=wish, by="system", at=now())

    assert browser.post("/sign-up", NEW).status_code == 422
    assert "sign-up" not in browser.get("/sign-in").content.decode()
    assert not MailedToken.objects.exists()


def test_a_forgotten_password_is_chosen_anew_and_ends_every_session(browser, lucia):
    elsewhere = Client()
    elsewhere.post("/sign-in", {"email": lucia.email, "password": "corridor-of-seven-doors"})
    assert elsewhere.get("/account").status_code == 200
    browser.post("/password", {"email": lucia.email})
    link = _link("password")

    answer = browser.post(link, {"password": "another-long-corridor"})

    assert answer.status_code == 302
    assert elsewhere.get("/account").status_code == 302
    assert browser.get("/account").status_code == 200
    assert browser.post(link, {"password": "and-another-corridor"}).status_code == 410


def test_a_forgotten_password_says_the_same_for_who_is_unknown(browser, lucia):
    known = browser.post("/password", {"email": lucia.email})
    unknown = browser.post("/password", {"email": "nobody@nidalia.example"})

    assert _as_seen(known).replace(lucia.email, "X") == _as_seen(unknown).replace("nobody@nidalia.example", "X")
    assert Effect.objects.count() == 1


@pytest.fixture
def field(db):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=now() - timedelta(days=9))
    return open_area(name="Field north", function="field", calendar=hours, by="system", at=now())


@pytest.fixture
def nuria(db):
    person = meet(name="Nuria Campos", email="nuria@nidalia.example", by="system", at=now())
    give_role(person=person, role=Role.ADMIN, by="system", at=now())
    return person


def _invite(by, field, email="nora@nidalia.example", role="agent"):
    return tokens.invite(
        sight_of(by), email=email, name="Nora Sanz", role=role, area_id=field.pk, language="es", by=by.ref, at=now()
    )


def test_who_is_invited_has_no_right_before_accepting_and_the_right_one_after(browser, nuria, field):
    _invite(nuria, field)
    assert not Person.objects.filter(email="nora@nidalia.example").exists()
    assert _letter()["language"] == "es"

    answer = browser.post(_link("invitation"), {"name": "Nora Sanz", "password": "eleven-days-of-rain"})

    nora = Person.objects.get(email="nora@nidalia.example")
    assert (answer.status_code, answer.url) == (302, "/app/")
    assert list(nora.memberships.values_list("role", "area_id")) == [("agent", field.pk)]
    assert browser.post(_link("invitation"), {"name": "x"}).status_code == 410


def test_a_second_invitation_makes_the_first_worthless(browser, nuria, field):
    _invite(nuria, field)
    first = _link("invitation")
    _invite(nuria, field)

    assert browser.get(first).status_code == 410
    assert browser.get(_link("invitation")).status_code == 200


def test_an_invitation_is_worth_what_its_host_may_give_on_the_day_it_is_accepted(browser, nuria, field):
    olga = meet(name="Olga", email="olga@nidalia.example", by="system", at=now())
    held = give_role(person=olga, role=Role.ADMIN, by="system", at=now())
    _invite(olga, field)
    take_role(held.pk, by=nuria.ref, at=now())

    answer = browser.post(_link("invitation"), {"name": "Nora Sanz"})

    assert answer.status_code == 422
    assert not Membership.objects.filter(person__email="nora@nidalia.example").exists()


def test_nobody_invites_to_more_than_they_have(nuria, field):
    ivan = meet(name="Ivan", email="ivan@nidalia.example", by="system", at=now())
    give_role(person=ivan, role=Role.MANAGER, area=field, by="system", at=now())

    for role in ("head", "admin", "auditor", "employee", "root", ""):
        with pytest.raises(Refused):
            _invite(ivan, field, role=role)
    assert not MailedToken.objects.exists()


def _tokens_of_each_kind(lucia, nuria, field):
    at = now()
    tokens.ask_to_sign_up("a@correo.example", name="A", language="en", next_page="", address="1.2.3.4", at=at)
    tokens.ask_for_password(lucia.email, address="1.2.3.4", at=at)
    _invite(nuria, field)
    links = [re.search(r"/(sign-up|password|invitation)/(\S+)", e.payload["text"]) for e in Effect.objects.all()]
    return {found.group(1): found.group(2) for found in links}


def test_a_token_opens_only_its_own_purpose_whole_and_in_time(lucia, nuria, field):
    links = _tokens_of_each_kind(lucia, nuria, field)
    assert set(links) == set(Purpose.values)

    for purpose, link in links.items():
        assert tokens.behind(purpose, link, at=now()) is not None
        for other in set(Purpose.values) - {purpose}:
            assert tokens.behind(other, link, at=now()) is None
        for bent in ("", " ", "0", "None", link[:-1], link + "x", link.swapcase(), f" {link}", "\x00", "é" * 500):
            assert tokens.behind(purpose, bent, at=now()) is None
        assert tokens.behind(purpose, link, at=now() + timedelta(hours=72, seconds=1)) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_wins(lucia):
    tokens.ask_for_password(lucia.email, address="1.2.3.4", at=now())
    link = re.search(r"/password/(\S+)", Effect.objects.get().payload["text"]).group(1)

    def click(number):
        try:
            return tokens.choose_password(link, password=f"long-password-{number}", at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        found = [one for one in many.map(click, range(16)) if one is not None]

    assert len(found) == 1
