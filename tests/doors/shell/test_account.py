"""The account: who one is, how one likes to work, where one is in; and how long a session lasts."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.shell.browsers import browser_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.factors import NewPasskey, add_passkey, note_use
from pasillo.doors.shell.models import OpenSession
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import change_organisation, set_password
from pasillo.ground.people.commands.organisation import OrganisationAs

pytestmark = pytest.mark.django_db
PASSWORD = "corridor-of-seven-doors"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def _in(person, password=PASSWORD, agent=FIREFOX):
    browser = Client(headers={"user-agent": agent})
    browser.post("/sign-in", {"email": person.email, "password": password})
    return browser


def test_a_session_is_new_at_each_sign_in_and_its_owner_recognises_it(browser, lucia):
    browser.get("/sign-in")
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    before = browser.session.session_key

    browser.post("/sign-in", {"email": lucia.email, "password": PASSWORD})

    assert browser.session.session_key != before
    assert browser_of(FIREFOX) == "Firefox, Linux"
    assert "Firefox, Linux" in _in(lucia).get("/account/security").content.decode()


def test_one_session_is_ended_and_only_ones_own(lucia, elena):
    set_password(elena.pk, password="elenas-own-password", by="system", at=now())
    hers, other, elenas = _in(lucia), _in(lucia), _in(elena, "elenas-own-password")
    theirs = OpenSession.objects.get(person=elena)
    mine = OpenSession.objects.get(session_key=other.session.session_key)

    hers.post(f"/account/sessions/{theirs.pk}/end")
    hers.post(f"/account/sessions/{mine.pk}/end")

    assert elenas.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert hers.get("/account").status_code == 200


def test_signed_out_everywhere_else_one_stays_in_here(lucia):
    here, there, elsewhere = _in(lucia), _in(lucia), _in(lucia)

    here.post("/account/sessions/end")

    assert [one.get("/account").status_code for one in (here, there, elsewhere)] == [200, 302, 302]


def test_a_new_password_ends_every_other_session_and_gives_this_one_a_new_key(lucia):
    here, there = _in(lucia), _in(lucia)
    before = here.session.session_key

    here.post("/account/password", {"password": "a-wholly-new-password"})

    assert here.get("/account").status_code == 200
    assert here.session.session_key != before
    assert there.get("/account").status_code == 302
    assert OpenSession.objects.count() == 1


def test_leaving_forgets_the_session(lucia):
    browser = _in(lucia)
    browser.post("/sign-out")

    assert not OpenSession.objects.exists()


@pytest.mark.parametrize(("name", "hours"), [("seen", 9), ("since", 24 * 7 + 1)])
def test_who_was_away_too_long_is_asked_again(lucia, name, hours):
    browser = _in(lucia)
    session = browser.session
    session[name] = now().timestamp() - hours * 3600
    session.save()

    assert browser.get("/account").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_who_keeps_working_stays_in(lucia):
    browser = _in(lucia)
    for _quarter in range(3):
        session = browser.session
        session["seen"] -= 7 * 3600
        session.save()
        assert browser.get("/account").status_code == 200


def test_a_name_a_phone_and_a_zone_are_kept_and_nonsense_loses_nothing(lucia):
    browser = _in(lucia)
    form = {"name": "Lucía F.", "phone": "+34 600 000 001", "language": "es", "zone": "Asia/Jakarta"}
    assert browser.post("/account", form).status_code == 302
    lucia.refresh_from_db()
    assert (lucia.name, lucia.phone, lucia.language, lucia.zone) == (
        "Lucía F.",
        "+34 600 000 001",
        "es",
        "Asia/Jakarta",
    )

    answer = browser.post("/account", form | {"name": " ", "phone": "+34 1"})
    assert answer.status_code == 422
    assert 'value="+34 1"' in answer.content.decode()


def test_what_a_form_does_not_have_is_not_changed(lucia):
    browser = _in(lucia)
    sent = {"name": "Lucía", "language": "en", "zone": "", "phone": "", "email": "evil@correo.example", "is_active": "",
            "verified_at": "2020-01-01", "account": "1", "role": "admin"}  # fmt: skip
    browser.post("/account", sent)

    lucia.refresh_from_db()
    assert (lucia.email, lucia.is_active, lucia.account_id) == ("lucia.ferrer@nidalia.example", True, None)
    assert not lucia.memberships.filter(role="admin").exists()


def test_wishes_are_kept_with_the_person(lucia):
    browser = _in(lucia)
    browser.post("/account/wishes", {"density": "comfortable", "key-e": "d", "assigned": "1"})

    lucia.refresh_from_db()
    kept = lucia.preferences
    assert (kept["density"], kept["single_keys"], kept["keys"]) == ("comfortable", False, {"e": "d"})
    assert (kept["notices"]["assigned"], kept["notices"]["daily"]) == (True, False)


@pytest.mark.parametrize("own", ["r", "g", "?", "1", "/"])
def test_two_acts_never_share_a_key(lucia, own):
    answer = _in(lucia).post("/account/wishes", {"density": "compact", "key-e": own})

    assert answer.status_code == 422
    lucia.refresh_from_db()
    assert "keys" not in lucia.preferences


def test_two_acts_may_swap_their_keys(lucia):
    _in(lucia).post("/account/wishes", {"density": "compact", "key-e": "r", "key-r": "e"})

    lucia.refresh_from_db()
    assert lucia.preferences["keys"] == {"e": "r", "r": "e"}


def test_a_customer_has_an_account_in_the_portal(elena):
    set_password(elena.pk, password="elenas-own-password", by="system", at=now())
    page = _in(elena, "elenas-own-password").get("/account").content.decode()

    assert 'class="pt-h"' in page
    assert 'name="density"' not in page
    assert "Mi cuenta" in page or "My account" in page


@pytest.fixture
def two_needed(db):
    wish = OrganisationAs(name="Nidalia", languages=["en"], staff_needs_two=True)
    change_organisation(version=0, wish=wish, by="system", at=now())


def test_where_two_are_needed_work_opens_after_the_second_is_there(two_needed, lucia):
    from pasillo.doors.shell.commands.factors import secret_in_waiting
    from pasillo.doors.shell.totp import code_at

    browser = _in(lucia)
    assert browser.get("/app/work").url == "/account/security"
    assert browser.get("/").status_code == 200

    browser.post("/account/codes")
    code = code_at(secret_in_waiting(lucia.pk), int(now().timestamp()) // 30)
    browser.post("/account/codes", {"code": code})
    assert browser.get("/app/work").status_code == 200


def test_where_two_are_needed_customers_are_not_asked(two_needed, elena):
    set_password(elena.pk, password="elenas-own-password", by="system", at=now())

    assert "must_add" not in _in(elena, "elenas-own-password").session


def test_a_copied_passkey_gives_itself_away(lucia):
    given = {"by": lucia.ref, "at": now()}
    key = add_passkey(lucia.pk, NewPasskey(credential_id=b"1", checks=b"x", count=4, name=""), **given)

    assert note_use(key.pk, count=5, at=now())
    assert not note_use(key.pk, count=5, at=now())
    assert not note_use(key.pk, count=0, at=now())
    with pytest.raises(Refused, match="known here already"):
        add_passkey(lucia.pk, NewPasskey(credential_id=b"1", checks=b"y", count=0, name="Again"), **given)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id":"x"}', '{"rawId":"AA","response":{}}'])
def test_a_device_that_talks_nonsense_is_told_so(client, answer):
    client.post("/sign-in/passkey/question")
    said = client.post("/sign-in/passkey", {"answer": answer})

    assert said.status_code == 422
    assert "not known here" in said.json()["why"]


def test_old_sessions_and_letters_are_forgotten(lucia):
    from django.contrib.sessions.models import Session

    from pasillo.doors.shell.commands import forget_old_tries

    _in(lucia)
    Session.objects.all().delete()
    forget_old_tries(at=now() + timedelta(days=1))

    assert not OpenSession.objects.exists()
