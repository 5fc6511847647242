"""Chooses what is to be read and what is a file, by the rule of RFC 8621 §4.1.4."""

import html
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits, winmail
from pasillo.doors.channels.email.parsing.charsets import clean, words
from pasillo.doors.channels.email.parsing.html_text import text_of
from pasillo.doors.channels.email.parsing.tree import Part, Tree
from pasillo.doors.channels.email.parsing.uuencode import Embedded, extract

_READ = ("text/plain", "text/html")


@dataclass
class Body:
    """The parts to read as text, the parts to read as HTML, the files, and what Outlook had wrapped."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    wrapped: list[winmail.Contents] = field(default_factory=list)


@dataclass
class Readable:
    """The words and the HTML of a mail, and files that were hidden in the words."""

    text: str = ""
    html: str = ""
    embedded: list[Embedded] = field(default_factory=list)


def choose(tree: Tree) -> Body:
    """Sorts all parts of a mail."""
    body = Body()
    _sort([tree.root], "mixed", False, body, (True, True))
    body.files = [part for part in body.files if not _unwrap(part, body)]
    return body


def _unwrap(part: Part, body: Body) -> bool:
    """True when what was inside stands in its place; what cannot be opened stays a file."""
    named = part.media_type in winmail.MEDIA_TYPES or part.filename.lower().endswith(".dat")
    content = part.content() if named else b""
    if not named or not winmail.is_wrapping(part.media_type, part.filename, content):
        return False
    try:
        found = winmail.unwrapped(content)
    except winmail.NotReadable:
        return False
    if found.files or found.text or found.html:
        body.wrapped.append(found)
    return bool(found.files or found.text or found.html)


def readable(body: Body) -> Readable:
    """The text as a person reads it; from the HTML where the text part is missing or empty."""
    result = Readable()
    plain = [_plain(part, result) for part in body.text]
    result.text = "\n\n".join(piece for piece in plain if piece.strip())
    marked = [part for part in body.html if part.media_type == "text/html"]
    if marked:
        result.html = "\n".join(_marked(part) for part in body.html if part.media_type in _READ)[: limits.HTML]
        if not result.text.strip():
            result.text = "\n\n".join(text_of(part.text()) for part in marked)
    for found in body.wrapped:
        _from_wrapping(found, result)
    result.text = result.text[: limits.TEXT]
    return result


def _from_wrapping(found: winmail.Contents, result: Readable) -> None:
    """Its words count where the mail itself says nothing."""
    if result.text.strip():
        return
    marked = clean(words(found.html[: limits.HTML], _stated_inside(found.html)))
    result.text = clean(found.text) or text_of(marked)
    result.html = result.html or marked


def _plain(part: Part, result: Readable) -> str:
    if part.media_type == "text/html":
        return text_of(_html(part))
    if part.media_type != "text/plain":
        return ""
    raw, found = extract(part.content()[: limits.RAW])
    result.embedded += found
    return _unflowed(words(raw[: limits.TEXT], part.charset or None), part)


def _unflowed(text: str, part: Part) -> str:
    """Lines that a mail program broke by itself (format=flowed) are joined again."""
    if part.kind.get("format").lower() != "flowed":
        return text
    out: list[str] = []
    joining = False
    drop = part.kind.get("delsp").lower() == "yes"
    for line in text.split("\n"):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        line = line[1:] if line.startswith(" ") else line
        if joining and not line.startswith(">"):
            out.append(line[:-1] if soft and drop else line)
        else:
            out.append(("\n" if out else "") + (line[:-1] if soft and drop else line))
        joining = soft
    return "".join(out)


def _html(part: Part) -> str:
    """An HTML part; if its alphabet is stated only inside the HTML, that one counts."""
    raw = part.content()[: limits.HTML]
    return words(raw, part.charset or _stated_inside(raw))


def _stated_inside(raw: bytes) -> str | None:
    head = raw[:2_048].lower()
    found = head.find(b"charset=")
    if found == -1:
        return None
    return (
        head[found + 8 : found + 48]
        .lstrip(b"\"' ")
        .split(b'"')[0]
        .split(b"'")[0]
        .split(b">")[0]
        .split(b";")[0]
        .decode("ascii", "ignore")
    )


def _marked(part: Part) -> str:
    if part.media_type == "text/html":
        return _html(part)
    return f"<pre>{html.escape(clean(part.text()))}</pre>"


def _sort(parts: list[Part], multipart: str, in_alternative: bool, body: Body, sides: tuple[bool, bool]) -> None:
    """Walks one level; `sides` says whether what is found here belongs to the text, to the HTML, or to both."""
    begun = len(body.text), len(body.html)
    for number, part in enumerate(parts):
        if part.children:
            inner = part.media_type.partition("/")[2]
            _sort(part.children, inner, in_alternative or inner == "alternative", body, sides)
        elif _is_read(part, number, multipart):
            sides = _read(part, multipart, in_alternative, body, sides)
        else:
            body.files.append(part)
    if multipart == "alternative":
        _complete(body, begun)


def _read(part: Part, multipart: str, in_alternative: bool, body: Body, sides: tuple[bool, bool]) -> tuple[bool, bool]:
    if part.media_type not in _READ:
        body.files.append(part)
        return sides
    to_text, to_html = sides
    if multipart == "alternative":
        to_text, to_html = part.media_type == "text/plain", part.media_type == "text/html"
    elif in_alternative:
        to_html = to_html and part.media_type == "text/html"
        to_text = to_text and part.media_type == "text/plain"
        sides = to_text, to_html
    if to_text:
        body.text.append(part)
    if to_html:
        body.html.append(part)
    return sides


def _complete(body: Body, begun: tuple[int, int]) -> None:
    """An alternative with only one side found serves both."""
    text, marked = begun
    if len(body.text) == text and len(body.html) > marked:
        body.text.extend(body.html[marked:])
    elif len(body.html) == marked and len(body.text) > text:
        body.html.extend(body.text[text:])


def _is_read(part: Part, number: int, multipart: str) -> bool:
    if part.disposition.value == "attachment" or (part.media_type in _READ and part.filename and number):
        return False
    if part.media_type not in _READ and not part.media_type.startswith("image/"):
        return False
    return number == 0 or multipart != "related"
