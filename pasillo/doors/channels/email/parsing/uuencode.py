"""Finds files that old mail programs wrote into the text itself (begin 644 name … end)."""

import binascii
from dataclasses import dataclass


@dataclass(frozen=True)
class Embedded:
    """A file found in the text."""

    name: bytes
    content: bytes


def extract(body: bytes) -> tuple[bytes, list[Embedded]]:
    """The text without the files, and the files."""
    if b"begin " not in body:
        return body, []
    kept: list[bytes] = []
    files: list[Embedded] = []
    lines = body.split(b"\n")
    number = 0
    while number < len(lines):
        name = _begins(lines[number])
        end = _end(lines, number + 1) if name is not None and len(files) < 50 else None
        if name is None or end is None:
            kept.append(lines[number])
            number += 1
            continue
        files.append(Embedded(name, b"".join(_line(line) for line in lines[number + 1 : end])))
        number = end + 1
    return b"\n".join(kept), files


def _begins(line: bytes) -> bytes | None:
    words = line.strip().split(b" ", 2)
    if len(words) == 3 and words[0] == b"begin" and words[1].isdigit() and 3 <= len(words[1]) <= 4:
        return words[2].strip()
    return None


def _end(lines: list[bytes], start: int) -> int | None:
    """The line that says end, with nothing but coded lines before it."""
    for number in range(start, len(lines)):
        line = lines[number].strip(b"\r\n ")
        if line == b"end":
            return number
        if len(line) > 90 or (line and not 32 <= line[0] <= 96):
            return None
    return None


def _line(line: bytes) -> bytes:
    line = line.rstrip(b"\r\n")
    if not line or line in (b"`", b" "):
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""
