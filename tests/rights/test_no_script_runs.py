"""Six hundred and sixty words that try to run, in every view that shows words from outside, before a real Chromium.

None runs, none asks another host, and the browser's guard has nothing to refuse: what is shown is plain words.
"""

import os
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection

from tests.browser.driver import open_chromium
from tests.browser.house import open_house
from tests.rights.payloads import payloads
from tests.rights.planting import plant

pytestmark = pytest.mark.slow
WATCH = """
window.ran = []; window.refused = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (word) => { ran.push(String(word)); };
addEventListener("securitypolicyviolation", (told) => refused.push(`${told.violatedDirective} ${told.blockedURI}`));
"""
TOLD = ("Content Security Policy", "Blocked script execution", "Refused to")


class Watch:
    """A browser that notices whatever runs, and whoever is asked."""

    def __init__(self, chromium, address):
        self.address, self.found, self.here, self.shown = address, [], "", 0
        self.context = chromium.new_context()
        self.context.add_init_script(WATCH)
        self.context.route("**/*", self._asked)
        self.page = self.context.new_page()
        self.page.on("dialog", self._said)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.note(f"error: {error}"))

    def note(self, what):
        self.found.append(f"{self.here}: {what}"[:300])

    def be(self, client):
        self.context.clear_cookies()
        if "sessionid" in client.cookies:
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
            self.context.add_cookies([cookie])

    def look(self, path, *, status=(200,)):
        self.here = path
        answer = self.page.goto(self.address + path, wait_until="load")
        if answer.status not in status:
            self.note(f"answered {answer.status}")
        if "default-src" not in answer.headers.get("content-security-policy", ""):
            self.note("no policy")
        self.shown += "alert(" in self.page.inner_text("body")
        self.ran()

    def show(self, html, name):
        """A page that nobody guards: a mail program."""
        self.here = name
        self.page.goto("about:blank")
        self.page.set_content(html)
        self.ran()

    def ran(self):
        ran, refused = self.page.evaluate("[window.ran || [], window.refused || []]")
        for word in [*ran, *refused]:
            self.note(f"ran or was refused: {word}")

    def _asked(self, route):
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:")) and urlsplit(url).hostname in (None, "127.0.0.1"):
            route.continue_()
        else:
            self.note(f"asked {url}")
            route.abort()

    def _said(self, dialog):
        self.note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _told(self, message):
        if any(word in message.text for word in TOLD):
            self.note(message.text)


@pytest.fixture(scope="module")
def planted(world, django_db_blocker):
    with django_db_blocker.unblock():
        return plant(world)


@pytest.fixture(scope="module")
def watch(planted):
    """A browser of this file alone, so that no loop of its driver runs under other files' stories."""
    with open_house(connection.settings_dict["NAME"]) as address, open_chromium() as chromium, _loops_are_fine():
        watching = Watch(chromium, address)
        yield watching
        watching.context.close()


@contextmanager
def _loops_are_fine():
    """The browser's driver runs a loop in this thread."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_there_are_more_than_five_hundred_of_them_and_the_watch_hears_each_sort(watch):
    made = payloads()
    assert len(made) == len(set(made)) > 500

    watch.show("<img src=x onerror=alert(7)>", "unguarded")
    watch.page.wait_for_function("window.ran.length > 0")
    watch.ran()
    watch.show("<img src=//evil.example/8><p style='background:url(https://evil.example/9)'>x", "unguarded")
    heard = "\n".join(watch.found)
    watch.found.clear()
    assert "ran or was refused: 7" in heard
    assert "evil.example/9" in heard


def test_words_from_outside_run_in_no_view(world, planted, watch):
    for role in ("agent", "head", "admin", "owner"):
        watch.be(world.browsers[role])
        for who, path in planted.pages:
            if who == role:
                watch.look(path)

    assert watch.found == []
    assert watch.shown > 20  # as words, before people's eyes


def test_customers_html_runs_in_no_frame(world, planted, watch):
    watch.be(world.browsers["agent"])
    for number in planted.frames[-18:]:
        watch.look(f"/messages/{number}/html")

    assert watch.found == []


def test_what_somebody_typed_into_an_address_does_not_run(world, planted, watch):
    watch.be(world.browsers["agent"])
    for words in planted.names[::48]:
        for path in ("/app/search?q=", "/search?q=", "/app/work?words=", "/app/customers?q=", "/sign-in?next="):
            watch.look(path + quote(words), status=(200, 404))

    assert watch.found == []


def test_in_our_own_mails_they_are_words(planted, watch):
    for number, letter in enumerate(planted.letters):
        watch.show(letter, f"letter {number}")

    assert len(planted.letters) > 5
    assert watch.found == []


@pytest.mark.long
def test_each_by_itself_runs_in_no_frame_and_in_no_address(world, planted, watch):
    from pasillo.ground.files.commands import keep
    from pasillo.operations.conversations.models import Message

    watch.be(world.browsers["agent"])
    message = Message.objects.get(pk=planted.frames[-1])
    for one in payloads():
        Message.objects.filter(pk=message.pk).update(html=keep(one.encode(), media_type="text/html"))
        watch.look(f"/messages/{message.pk}/html")
        watch.look("/app/search?q=" + quote(one), status=(200, 404))

    assert watch.found == []
