"""Reads Content-Type and Content-Disposition: a value and its parameters, split ones joined (RFC 2231)."""

from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.encoded_words import decoded


@dataclass
class Valued:
    """A value such as text/plain with its parameters by name."""

    value: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def valued(line: str) -> Valued:
    """Splits a header into value and parameters."""
    first, *rest = _split(line[: limits.HEADER_LINE])
    result = Valued(value="".join(without_comments(first).split()).strip("\"'").lower())
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for item in rest[: limits.PARAMETERS]:
        name, equals, content = item.partition("=")
        name = name.strip().lower()
        if not equals or not name:
            continue
        _collect(name, content.strip(), result, pieces)
    for name, numbered in pieces.items():
        result.parameters[name] = _joined(numbered)
    return result


def _collect(name: str, content: str, result: Valued, pieces: dict[str, dict[int, tuple[bool, str]]]) -> None:
    base, star, number = name.partition("*")
    if not star:
        result.parameters.setdefault(base, decoded(_unquoted(content)))
        return
    coded = number.endswith("*") or number == ""
    digits = number.rstrip("*")
    place = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
    pieces.setdefault(base, {}).setdefault(place, (coded, _unquoted(content)))


def _joined(numbered: dict[int, tuple[bool, str]]) -> str:
    charset = ""
    raw: list[bytes] = []
    for place in sorted(numbered):
        coded, content = numbered[place]
        if coded and place == min(numbered) and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw.append(unquote_to_bytes(content) if coded else content.encode())
    return decoded(words(b"".join(raw), charset or None))


def _split(line: str) -> list[str]:
    """Parts at semicolons that stand outside quotes, and where a careless program forgot the semicolon."""
    parts: list[str] = []
    start, position, quoted = 0, 0, False
    while position < len(line):
        sign = line[position]
        if quoted and sign == "\\":
            position += 1
        elif sign == '"':
            quoted = not quoted and line.find('"', position + 1) != -1
        elif not quoted and (sign == ";" or (sign == " " and _begins(line, position, start))):
            parts.append(line[start:position])
            start = position + 1
        position += 1
    parts.append(line[start:])
    return parts


def _begins(line: str, position: int, start: int) -> bool:
    """Does a parameter begin after this blank, although the one before it was not ended?"""
    before = line[start:position].strip()
    name, equals, _ = line[position + 1 : position + 80].partition("=")
    fits = bool(name) and all(sign.isalnum() or sign in "-_*" for sign in name)
    return bool(equals) and fits and (before.count("/") == 1 if not start else "=" in before and before[-1] != "=")


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return without_comments(text).strip()
    end = len(text) - 1 if text.endswith('"') and len(text) > 1 else len(text)
    inner = text[1:end]
    return inner.replace('\\"', '"').replace("\\\\", "\\") if "\\" in inner else inner


def without_comments(text: str) -> str:
    """The text outside round brackets; a bracket that never closes stays."""
    start = text.find("(")
    if start == -1 or ")" not in text:
        return text
    out, depth = [text[:start]], 0
    for sign in text[start:]:
        depth += sign == "("
        if not depth:
            out.append(sign)
        depth -= sign == ")" and depth > 0
    return "".join(out)
