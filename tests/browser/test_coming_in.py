"""Coming in with a key of one's own device, a code of one's phone, and what the account's page shows."""

import re
import time
from importlib import import_module

import pytest
from django.conf import settings

from pasillo.doors.shell.totp import code_at

VIRTUAL = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip

NARROW = (320, 640)


@pytest.fixture
def marta(visit, story):
    """In a browser whose device can keep keys; a key belongs to a name, so the house is called by its own."""
    visitor = visit()
    visitor.address = visitor.address.replace("127.0.0.1", "localhost")
    visitor.device = visitor.context.new_cdp_session(visitor.page)
    visitor.device.send("WebAuthn.enable")
    visitor.key = visitor.device.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})["authenticatorId"]
    return visitor.be(story.people["marta"])


def _add_a_key(marta, name):
    marta.open("/account/security")
    marta.page.get_by_label("Name of the device").fill(name)
    marta.page.get_by_role("button", name="Add a passkey").click()
    marta.page.locator(".ac-l b", has_text=name).wait_for()


def _sign_out(marta):
    marta.page.evaluate("document.querySelector('form[action=\"/sign-out\"] button').click()")
    marta.page.wait_for_url(re.compile(r"localhost:\d+/$"))


def test_a_device_becomes_a_key_and_the_key_opens(marta):
    _add_a_key(marta, "Marta's laptop")
    _sign_out(marta)
    marta.open("/sign-in?next=/app/tasks")

    marta.page.get_by_role("button", name="Come in with a passkey").click()

    marta.page.wait_for_url(re.compile(r"localhost:\d+/app/tasks$"))
    marta.open("/account/security")
    assert "last used" in marta.page.locator(".ac-l li", has_text="Marta's laptop").inner_text()
    assert "with a passkey" in marta.page.locator(".ac-l").last.inner_text()
    assert marta.refused() == []
    assert marta.complaints == []


def test_a_device_that_refuses_opens_nothing_and_says_so(marta):
    _add_a_key(marta, "Marta's phone")
    _sign_out(marta)
    marta.device.send("WebAuthn.setUserVerified", {"authenticatorId": marta.key, "isUserVerified": False})
    marta.open("/sign-in")

    marta.page.get_by_role("button", name="Come in with a passkey").click()

    marta.page.locator("[data-why]", has_text="did not answer").first.wait_for()
    assert marta.page.url.endswith("/sign-in")
    marta.open("/account")
    assert "/sign-in" in marta.page.url


def test_a_key_that_was_removed_opens_nothing(marta):
    _add_a_key(marta, "An old phone")
    marta.page.get_by_role("button", name="Remove An old phone").click()
    marta.page.wait_for_load_state()
    _sign_out(marta)
    marta.open("/sign-in")

    marta.page.get_by_role("button", name="Come in with a passkey").click()

    marta.page.locator("[data-why]", has_text="not known here").first.wait_for()
    marta.open("/account")
    assert "/sign-in" in marta.page.url


def _a_quarter_of_an_hour_later(visitor):
    """What this browser showed about itself is too long ago."""
    key = next(one["value"] for one in visitor.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["proved"] = 0
    session.save()


def test_who_has_to_show_that_it_is_them_does_not_scroll_sideways_on_a_small_phone(visit, story):
    for who in ("marta", "elena"):
        small = visit(size=NARROW).be(story.people[who])
        _a_quarter_of_an_hour_later(small)
        small.open("/account/security")

        assert small.page.get_by_text("Show that it is you, to change something here").is_visible()
        assert small.overflow() == 0


def test_codes_are_set_up_by_eye_and_thumb(visit, story):
    jordi = visit(size=(390, 844)).be(story.people["raúl"])
    page = jordi.page
    jordi.open("/account/security")
    page.get_by_role("button", name="Set up codes").click()
    letters = page.locator(".ac-letters").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Switch codes on").click()
    page.get_by_text("This code does not fit").wait_for()
    assert page.locator(".ac-letters").inner_text().replace(" ", "") == letters

    import base64

    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    page.get_by_label("Code").fill(code_at(secret, int(time.time()) // 30))
    page.get_by_role("button", name="Switch codes on").click()

    page.locator(".ac-codes li").first.wait_for()
    assert page.locator(".ac-codes li").count() == 10
    assert jordi.overflow() == 0
    assert jordi.refused() == []
    page.get_by_role("link", name="I have them").click()
    page.get_by_role("button", name="Remove codes").click()
    page.get_by_role("button", name="Set up codes").wait_for()


def test_without_javascript_one_keeps_a_name_and_ends_a_session(visit, story):
    here, there = visit(javascript=False).be(story.people["pilar"]), visit().be(story.people["pilar"])
    here.open("/account")
    here.page.get_by_label("Name", exact=True).fill("Pilar Otero Vega")
    here.page.get_by_role("button", name="Keep").first.click()
    assert here.page.get_by_label("Name", exact=True).input_value() == "Pilar Otero Vega"

    here.open("/account/security")
    here.page.get_by_role("button", name="Sign out everywhere else").click()
    there.open("/account")

    assert "/sign-in" in there.page.url
    here.open("/account")
    assert here.page.url.endswith("/account")
