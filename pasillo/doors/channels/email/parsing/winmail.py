"""Opens winmail.dat: Outlook's own wrapping (TNEF, [MS-OXTNEF]) around the files, and at times the words, of a mail."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits

SIGNATURE = b"\x78\x9f\x3e\x22"
MEDIA_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
_DEPTH = 3

# The attributes that hold what people meant (MS-OXTNEF 2.1.3).
_TITLE, _DATA, _BEGINS, _PROPERTIES = 0x8010, 0x800F, 0x9002, 0x9005
_BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
# The properties inside them (MS-OXPROPS).
_LONG_NAME, _SHORT_NAME, _MIME, _CONTENT_ID, _OBJECT = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701
_TEXT, _HTML = 0x1000, 0x1013
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _BINARY_OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MANY = 0x1000


class NotReadable(Exception):
    """This is no wrapping that we know; the file stays as it is."""


@dataclass
class Wrapped:
    """A file that was inside."""

    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = b""


@dataclass
class Contents:
    """What was inside: words, marked-up words, files."""

    text: str = ""
    html: bytes = b""
    files: list[Wrapped] = field(default_factory=list)


def is_wrapping(media_type: str, name: str, content: bytes) -> bool:
    """By its first bytes, whatever the sender's program called it."""
    named = media_type in MEDIA_TYPES or name.lower() in ("winmail.dat", "win.dat")
    return named and content.startswith(SIGNATURE)


def unwrapped(content: bytes, depth: int = 0) -> Contents:
    """All that people meant. NotReadable says that it is broken, or wrapped too often."""
    if not content.startswith(SIGNATURE) or depth >= _DEPTH:
        raise NotReadable
    found, page = Contents(), "cp1252"
    try:
        for attribute, data in _attributes(content):
            if attribute == _CODE_PAGE and len(data) >= 4:
                page = _alphabet(struct.unpack_from("<I", data)[0])
            _take(found, attribute, data, page, depth)
    except (struct.error, IndexError, ValueError) as fault:
        raise NotReadable from fault
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 6
    for _ in range(limits.PARTS * 8):
        if place + 9 > len(content):
            return
        attribute, size = struct.unpack_from("<xHxxI", content, place)
        if place + 9 + size > len(content):
            raise NotReadable
        yield attribute, content[place + 9 : place + 9 + size]
        place += 9 + size + 2


def _take(found: Contents, attribute: int, data: bytes, page: str, depth: int) -> None:
    if attribute == _BEGINS:
        if len(found.files) >= limits.PARTS:
            raise NotReadable
        found.files.append(Wrapped())
    elif attribute == _BODY:
        found.text = found.text or _words(data, page)
    elif attribute == _MESSAGE_PROPERTIES:
        _take_message(found, dict(_properties(data)), page)
    elif found.files:
        _take_file(found, attribute, data, page, depth)


def _take_message(found: Contents, known: dict[int, bytes | str], page: str) -> None:
    text, html = known.get(_TEXT), known.get(_HTML)
    if text:
        found.text = text if isinstance(text, str) else _words(text, page)
    if html:
        found.html = html if isinstance(html, bytes) else html.encode()


def _take_file(found: Contents, attribute: int, data: bytes, page: str, depth: int) -> None:
    last = found.files[-1]
    if attribute == _TITLE:
        last.name = last.name or _words(data, page)
    elif attribute == _DATA:
        last.content = data
    elif attribute == _PROPERTIES:
        _name(last, dict(_properties(data)), page, found, depth)


def _name(last: Wrapped, known: dict[int, bytes | str], page: str, found: Contents, depth: int) -> None:
    last.name = _said(known.get(_LONG_NAME), page) or last.name or _said(known.get(_SHORT_NAME), page)
    last.media_type = _said(known.get(_MIME), page)
    last.content_id = _said(known.get(_CONTENT_ID), page)
    inner = known.get(_OBJECT)
    if isinstance(inner, bytes) and inner[16:20] == SIGNATURE:  # a message inside: its files are files of this one
        found.files.pop()
        found.files += unwrapped(inner[16:], depth + 1).files


def _properties(data: bytes) -> Iterator[tuple[int, bytes | str]]:
    """Name and value of each property that holds words or bytes."""
    count, place = struct.unpack_from("<I", data)[0], 4
    for _ in range(min(count, 2_000)):
        kind, name = struct.unpack_from("<HH", data, place)
        place = _past_its_name(data, place + 4) if name >= 0x8000 else place + 4
        many = bool(kind & _MANY)
        kind &= ~_MANY
        if kind in _FIXED and not many:
            place += _FIXED[kind]
            continue
        values = struct.unpack_from("<I", data, place)[0]
        place += 4
        for _ in range(min(values, 2_000)):
            size = _FIXED.get(kind)
            if size is None:
                size = struct.unpack_from("<I", data, place)[0]
                place += 4
                yield name, _value(kind, data[place : place + size])
            place += size + -size % 4


def _past_its_name(data: bytes, place: int) -> int:
    """A property of somebody's own is named by a number or by words."""
    kind, size = struct.unpack_from("<II", data, place + 16)
    return place + 24 + (size + -size % 4 if kind else 0)


def _value(kind: int, data: bytes) -> bytes | str:
    return data.decode("utf-16-le", "replace").rstrip("\0") if kind == _UNICODE else data


def _said(value: bytes | str | None, page: str) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _words(value, page)


def _words(data: bytes, page: str) -> str:
    return data.split(b"\0")[0].decode(page, "replace")


def _alphabet(number: int) -> str:
    """A code page of Windows, where Python knows it."""
    name = "utf-8" if number == 65_001 else f"cp{number}"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
