"""The top of a mail: names and values, unfolded, never more than the limit."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.encoded_words import decoded


@dataclass
class Headers:
    """The headers of one part, in their order; a name may come more than once."""

    lines: list[tuple[str, bytes]] = field(default_factory=list)
    cut: bool = False
    alphabet: str = ""

    def raw(self, name: str) -> str:
        """The first value under this name as text, encoded words still unread; empty if none."""
        return next(self.every(name), "")

    def every(self, name: str) -> Iterator[str]:
        """All values under this name, in order."""
        wanted = name.lower()
        return (
            words(value, None, self.alphabet).replace("\n", " ").strip() for key, value in self.lines if key == wanted
        )

    def text(self, name: str) -> str:
        """The first value under this name, decoded for a person to read."""
        return single_line(decoded(self.raw(name)))

    def has(self, name: str) -> bool:
        return any(key == name.lower() for key, _ in self.lines)

    def count(self, name: str) -> int:
        return sum(key == name.lower() for key, _ in self.lines)


def single_line(text: str) -> str:
    """The text on one line: no line breaks of any alphabet, no signs that turn the reading direction."""
    kept = "".join(
        " " if sign in _BREAKS else sign for sign in text if sign not in _HIDDEN and ord(sign) > 31 or sign in _BREAKS
    )
    return kept.strip(" ")


_BREAKS = frozenset("\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_HIDDEN = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x7f")


def split_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Reads the headers of a part and says where its body begins."""
    headers = Headers()
    position = _after_mailbox_line(raw, start, end)
    budget = position + limits.HEADERS
    while position < end:
        stop = _line_end(raw, position, end)
        line = raw[position : min(stop, position + limits.HEADER_LINE)].rstrip(b"\r\n")
        if not line:
            return headers, stop
        if _starts_body(line, headers):
            return headers, position
        if position > budget or len(headers.lines) >= limits.HEADER_COUNT:
            headers.cut = True
        else:
            _take(line, headers)
        position = stop
    return headers, end


def _after_mailbox_line(raw: bytes, start: int, end: int) -> int:
    """Skips what mail stores put in front: an envelope line, or empty lines."""
    while raw[start : start + 2] in (b"\r\n",) or raw[start : start + 1] == b"\n":
        if start >= end or start > 64:
            break
        start = _line_end(raw, start, end)
    if raw[start : start + 5] in (b"From ", b">From"):
        return _line_end(raw, start, end)
    return start


def _line_end(raw: bytes, position: int, end: int) -> int:
    found = raw.find(b"\n", position, end)
    return end if found == -1 else found + 1


def _starts_body(line: bytes, headers: Headers) -> bool:
    """A boundary right after the headers, without the empty line that should stand between."""
    return line.startswith(b"--") and bool(headers.lines) and b":" not in line


def _take(line: bytes, headers: Headers) -> None:
    if line[:1] in b" \t":
        if headers.lines:
            name, value = headers.lines[-1]
            if len(value) + len(line) <= limits.HEADER_LINE:
                headers.lines[-1] = (name, value + b" " + line.strip())
            else:
                headers.cut = True
        return
    name_raw, colon, value = line.partition(b":")
    name_raw = name_raw.strip()
    if colon and name_raw and name_raw.isascii() and b" " not in name_raw:
        headers.lines.append((name_raw.decode("ascii").lower(), value.strip()))
