"""Coming in through another provider: believed when it is signed, asked for and ours; linked by subject alone."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.providers import ProviderAs, set_up_provider
from pasillo.doors.shell.models import Provider, ProviderIdentity
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import disable, give_role, meet, set_password, verify
from pasillo.ground.people.models import Person, Role
from tests.doors.shell.provider import SmallProvider

pytestmark = pytest.mark.django_db
EMAIL = "tomas@nidalia.example"


@pytest.fixture
def house(settings):
    """The provider's server, and our leave to knock at it."""
    cache.clear()
    made = SmallProvider()
    settings.INTERNAL_HOSTS = (made.host,)
    yield made
    made.close()
    cache.clear()


def _wish(house, **more):
    given = {"name": "Company account", "issuer": house.issuer, "client_id": "pasillo", "secret": "s3cret/+ of ours"}
    return ProviderAs(**(given | more))


@pytest.fixture
def provider(house, db):
    return set_up_provider(None, version=0, wish=_wish(house, lets_in_new=True), by="system", at=now())


def _go(browser, provider, house, wanted="/app/work"):
    """There and back: the page that leads on, the provider's yes, and the way home."""
    onward = browser.post(f"/sign-in/with/{provider.pk}", {"next": wanted})
    assert onward.status_code == 200, onward.content.decode()
    address = re.search(r'href="(http[^"]+/authorize[^"]+)"', onward.content.decode()).group(1).replace("&amp;", "&")
    return house.arrive(address).replace("http://127.0.0.1:8000", "")


def _somebody(verified=True, role=None, password="a-password-of-mine"):
    person = meet(name="Tomás", email=EMAIL, by="system", at=now())
    set_password(person.pk, password=password, by="system", at=now())
    if verified:
        verify(person.pk, by="system", at=now())
    if role:
        give_role(person=person, role=role, by="system", at=now())
    person.refresh_from_db()
    return person


def test_who_comes_for_the_first_time_gets_an_account_and_keeps_it(browser, provider, house):
    back = _go(browser, provider, house)
    answer = browser.get(back)

    tomas = Person.objects.get()
    assert (answer.status_code, answer.url) == (302, "/app/work")
    assert browser.session["_auth_user_id"] == str(tomas.pk)
    assert (tomas.name, tomas.has_usable_password(), tomas.verified_at is not None) == ("Tomás Vidal", False, True)
    linked = ProviderIdentity.objects.get()
    assert (linked.issuer, linked.subject) == (house.issuer, "248")

    house.claims["email"] = "another@nidalia.example"
    again = Client()
    again.get(_go(again, provider, house))
    assert again.session["_auth_user_id"] == str(tomas.pk)
    assert Person.objects.count() == 1


def test_our_secret_goes_to_the_provider_only_and_our_question_is_whole(browser, provider, house):
    browser.get(_go(browser, provider, house))

    form, headers = house.heard[0]
    assert headers["Authorization"].startswith("Basic ")
    assert "secret" not in str(form)
    assert len(form["code_verifier"]) >= 43


def test_an_account_of_the_same_address_is_not_taken_over(browser, provider, house):
    tomas = _somebody()

    answer = browser.get(_go(browser, provider, house))

    assert answer.status_code == 422
    assert "account with this address already" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert not ProviderIdentity.objects.exists()
    tomas.refresh_from_db()
    assert tomas.check_password("a-password-of-mine")


def test_an_account_with_a_role_is_not_taken_over_even_if_nobody_confirmed_it(browser, provider, house):
    _somebody(verified=False, role=Role.EMPLOYEE)

    assert browser.get(_go(browser, provider, house)).status_code == 422
    assert not ProviderIdentity.objects.exists()


def test_what_a_stranger_prepared_under_my_address_is_worth_nothing(browser, provider, house):
    tomas = _somebody(verified=False, password="the-strangers-password")
    stranger = Client()
    stranger.post("/sign-in", {"email": EMAIL, "password": "the-strangers-password"})
    assert stranger.get("/account").status_code == 200

    assert browser.get(_go(browser, provider, house)).status_code == 302

    tomas.refresh_from_db()
    assert not tomas.has_usable_password()
    assert stranger.get("/account").status_code == 302
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "bend",
    [
        {"iss": "http://evil.example"},
        {"aud": "another-client"},
        {"aud": ["pasillo", "another-client"]},
        {"azp": "another-client"},
        {"exp": 1_000_000_000},
        {"nonce": "of another browser"},
        {"nonce": None},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
    ids=lambda bend: str(bend),
)
def test_a_word_that_does_not_fit_lets_nobody_in(browser, provider, house, bend):
    house.bend = bend

    assert browser.get(_go(browser, provider, house)).status_code == 422
    assert "_auth_user_id" not in browser.session
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "forge", ["sign_with_a_stolen_name", "sign_with_another_kind", "sign_with_the_public_key_as_a_password"]
)
def test_a_word_that_somebody_else_signed_lets_nobody_in(browser, provider, house, forge):
    getattr(house, forge)()

    assert browser.get(_go(browser, provider, house)).status_code == 422
    assert not Person.objects.exists()


def test_the_way_back_counts_in_the_browser_that_left_and_once(browser, provider, house):
    back = _go(browser, provider, house)

    assert Client().get(back).status_code == 422
    assert browser.get(back).status_code == 302
    browser.post("/sign-out")
    assert browser.get(back).status_code == 422
    assert browser.get(f"/sign-in/with/{provider.pk}/back").status_code == 422


def test_another_state_is_not_ours(browser, provider, house):
    back = _go(browser, provider, house)

    assert browser.get(re.sub(r"state=\S+", "state=made-up", back)).status_code == 422
    assert not Person.objects.exists()


def test_where_nobody_new_is_let_in_nobody_new_comes_in(browser, provider, house):
    set_up_provider(provider.pk, version=1, wish=_wish(house, lets_in_new=False), by="system", at=now())

    assert browser.get(_go(browser, provider, house)).status_code == 422
    assert not Person.objects.exists()


def test_a_closed_account_stays_closed_behind_every_door(browser, provider, house):
    browser.get(_go(browser, provider, house))
    disable(Person.objects.get().pk, by="system", at=now())
    again = Client()

    assert again.get(_go(again, provider, house)).status_code == 422
    assert "_auth_user_id" not in again.session


def test_who_is_in_links_the_door_and_comes_in_by_it_next_time(browser, provider, house):
    tomas = _somebody(role=Role.EMPLOYEE)
    browser.post("/sign-in", {"email": EMAIL, "password": "a-password-of-mine"})

    assert browser.get(_go(browser, provider, house)).url == "/account/security"
    assert ProviderIdentity.objects.get().person == tomas

    again = Client()
    again.get(_go(again, provider, house))
    assert again.session["_auth_user_id"] == str(tomas.pk)


def test_an_identity_belongs_to_one_account(browser, provider, house, elena):
    browser.get(_go(browser, provider, house))
    other = Client()
    set_password(elena.pk, password="elenas-own-password", by="system", at=now())
    other.post("/sign-in", {"email": elena.email, "password": "elenas-own-password"})

    assert other.get(_go(other, provider, house)).status_code == 422
    assert ProviderIdentity.objects.get().person != elena


def test_a_provider_that_speaks_for_another_is_not_asked(browser, provider, house):
    house.described_as = "http://evil.example"
    cache.clear()

    assert browser.post(f"/sign-in/with/{provider.pk}").status_code == 502
    assert "/authorize" not in str(house.asked)


def test_an_address_inside_that_nobody_allowed_is_not_knocked_at(browser, provider, house, settings):
    settings.INTERNAL_HOSTS = ()
    cache.clear()

    assert browser.post(f"/sign-in/with/{provider.pk}").status_code == 502
    assert house.asked == []


def test_the_secret_is_sealed_and_another_issuer_never_sees_it(provider, house):
    assert unsealed(provider.sealed, "provider") == "s3cret/+ of ours"
    assert b"s3cret" not in bytes(provider.sealed)

    same = set_up_provider(provider.pk, version=1, wish=_wish(house, secret="", name="Ours"), by="system", at=now())
    assert unsealed(same.sealed, "provider") == "s3cret/+ of ours"

    for number, moved in enumerate(({"issuer": "https://evil.example"}, {"client_id": "another"}), start=2):
        Provider.objects.filter(pk=provider.pk).update(sealed=provider.sealed, version=number)
        wish = _wish(house, secret="", **moved)
        kept = set_up_provider(provider.pk, version=number, wish=wish, by="system", at=now())
        assert bytes(kept.sealed) == b""


def test_the_second_of_two_who_change_a_provider_is_shown_both(provider, house):
    set_up_provider(provider.pk, version=1, wish=_wish(house, name="First"), by="system", at=now())

    with pytest.raises(ChangedMeanwhile) as met:
        set_up_provider(provider.pk, version=1, wish=_wish(house, name="Second"), by="system", at=now())
    assert met.value.now.name == "First"


@pytest.mark.parametrize(
    "issuer", ["", "javascript:alert(1)", "ftp://x.example", "https://u@evil.example", "https://a b"]
)
def test_an_issuer_is_an_address(db, house, issuer):
    with pytest.raises(Refused):
        set_up_provider(None, version=0, wish=_wish(house, issuer=issuer), by="system", at=now())
    assert not Provider.objects.exists()
