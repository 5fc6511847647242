"""Decodes header words such as =?utf-8?q?=C3=A9?= by hand, in one pass, with a limit on their number."""

import base64
import binascii
from dataclasses import dataclass

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.charsets import codec_of, words

_HEX = {b"%02X" % code: bytes([code]) for code in range(256)} | {b"%02x" % code: bytes([code]) for code in range(256)}


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    charset: str
    raw: bytes


def decoded(text: str) -> str:
    """The header text with its encoded words read. What looks encoded and is not stays as it is."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    position, found = 0, 0
    while found < limits.ENCODED_WORDS and (word := _next(text, position)) is not None:
        gap = text[position : word.start]
        word, found = _joined(text, word, found)
        if not (found and position and not gap.strip()):
            pieces.append(gap)
        pieces.append(words(word.raw, word.charset))
        position, found = word.end, found + 1
    pieces.append(text[position:])
    return "".join(pieces)


def _joined(text: str, word: _Word, found: int) -> tuple[_Word, int]:
    """One sign may be cut over two neighbouring words: their bytes belong together."""
    raw = [word.raw]
    end = word.end
    while found < limits.ENCODED_WORDS:
        after = _skip_blank(text, end)
        more = _at(text, after) if text.startswith("=?", after) else None
        if more is None or codec_of(more.charset) != codec_of(word.charset) or _stateful(word.charset):
            break
        raw.append(more.raw)
        end, found = more.end, found + 1
    return _Word(word.start, end, word.charset, b"".join(raw)), found


def _stateful(charset: str) -> bool:
    return charset.lower().startswith(("iso-2022", "hz", "utf-7", "utf-16"))


def _skip_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _next(text: str, position: int) -> _Word | None:
    """The next readable encoded word at or after a position."""
    tries = 0
    start = text.find("=?", position)
    while start != -1 and tries < limits.ENCODED_WORDS:
        word = _at(text, start)
        if word is not None:
            return word
        start, tries = text.find("=?", start + 2), tries + 1
    return None


def _at(text: str, start: int) -> _Word | None:
    first = text.find("?", start + 2, start + 80)
    if first == -1 or text[first + 2 : first + 3] != "?":
        return None
    end = text.find("?=", first + 3, first + 8_000)
    if end == -1 or first + 2 >= end:
        return None
    charset = text[start + 2 : first].split("*")[0]
    raw = _bytes(text[first + 1].lower(), text[first + 3 : end])
    if raw is None or not charset or " " in charset:
        return None
    return _Word(start, end + 2, charset, raw)


def _bytes(kind: str, content: str) -> bytes | None:
    coded = content.encode("utf-8", "replace")
    if kind == "q":
        return _unquoted(coded.replace(b"_", b" "))
    if kind == "b":
        return unbase64(coded)
    return None


def _unquoted(coded: bytes) -> bytes:
    first, *rest = coded.split(b"=")
    out = [first]
    for piece in rest:
        sign = _HEX.get(piece[:2].upper())
        out.append(sign + piece[2:] if sign is not None else b"=" + piece)
    return b"".join(out)


def unbase64(coded: bytes) -> bytes:
    """Base64 with anything foreign skipped, a missing end forgiven, and what stands after an end left out."""
    if b"=" not in coded:
        return _unbase64(coded)
    whole: list[bytes] = []
    run: list[bytes] = []
    for line in coded.split(b"\n"):
        kept, end, _ = line.partition(b"=")
        run.append(kept)
        if end:
            whole.append(_unbase64(b"".join(run)))
            run = []
    return b"".join([*whole, _unbase64(b"".join(run))])


def looks_like_base64(coded: bytes) -> bool:
    """Is it what it claims to be? One sign in twenty may be foreign; more, and somebody wrote plain words."""
    dense = coded.translate(None, b" \t\r\n")
    return 20 * len(dense.translate(None, _ALPHABET)) <= len(dense)


def _unbase64(coded: bytes) -> bytes:
    kept = coded.translate(None, _FOREIGN)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except (binascii.Error, ValueError):
        return b""


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_FOREIGN = bytes(code for code in range(256) if code not in _ALPHABET[:-1])
