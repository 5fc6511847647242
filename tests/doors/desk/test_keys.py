"""Keys belong to the person: which do what, whether they act at all, on every device."""

import html
import json
import re

import pytest

from pasillo.doors.shell.keys import CHANGEABLE, KEYS, checked

pytestmark = pytest.mark.django_db


def on_body(page):
    found = re.search(r'<body[^>]* data-keys="([^"]*)" data-single-keys="(\w+)"', page)
    return json.loads(html.unescape(found[1])), found[2]


def kept(person):
    person.refresh_from_db()
    return person.preferences


def test_every_key_is_named_once():
    names = [(key.scope, key.key) for key in KEYS]

    assert len(names) == len(set(names))
    assert len(CHANGEABLE) > 20


def test_marta_changes_a_key_and_every_page_knows(at_desk, marta, case):
    browser = at_desk(marta)
    browser.post("/app/keys", {"key-r": "w", "single_keys": "1", "density": "comfortable"})

    page = browser.get("/app/work").content.decode()
    assert kept(marta) == {"keys": {"r": "w"}, "single_keys": True, "density": "comfortable"}
    assert on_body(page) == ({"r": "w"}, "on")
    assert 'data-density="comfortable"' in page
    assert re.search(r'data-for="r"><dt><kbd>W</kbd>', page)


def test_keys_can_be_switched_off(at_desk, marta):
    browser = at_desk(marta)
    browser.post("/app/keys", {})

    assert on_body(browser.get("/app/work").content.decode())[1] == "off"
    assert "Single keys off" in browser.get("/app/work").content.decode()


def test_and_everything_can_be_as_the_house_has_it(at_desk, marta):
    browser = at_desk(marta)
    browser.post("/app/keys", {"key-r": "w"})
    browser.post("/app/keys", {"standard": "1", "key-r": "w"})

    assert on_body(browser.get("/app/work").content.decode()) == ({}, "on")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"key-r": "n"}, "Two things cannot have the same key."), ({"key-r": "R"}, "One key"),
        ({"key-r": "1"}, "One key"), ({"key-r": "rr"}, "One key"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_is_refused_and_what_was_typed_stays(at_desk, marta, typed, why):
    answer = at_desk(marta).post("/app/keys", typed | {"single_keys": "1"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f'value="{typed["key-r"]}"' in page
    assert kept(marta) == {}


def test_two_keys_may_change_places():
    changed, wrong = checked({"r": "n", "n": "r"})

    assert (changed, wrong) == ({"r": "n", "n": "r"}, {})


def test_a_customer_has_no_keys_to_change(at_desk, elena):
    assert at_desk(elena).get("/app/keys").status_code == 403
