"""Elena's colleague writes with Outlook, which wraps files in winmail.dat: we show the files, not the wrapping."""

import base64
import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.doors.channels.email.parsing import winmail
from pasillo.doors.channels.email.parsing.message import parse

PHOTO = b"\xff\xd8\xff\xe0 the router, lights off"


def attribute(level, number, data):
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(name, words):
    data = (words + "\0").encode("utf-16-le")
    return struct.pack("<HHII", 0x1F, name, 1, len(data)) + data + bytes(-len(data) % 4)


def properties(*each):
    return struct.pack("<I", len(each)) + b"".join(each)


def wrapping(*attributes):
    return winmail.SIGNATURE + b"\x01\x00" + b"".join(attributes)


def a_photo(content=PHOTO, name="Línea caída, salón.jpg"):
    own = struct.pack("<HH16sII", 0x03, 0x8000, bytes(16), 0, 7) + struct.pack("<I", 1)
    many = struct.pack("<HHI", 0x1003, 0x6001, 2) + struct.pack("<II", 4, 5)
    return [
        attribute(2, 0x00069002, bytes(14)),
        attribute(2, 0x00018010, b"LINEAC~1.JPG\0"),
        attribute(2, 0x0006800F, content),
        attribute(
            2,
            0x00069005,
            properties(own, many, text_property(0x3707, name), text_property(0x370E, "image/jpeg")),
        ),
    ]


def mail(content, text="Adjunto la foto."):
    head = (
        "From: Ana <ana@correo.example>\r\nSubject: Foto\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        "--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(content) + b"\r\n--b--\r\n"


def test_the_photo_is_shown_by_its_long_name_and_the_wrapping_is_not():
    found, contents = parse(mail(wrapping(*a_photo())))

    assert [(file.filename, file.media_type) for file in found.attachments] == [
        ("Línea caída, salón.jpg", "image/jpeg")
    ]
    assert contents == [PHOTO]
    assert found.new_text == "Adjunto la foto."


def test_words_inside_count_where_the_mail_says_nothing():
    code_page = attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    said = attribute(1, 0x0002800C, "No hay línea desde ayer.\0".encode("cp1252"))

    inside, _ = parse(mail(wrapping(code_page, said), text=""))
    beside, _ = parse(mail(wrapping(code_page, said), text="Véase abajo."))

    assert inside.new_text == "No hay línea desde ayer."
    assert inside.attachments == []
    assert beside.new_text == "Véase abajo."


def test_marked_up_words_inside_are_read_as_words():
    html = b"<html><meta charset=utf-8><p>Sigue <b>sin</b> l\xc3\xadnea</p></html>"
    held = struct.pack("<HHII", 0x102, 0x1013, 1, len(html)) + html + bytes(-len(html) % 4)

    found, _ = parse(mail(wrapping(attribute(1, 0x00069003, properties(held))), text=""))

    assert found.new_text == "Sigue sin línea"


def test_files_of_a_message_inside_a_message_are_found_and_a_bottomless_one_is_left_whole():
    def around(inner):
        held = bytes(16) + inner
        held = struct.pack("<HHII", 0x0D, 0x3701, 1, len(held)) + held + bytes(-len(held) % 4)
        return wrapping(attribute(2, 0x00069002, bytes(14)), attribute(2, 0x00069005, properties(held)))

    once, _ = parse(mail(around(wrapping(*a_photo()))))
    often, _ = parse(mail(around(around(around(wrapping(*a_photo()))))))

    assert [file.filename for file in once.attachments] == ["Línea caída, salón.jpg"]
    assert [file.filename for file in often.attachments] == ["winmail.dat"]


@pytest.mark.parametrize("end", [10, 40, 80, 200])
def test_a_wrapping_cut_short_loses_nothing(end):
    whole = wrapping(*a_photo())

    found, contents = parse(mail(whole[:end]))

    kept = {file.filename: content for file, content in zip(found.attachments, contents, strict=True)}
    assert kept.get("winmail.dat") == whole[:end] or PHOTO in kept.values()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_are_opened_or_left_as_they_are(noise, place):
    whole = wrapping(*a_photo())
    spoiled = whole[:place] + noise + whole[place + len(noise) :]
    with contextlib.suppress(winmail.NotReadable):
        winmail.unwrapped(spoiled)
