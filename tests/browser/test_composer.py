"""Marta writes: what she sends can be taken back, what she begins is never lost, and she sees who is beside her."""

import base64
import re
import signal
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Draft, DraftFile, Mention, Message
from pasillo.operations.macros import commands as macros
from pasillo.operations.macros.commands import Wording
from tests.browser.people import PHONE
from tests.config.running import until

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def marta(visit, story):
    visitor = visit().be(story.people["marta"])
    visitor.page.set_default_timeout(15000)
    yield visitor
    assert visitor.complaints == []
    assert visitor.refused() == []


@pytest.fixture
def lucia(visit, story):
    visitor = visit().be(story.people["lucía"])
    visitor.page.set_default_timeout(15000)
    return visitor


@pytest.fixture
def case(story):
    """A fresh case for each story."""
    elena, area = story.people["elena"], Case.objects.get(number=story.cases["elena"])
    need = commands.Opening(
        customer_id=elena, service_id=area.service_id, subject="A key", text="One more, please.", channel="email"
    )
    yield commands.open_case(opening=need, by=f"person:{elena}", at=now())
    Draft.objects.all().delete()


def later():
    commands.say_what_is_due(at=now() + timedelta(seconds=11))


def out(case):
    return list(
        Message.objects.filter(conversation=case.conversation_id, direction="out").values_list("text", flat=True)
    )


def write(page, words, kind="r"):
    page.keyboard.press(kind)
    page.keyboard.type(words)


def test_sent_it_counts_down_and_ctrl_z_brings_words_and_next_step_back(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "Nora comes today.")
    page.click("[popovertarget=p-send]")
    page.click("#p-send [value=wait]")

    page.wait_for_selector("#thread .going >> text=Nora comes today.")
    page.wait_for_selector("#going .toast >> text=/goes out in \\d+ s/")
    assert page.input_value("#reply-text") == ""
    assert out(case) == []
    assert marta.axe() == []

    page.keyboard.press("Control+z")
    page.wait_for_selector("#going .toast", state="detached")
    page.wait_for_function("() => document.getElementById('reply-text').value === 'Nora comes today.'")
    assert page.evaluate("document.activeElement.id") == "reply-text"
    assert page.get_attribute("[data-main]", "value") == "wait"
    assert "wait for customer" in page.inner_text("[data-main]")
    later()
    assert out(case) == []
    assert Draft.objects.get(conversation=case.conversation_id).text == "Nora comes today."


def test_who_begins_the_next_words_before_undoing_keeps_both(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "Nora comes today.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#going .toast")
    page.keyboard.type("And Jordi, too.")

    page.click("#going button:has-text('Undo')")

    page.wait_for_function("() => document.getElementById('reply-text').value.startsWith('Nora')")
    assert page.input_value("#reply-text") == "Nora comes today.\n\nAnd Jordi, too."


def test_send_and_resolve_goes_on_to_the_next_and_the_way_back_comes_along(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}?split=new")
    write(page, "Here it is.")
    page.keyboard.press("Control+Shift+Enter")

    page.wait_for_selector(f'#case[data-number="{case.number}"]', state="detached")
    page.wait_for_selector("#going .toast >> text=then resolved")
    case.refresh_from_db()
    assert case.state == "new"

    page.click("#going button:has-text('Undo')")
    page.wait_for_selector(f'#case[data-number="{case.number}"]')
    page.wait_for_function("() => document.getElementById('reply-text').value === 'Here it is.'")
    later()
    assert out(case) == []


def rows(page):
    return page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")


def test_next_is_what_followed_before_the_answer_moved_the_case_and_keys_work_there(marta, turnstiles):
    page = marta.page
    marta.open("/app/work?split=todo&words=turnstile")
    first, second, third = rows(page)
    marta.open(f"/app/cases/{first}?split=todo&words=turnstile")
    write(page, "We look.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#going .toast")
    later()
    page.wait_for_function("number => document.querySelector('[data-row]').dataset.row !== number", arg=first)

    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_selector(f'#case[data-number="{second}"]')

    write(page, "Done.")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector(f'#case[data-number="{third}"]')
    page.wait_for_function("() => document.activeElement.id !== 'reply-text'")
    page.keyboard.press("n")
    page.wait_for_function("() => document.activeElement.id === 'note-text'")
    assert page.input_value("#reply-text") == ""

    later()
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.endsWith(' reply'))") == []
    marta.open(f"/app/cases/{second}")
    assert page.input_value("#reply-text") == ""


def test_praise_ends_with_thanks_and_the_reply_that_was_begun_are_its_words(marta, case):
    page = marta.page
    Case.objects.filter(pk=case.pk).update(kind="compliment")
    marta.open(f"/app/cases/{case.number}?split=new")
    write(page, "We tell him.")
    page.keyboard.press("Control+Shift+Enter")

    page.wait_for_selector("#p-thank:popover-open")
    assert page.input_value("#thank-text") == "We tell him."
    page.click("#p-thank footer button")
    page.wait_for_selector(f'#case[data-number="{case.number}"]', state="detached")

    case.refresh_from_db()
    assert (case.state, out(case)) == ("thanked", ["We tell him."])
    assert not Draft.objects.filter(conversation=case.conversation_id).exists()


def test_what_nobody_takes_back_is_said_although_everybody_has_left(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "On its way.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#going .toast")
    page.goto("about:blank")

    later()

    assert out(case) == ["On its way."]


def test_send_now_does_not_wait(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "At once.")
    page.keyboard.press("Control+Enter")
    page.click("#going button:has-text('Send now')")

    page.wait_for_selector("#going .toast", state="detached")
    page.wait_for_selector("#thread .msg.me:not(.going) >> text=At once.")
    assert out(case) == ["At once."]


def test_a_colleague_sees_it_go_and_the_customer_does_not(marta, lucia, case, visit, story):
    marta.open(f"/app/cases/{case.number}")
    lucia.open(f"/app/cases/{case.number}")
    elena = visit().be(story.people["elena"])
    elena.open(f"/requests/{case.number}")

    write(marta.page, "Nora comes today.")
    marta.page.keyboard.press("Control+Enter")

    lucia.page.wait_for_selector("#thread .going >> text=Nora comes today.")
    assert lucia.page.locator("#thread .going >> text=Undo").count() == 1
    assert lucia.page.locator("#thread .going >> text=Send now").count() == 0
    assert lucia.page.locator("#going .toast").count() == 0
    elena.open(f"/requests/{case.number}")
    assert "Nora comes today." not in elena.page.content()


def test_two_see_each_other_write_and_are_told_what_was_sent_meanwhile(marta, lucia, case):
    marta.open(f"/app/cases/{case.number}")
    lucia.open(f"/app/cases/{case.number}")
    marta.page.wait_for_selector("#here >> text=Lucía Ferrer looks at this case")
    assert marta.axe() == []

    write(lucia.page, "I am on it", kind="n")
    marta.page.wait_for_selector("#here-line >> text=Lucía Ferrer is writing an internal note")
    assert "Marta" not in marta.page.inner_text("#here-line")

    write(marta.page, "Dear Elena, tomor")
    lucia.page.wait_for_selector("#here-line >> text=Marta Ruiz is writing a reply")
    commands.reply(case.pk, text="I call you at five.", by=f"person:{lucia_id(case)}", at=now())
    marta.page.wait_for_selector("#meanwhile >> text=/Lucía Ferrer replied at/")
    marta.page.keyboard.type("row.")
    assert marta.page.input_value("#reply-text") == "Dear Elena, tomorrow."

    marta.page.click("#meanwhile >> text=Show it")
    assert marta.page.locator("#meanwhile").is_hidden()
    assert marta.page.locator("#thread >> text=I call you at five.").is_visible()

    lucia.page.goto("about:blank")
    marta.page.wait_for_selector("#here-line p", state="detached")


def lucia_id(case):
    from pasillo.ground.people.models import Person

    return Person.objects.get(name="Lucía Ferrer").pk


def test_a_state_that_changes_meanwhile_is_told_and_no_word_is_touched(marta, lucia, case):
    marta.open(f"/app/cases/{case.number}")
    write(marta.page, "Dear Elena")

    commands.wait(case.pk, why="supplier", by=f"person:{lucia_id(case)}", at=now())

    marta.page.wait_for_selector("#meanwhile >> text=Meanwhile the case is: Waiting on supplier.")
    assert marta.page.input_value("#reply-text") == "Dear Elena"


def test_a_slash_brings_a_macro_at_the_cursor_and_leaves_what_stands_around_it(marta, story, case):
    texts = {"en": "Dear {{customer.name}}, your case is {{case.number}}."}
    wording = Wording(name="Greeting", shortcut="hello", texts=texts, next_step="wait", person_id=story.people["marta"])
    macros.write(wording, by="system", at=now())
    macros.write(Wording(name="Farewell", texts={"en": "Goodbye."}), by="system", at=now())
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "First. \nLast.")
    page.evaluate("document.getElementById('reply-text').setSelectionRange(7, 7)")

    page.keyboard.type("/")
    page.wait_for_selector("#pick [role=option]:visible >> text=Farewell")
    assert marta.axe() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("hel")
    page.wait_for_function("() => document.querySelectorAll('#pick [data-find]:not([hidden])').length === 1")
    page.keyboard.press("Enter")

    assert page.input_value("#reply-text") == f"First. Dear Elena Prats, your case is {case.number}.\nLast."
    assert page.get_attribute("[data-main]", "value") == "wait"
    assert page.locator("#pick").is_hidden()
    until(lambda: Draft.objects.get(conversation=case.conversation_id).next_step == "wait")


def test_on_a_slow_line_the_name_is_the_one_that_was_typed(marta, story, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    address = page.get_attribute("#note-text", "data-list")

    def slowly(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.route(f"**{address}", slowly)
    page.keyboard.press("n")
    page.keyboard.type("@luc", delay=5)
    page.wait_for_selector("#pick:not([hidden])")

    shown = page.locator("#pick [data-find]:not([hidden])")
    assert shown.count() == 1
    page.keyboard.press("Enter")
    assert page.input_value("#note-text").strip() == "@Lucía Ferrer"


def test_escape_closes_the_list_and_a_date_opens_none(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "on 12/3 or /")
    page.wait_for_selector("#pick:not([hidden])")

    page.keyboard.press("Escape")

    assert page.locator("#pick").is_hidden()
    assert page.evaluate("document.activeElement.id") == "reply-text"
    assert page.input_value("#reply-text") == "on 12/3 or /"


def test_an_at_sign_names_a_colleague_by_keys_alone(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "@luc", kind="n")
    page.wait_for_selector("#pick [role=option]:visible >> text=Lucía Ferrer")
    page.keyboard.press("Enter")
    page.keyboard.type("please look")
    assert page.input_value("#note-text") == "@Lucía Ferrer please look"

    page.keyboard.press("Control+Enter")

    page.wait_for_selector("#thread .note .at >> text=@Lucía Ferrer")
    assert Mention.objects.filter(message__conversation=case.conversation_id).count() == 1


def test_who_is_named_hears_of_it_on_an_open_page(marta, lucia, case, story):
    lucia.open("/app/work")
    commands.note(
        case.pk, text="@Lucía Ferrer?", named=[story.people["lucía"]], by=f"person:{story.people['marta']}", at=now()
    )

    lucia.page.wait_for_selector(f"#toasts >> text=Marta Ruiz named you in case {case.number}")


def test_pictures_come_by_paste_and_by_drop_and_stay_after_a_reload(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    page.keyboard.press("r")
    drop_in(page, "paste", "door.png")
    page.wait_for_selector("#files-reply [aria-label='Remove door.png']")
    drop_in(page, "drop", "wall.png")
    page.wait_for_selector("#files-reply [aria-label='Remove wall.png']")
    page.set_input_files(
        "#composer input[type=file]:not([data-camera])",
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"two doors"},
    )
    page.wait_for_selector("#files-reply [aria-label='Remove plan.txt']")

    marta.open(f"/app/cases/{case.number}")
    assert page.locator("#files-reply li").count() == 3
    assert page.locator("#files-reply img").count() == 2
    page.click("#files-reply [aria-label='Remove wall.png']")
    page.wait_for_selector("#files-reply >> text=wall.png", state="detached")
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#thread .going >> text=door.png")
    assert page.locator("#files-reply li").count() == 0

    later()
    message = Message.objects.get(conversation=case.conversation_id, direction="out")
    assert sorted(file.name for file in message.files.all()) == ["door.png", "plan.txt"]


def drop_in(page, how, name):
    page.evaluate(
        """([how, name, bytes]) => {
          const given = new DataTransfer();
          given.items.add(new File([Uint8Array.from(bytes)], name, {type: "image/png"}));
          const told = how === "paste"
            ? new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true})
            : new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true});
          document.getElementById("reply-text").dispatchEvent(told);
        }""",
        [how, name, list(PIXEL + name.encode())],
    )


def test_fifty_megabytes_are_refused_kindly_before_they_are_sent(marta, case, tmp_path):
    film = tmp_path / "film.mov"
    with open(film, "wb") as file:
        file.truncate(50 * 2**20)
    page, sent = marta.page, []
    marta.open(f"/app/cases/{case.number}")
    page.on("request", lambda request: sent.append(request.url) if "draft/files" in request.url else None)
    write(page, "See the film")

    page.set_input_files("#composer input[type=file]:not([data-camera])", film)

    page.wait_for_selector("#files-reply >> text=film.mov is too big: a file may have 40 MB at most.")
    assert sent == []
    assert page.input_value("#reply-text") == "See the film"


def test_without_a_line_the_words_stay_on_the_device_and_are_saved_when_it_is_back(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    marta.context.set_offline(True)
    write(page, "Between two stations")
    page.wait_for_selector(".saved >> text=No connection: your words are kept on this device")
    assert not Draft.objects.filter(conversation=case.conversation_id).exists()

    marta.context.set_offline(False)
    page.wait_for_selector(".saved >> text=Draft saved")

    assert Draft.objects.get(conversation=case.conversation_id).text == "Between two stations"
    marta.complaints.clear()


def test_a_reply_that_is_sent_without_a_line_waits_and_is_not_lost_on_the_way(marta, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    marta.context.set_offline(True)
    write(page, "Sent in the tunnel")
    page.wait_for_selector(".saved >> text=No connection: your words are kept on this device")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/messages")):
        page.keyboard.press("Control+Enter")
    marta.context.set_offline(False)
    page.wait_for_selector(".saved >> text=Draft saved")
    marta.open(f"/app/cases/{case.number}")

    assert page.input_value("#reply-text") == "Sent in the tunnel"
    assert Draft.objects.get(conversation=case.conversation_id).text == "Sent in the tunnel"
    assert not Message.objects.filter(conversation=case.conversation_id, text="Sent in the tunnel").exists()
    marta.complaints.clear()


def test_two_devices_warn_each_other_and_overwrite_nothing(marta, visit, story, case):
    phone = visit(size=PHONE).be(story.people["marta"])
    marta.open(f"/app/cases/{case.number}")
    phone.open(f"/app/cases/{case.number}")
    phone.page.fill("#reply-text", "From the train")
    phone.page.wait_for_selector(".saved >> text=Draft saved", state="attached")

    write(marta.page, "From the desk")
    marta.page.wait_for_selector("#newer >> text=You went on writing elsewhere")
    assert marta.page.input_value("#reply-text") == "From the desk"
    assert Draft.objects.get(conversation=case.conversation_id).text == "From the train"
    assert marta.axe() == []

    marta.page.click("#newer >> text=Keep these")
    marta.page.wait_for_selector(".saved >> text=Draft saved")
    assert Draft.objects.get(conversation=case.conversation_id).text == "From the desk"
    marta.complaints.clear()


LEFT_HERE = """text => {
  const form = document.getElementById('composer');
  const key = `draft ${form.dataset.person} ${form.dataset.draft} reply`;
  localStorage.setItem(key, JSON.stringify({ text, known: '0' }));
}"""


@pytest.mark.parametrize(("left", "asks"), [("Half a sent", False), ("Another sentence", True)])
def test_what_was_left_on_this_device_is_only_spoken_of_if_the_field_does_not_hold_it(marta, case, left, asks):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "Half a sentence")
    page.wait_for_selector(".saved >> text=Draft saved")

    page.evaluate(LEFT_HERE, left)
    page.reload()

    page.wait_for_selector("#composer[data-known]")
    assert page.input_value("#reply-text") == "Half a sentence"
    assert page.locator("#newer q").all_inner_texts() == ([left] if asks else [])
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft ')).length") == int(asks)


def test_a_sign_out_in_between_loses_no_word(marta, story, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    write(page, "Half a sentence")
    page.wait_for_selector(".saved >> text=Draft saved")
    marta.context.clear_cookies()
    page.keyboard.type(" and more")
    page.wait_for_selector(".saved.late")

    marta.be(story.people["marta"])
    marta.open(f"/app/cases/{case.number}")
    page.wait_for_function("() => document.getElementById('reply-text').value === 'Half a sentence and more'")
    page.wait_for_selector(".saved >> text=Draft saved")
    marta.complaints.clear()


def test_who_lost_the_session_signs_in_beside_the_page_and_goes_on_writing(marta, story, case):
    page = marta.page
    marta.open(f"/app/cases/{case.number}")
    here = page.url
    write(page, "Half a sentence")
    page.wait_for_selector(".saved >> text=Draft saved")
    page.click('[popovertarget="p-snooze"]')
    page.fill("#snooze-until", "2031-05-05T09:00")
    marta.context.clear_cookies()

    page.evaluate("htmx.trigger(document.getElementById('live'), 'refresh')")
    notice = page.locator("[data-session-over]")
    notice.wait_for()
    page.evaluate("document.querySelector('[data-row]:not([aria-current])').click()")
    page.locator("#reply-text").focus()
    page.keyboard.type(" and more")
    page.wait_for_selector(".saved.late")
    assert page.url == here
    assert page.locator("#pane form[action^='/sign-in']").count() == 0
    assert page.input_value("#reply-text") == "Half a sentence and more"
    assert marta.axe() == []

    with marta.context.expect_page() as opened:
        notice.locator("a").click()
    beside = opened.value
    beside.locator(f'form[action="/sign-in/as/{story.people["marta"]}"] button').click()
    beside.wait_for_selector("#composer")
    assert beside.url == here
    beside.close()
    page.evaluate("dispatchEvent(new Event('focus'))")

    notice.wait_for(state="detached")
    page.wait_for_selector(".saved >> text=Draft saved")
    assert page.input_value("#snooze-until") == "2031-05-05T09:00"
    assert Draft.objects.get(conversation=case.conversation_id).text == "Half a sentence and more"
    marta.complaints.clear()


KILLED = """
import sys
from playwright.sync_api import sync_playwright
from tests.browser.driver import CHROMIUM, QUIET
profile, address, person, number = sys.argv[1:]
with sync_playwright() as driver:
    context = driver.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=QUIET)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.locator(f'form[action="/sign-in/as/{person}"] button').click()
    page.goto(f"{address}/app/cases/{number}")
    page.keyboard.press("r")
    page.set_input_files("#composer input[type=file]:not([data-camera])",
                         {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"two doors"})
    page.wait_for_selector("#files-reply [aria-label='Remove plan.txt']")
    page.focus("#reply-text")
    for turn in range(10_000):
        page.keyboard.type(f"word{turn} ", delay=15)
        print(turn, flush=True)
"""


def test_a_browser_that_is_killed_while_one_types_loses_a_second_at_most(marta, address, story, case):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        typing = subprocess.Popen(
            [sys.executable, "-c", KILLED, profile, address, str(story.people["marta"]), str(case.number)],
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        typed = [typing.stdout.readline() for _ in range(60)]
        for pid in _browsers(profile):
            pid.send_signal(signal.SIGKILL)
        typing.kill()
        typing.wait()

    marta.open(f"/app/cases/{case.number}")
    words = re.findall(r"word(\d+) ", marta.page.input_value("#reply-text"))
    assert int(typed[-1]) == 59
    assert words[:3] == ["0", "1", "2"]
    assert len(words) >= 30
    assert words == [str(turn) for turn in range(len(words))]
    assert [file.name for file in DraftFile.objects.filter(draft__conversation=case.conversation_id)] == ["plan.txt"]
    assert marta.page.locator("#files-reply >> text=plan.txt").is_visible()


class _Process:
    def __init__(self, pid):
        self.pid = pid

    def send_signal(self, number):
        import os

        os.kill(self.pid, number)


def _browsers(profile):
    """The processes of that one browser: those that name its own profile folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in line:
            yield _Process(int(process.name))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_all_of_it_fits_and_nothing_stands_in_the_way(visit, story, case, theme):
    visitor = visit(size=PHONE, theme=theme).be(story.people["marta"])
    page = visitor.page
    visitor.open(f"/app/cases/{case.number}")
    page.fill("#reply-text", "Nora comes today.")
    page.click("[data-main]")
    page.wait_for_selector("#going .toast")

    assert visitor.overflow() <= 0
    assert visitor.axe() == []
    assert visitor.complaints == []
