"""Six hundred and sixty words that try to run, in every view that shows words from outside, before a real Chromium.

None runs, none asks another host, and the browser's guard has nothing to refuse: what is shown is plain words.
"""

import os
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Error

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands as cases
from tests.browser.driver import open_chromium
from tests.browser.house import open_house
from tests.rights.asking import ask
from tests.rights.payloads import armfuls, payloads
from tests.rights.plain_words import more_than_words
from tests.rights.planting import plant
from tests.rights.planting_at_doors import VISITOR
from tests.rights.views import views

pytestmark = pytest.mark.slow
WATCH = """
window.ran = []; window.refused = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (word) => { ran.push(String(word)); };
addEventListener("securitypolicyviolation", (told) => refused.push(`${told.violatedDirective} ${told.blockedURI}`));
"""
BARE = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/json", "text/plain", "text/javascript")
TOLD = ("Content Security Policy", "Blocked script execution", "Refused to")


class Watch:
    """A browser that notices whatever runs, and whoever is asked."""

    def __init__(self, chromium, address):
        self.address, self.found, self.bare, self.here, self.shown = address, [], set(), "", 0
        self.context = chromium.new_context()
        self.context.add_init_script(WATCH)
        self.context.route("**/*", self._asked)
        self.page = self.context.new_page()
        self.page.on("dialog", self._said)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.note(f"error: {error}"))

    def note(self, what):
        self.found.append(f"{self.here}: {what}"[:300])

    def be(self, client, token=""):
        self.context.clear_cookies()
        self.context.set_extra_http_headers({"Authorization": f"Bearer {token}"} if token else {})
        if "sessionid" in client.cookies:
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
            self.context.add_cookies([cookie])

    def look(self, path, *, status=(200,)):
        self.here = path
        try:
            answer = self.page.goto(self.address + path, wait_until="load")
        except Error as refusal:
            self._is_handed_out(path, refusal)
            return
        if answer.status not in status:
            self.note(f"answered {answer.status}")
        if "default-src" not in answer.headers.get("content-security-policy", ""):
            self.note("no policy")
        if self._is_no_page(answer):
            self.bare.add(f"'{self.address}{path}'")
            return
        self.shown += "alert(" in self.page.inner_text("body")
        self.ran()

    def _is_no_page(self, answer):
        """A picture or plain words, and no browser guesses that they might be more."""
        sort = answer.headers.get("content-type", "").partition(";")[0]
        return sort in BARE and answer.status == 200 and answer.headers.get("x-content-type-options") == "nosniff"

    def _is_handed_out(self, path, refusal):
        """What a browser does not show: it is kept as a file, and no browser guesses what it might be."""
        answer = self.context.request.get(self.address + path)
        kept = answer.headers.get("content-disposition", "").startswith("attachment")
        if not (answer.status == 200 and kept and answer.headers.get("x-content-type-options") == "nosniff"):
            self.note(f"neither shown nor a file: {refusal}")

    def heard(self):
        """All of it, and nothing of it any more."""
        found, self.found = self.found, []
        return "\n".join(one for one in found if not self._is_about_a_bare_one(one))

    def _is_about_a_bare_one(self, note):
        """Even the script of this watch, and the browser's own style, are refused beside a picture or plain words."""
        return any(place in note or note.startswith(f"{place[len(self.address) + 1 : -1]}: ") for place in self.bare)

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

    assert not watch.heard()
    assert watch.shown > 20  # as words, before people's eyes


def test_every_page_of_the_router_shows_them_as_words(world, planted):
    """Each address that shows something to somebody, everything in the house named by them: read without a browser,
    so that it is quick. The browser looks at the same pages in the long story below.
    """
    assert more_than_words("<p onclick=x><a href=//evil.example>x</a><script>1</script><iframe src=/x>")
    told, shown = [], 0
    every = views(world)
    for view in every:
        answer = ask(world, view.role, "GET", view.path)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            told += [f"{view.path} for {view.role}: {one}" for one in more_than_words(answer.body)]
            shown += "alert(" in answer.body

    assert not told, "\n".join(told)
    assert len({view.route for view in every}) > 150
    assert shown > 80


@pytest.mark.long
def test_they_run_in_no_page_of_the_whole_router(world, planted, watch):
    every = views(world)
    for role in dict.fromkeys(view.role for view in every):
        watch.be(world.browsers[role], world.tokens.get(role, ""))
        for view in every:
            if view.role == role:
                watch.look(view.path)

    assert not watch.heard()


def test_they_run_at_neither_side_of_a_chat(world, planted, watch):
    """The visitor's window, with their words and with ours; the desk's side is a case like others."""
    window = world.things["chat window"].key
    agent = world.people["agent"]
    for words in armfuls(payloads(), 9000):
        cases.reply(planted.chat.pk, text=words, by=agent.ref, at=now())
    watch.be(world.browsers["anonymous"])
    watch.look(f"/chat/{window}/frame")
    watch.page.evaluate(f"localStorage.setItem('pasillo-chat:{window}:token', JSON.stringify('{VISITOR}'))")
    for path in (f"/chat/{window}/frame", f"/chat/{window}/frame?lang=es", f"/chat/{window}/try"):
        watch.look(path)
    watch.look(f"/chat/{window}/frame")
    watch.page.locator("#log li").nth(8).wait_for()
    watch.ran()

    assert not watch.heard()
    assert watch.page.inner_text("#log").count("alert(") > 400
    watch.be(world.browsers["agent"])
    watch.look(f"/app/cases/{planted.chat.number}")
    assert not watch.heard()


def test_customers_html_runs_in_no_frame(world, planted, watch):
    watch.be(world.browsers["agent"])
    for number in planted.frames[-18:]:
        watch.look(f"/messages/{number}/html")

    assert not watch.heard()


def test_what_somebody_typed_into_an_address_does_not_run(world, planted, watch):
    watch.be(world.browsers["agent"])
    for words in planted.names[::48]:
        for path in ("/app/search?q=", "/search?q=", "/app/work?words=", "/app/customers?q=", "/sign-in?next="):
            watch.look(path + quote(words), status=(200, 404))

    assert not watch.heard()


def test_in_our_own_mails_they_are_words(planted, watch):
    for number, letter in enumerate(planted.letters):
        watch.show(letter, f"letter {number}")

    assert len(planted.letters) > 5
    assert not watch.heard()


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

    assert not watch.heard()
