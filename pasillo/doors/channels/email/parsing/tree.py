"""Cuts a mail into its parts. What is a mail itself stays whole, as a file."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.encoded_words import looks_like_base64, unbase64
from pasillo.doors.channels.email.parsing.headers import Headers, split_head
from pasillo.doors.channels.email.parsing.parameters import Valued, valued


@dataclass
class Part:
    """One part: its headers, its place in the raw mail, and the parts inside it."""

    headers: Headers
    raw: bytes
    start: int
    end: int
    kind: Valued
    disposition: Valued
    children: list["Part"] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return self.kind.value

    @property
    def charset(self) -> str:
        return self.kind.get("charset")

    @property
    def filename(self) -> str:
        return self.disposition.get("filename") or self.kind.get("name")

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    def content(self) -> bytes:
        """The bytes of this part as its sender meant them."""
        body = self.raw[self.start : self.end]
        encoding = self.headers.raw("content-transfer-encoding").strip("\"' ;").lower()
        if encoding == "base64":
            return unbase64(body) if looks_like_base64(body) else body
        if encoding == "quoted-printable":
            return unquoted_printable(body)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecoded(body)
        return body

    def text(self) -> str:
        """The words of this part."""
        return words(self.content()[: limits.TEXT], self.charset or None)


def unquoted_printable(body: bytes) -> bytes:
    return quopri.decodestring(body)


def _uudecoded(body: bytes) -> bytes:
    from pasillo.doors.channels.email.parsing.uuencode import extract

    _, files = extract(body)
    return files[0].content if files else body


_CHARSET = re.compile(rb"charset=\"?([A-Za-z0-9_-]{3,30})")
_WESTERN = ("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "cp1252")


@dataclass
class Tree:
    """The whole mail: its outermost part, and what had to be left uncut."""

    root: Part
    problems: list[str] = field(default_factory=list)
    count: int = 0

    def leaves(self) -> Iterator[Part]:
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                yield part

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def cut(raw: bytes) -> Tree:
    """Cuts a raw mail into parts, level by level, within the limits of depth and number."""
    root = _part(raw, 0, len(raw), "text/plain")
    tree = Tree(root, count=1)
    if root.headers.cut:
        tree.note("headers_cut")
    waiting = [(root, 1)]
    while waiting:
        part, depth = waiting.pop()
        if not part.media_type.startswith("multipart/"):
            continue
        if depth >= limits.DEPTH:
            tree.note("too_deep")
            continue
        _fill(part, tree)
        waiting.extend((child, depth + 1) for child in part.children)
    root.headers.alphabet = _alphabet(tree)
    return tree


def _alphabet(tree: Tree) -> str:
    """What raw letters in the headers are likely written in: an alphabet that the mail, or one inside it, names."""
    named = [leaf.charset for leaf in tree.leaves() if leaf.charset]
    inside = (one.decode() for one in _CHARSET.findall(tree.root.raw[: limits.HEADERS]))
    return next((one for one in (*named, *inside) if not one.lower().startswith(_WESTERN)), next(iter(named), ""))


def _fill(part: Part, tree: Tree) -> None:
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    boundary = part.kind.get("boundary").rstrip()
    if not boundary and (boundary := _guessed_boundary(part)):
        tree.note("boundary_guessed")
    spans = _spans(part, boundary.encode("utf-8", "replace"), limits.PARTS - tree.count + 1) if boundary else []
    room = limits.PARTS - tree.count
    if len(spans) > room:
        tree.note("too_many_parts")
        spans = spans[:room]
    part.children = [_part(part.raw, start, end, default) for start, end in spans]
    tree.count += len(part.children)
    if not part.children:
        part.kind.value = "text/plain"
        tree.note("parts_not_found")


def _guessed_boundary(part: Part) -> str:
    """A mail that forgot to name its boundary: the first line that starts with two dashes."""
    start = part.raw.find(b"--", part.start, min(part.end, part.start + 4_096))
    if start == -1 or (start > part.start and part.raw[start - 1 : start] != b"\n"):
        return ""
    stop = part.raw.find(b"\n", start, part.end)
    line = part.raw[start + 2 : stop if stop != -1 else part.end].strip()
    return line.decode("ascii", "ignore") if 4 <= len(line) <= 200 else ""


def _spans(part: Part, boundary: bytes, most: int) -> list[tuple[int, int]]:
    """Where the inner parts begin and end, at most so many."""
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    for line_start, line_end, closing in _boundaries(part, boundary):
        if begun is not None:
            spans.append((begun, max(begun, _before_break(part.raw, line_start))))
        begun = None if closing else line_end
        if closing or len(spans) > most:
            return spans
    if begun is not None:
        spans.append((begun, part.end))
    return spans


def _boundaries(part: Part, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    mark = b"--" + boundary
    position = part.start
    while (found := part.raw.find(mark, position, part.end)) != -1:
        position = found + len(mark)
        if found > part.start and part.raw[found - 1 : found] != b"\n":
            continue
        stop = part.raw.find(b"\n", position, part.end)
        stop = part.end if stop == -1 else stop + 1
        rest = part.raw[position : min(stop, position + 80)].strip()
        if rest in (b"", b"--"):
            yield found, stop, rest == b"--"
            position = max(position, stop - 1)


def _before_break(raw: bytes, position: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if raw[position - 1 : position] == b"\n":
        position -= 1
        if raw[position - 1 : position] == b"\r":
            position -= 1
    return position


def _part(raw: bytes, start: int, end: int, default: str) -> Part:
    headers, body = split_head(raw, start, end)
    kind = valued(headers.raw("content-type"))
    if "/" not in kind.value:
        kind.value = {"text": "text/plain", "html": "text/html"}.get(kind.value, default)
    return Part(headers, raw, body, end, kind, valued(headers.raw("content-disposition")))
