"""A customer's HTML mail in front of a real browser: its words and its own picture, nothing that runs or calls away."""

import base64
import struct
import zlib

import pytest

from pasillo.doors.channels.email.commands import open_mailbox
from pasillo.doors.shell.clock import now
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.test_customers_html_is_harmless import ATTACKS

BOX = "frames@nidalia.example"


def png():
    """A red dot that a browser can really draw."""

    def chunk(name, data):
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


@pytest.fixture
def message(story):
    """A mail that tries everything at once, come in at a mailbox of Elena's service."""
    service = Case.objects.get(number=story.cases["elena"]).service
    open_mailbox(address=BOX, service_id=service.pk, at=now())
    raw = (
        b"From: Elena <elena.frames@correo.example>\r\nSubject: Foto\r\n"
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p>Mira esto <img src='cid:foto@x' id=mine></p>" + "".join(ATTACKS).encode() + b"\r\n"
        b"--b\r\nContent-Type: image/png\r\nContent-ID: <foto@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(png())
        + b"\r\n--b--\r\n"
    )
    inbound = take_in(channel="email", mailbox=BOX, raw=raw, at=now())
    read_one(inbound.pk)
    case = Case.objects.get(pk=int(Inbound.objects.get(pk=inbound.pk).about.removeprefix("case:")))
    return Message.objects.get(conversation=case.conversation), case


def test_words_and_the_own_picture_are_seen_and_nothing_runs_or_calls_away(visit, story, message):
    said, case = message
    visitor = visit().be(story.people["marta"])
    page, asked, dialogs = visitor.page, [], []
    visitor.context.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    visitor.open(f"/app/cases/{case.number}")
    page.locator("button.orig").first.click()
    frame = page.frame_locator("details.original iframe").first
    frame.locator("p", has_text="Mira esto").wait_for()

    width = frame.locator("p img").first.evaluate("image => image.naturalWidth")
    assert width == 1
    assert dialogs == []
    assert [url for url in asked if not url.startswith((visitor.address, "data:", "about:"))] == []
    assert frame.locator("script, form, iframe, object, embed, svg, input, link, meta[http-equiv]").count() == 0


def test_opened_as_a_page_it_is_as_harmless(visit, story, message):
    said, _ = message
    visitor = visit().be(story.people["marta"])
    asked, dialogs = [], []
    visitor.context.on("request", lambda request: asked.append(request.url))
    visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    answer = visitor.page.goto(f"{visitor.address}/messages/{said.pk}/html")

    assert answer.status == 200
    assert "Mira esto" in visitor.page.content()
    assert dialogs == []
    assert [url for url in asked if not url.startswith((visitor.address, "data:", "about:"))] == []
