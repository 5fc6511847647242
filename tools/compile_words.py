"""Turns the translators' files into the ones that gettext reads. Needs nothing but Python; quick when nothing changed.

`make start` and the tests run it. It reads what Babel writes: quoted strings over one or more lines, plurals, marks.
"""

import ast
import re
import struct
import sys
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "pasillo/locale"
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')


def main() -> int:
    """Every language whose words are newer than what was made of them."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            made.write_bytes(compiled(source.read_text(encoding="utf-8")))
    return 0


def compiled(text: str) -> bytes:
    """The binary catalogue of a translators' file: fuzzy and empty entries stay out."""
    words = {}
    for block in re.split(r"\n\s*\n", text):
        entry = _entry(block)
        if entry and entry[1].strip("\0"):
            words[entry[0].encode()] = entry[1].encode()
    return _binary(sorted(words.items()))


def _entry(block: str) -> tuple[str, str] | None:
    """Key and translation of one block, or nothing for comments, dead entries and doubtful ones."""
    if re.search(r"^#,.*\bfuzzy\b", block, re.M) and not re.search(r'^msgid ""$\nmsgstr', block, re.M):
        return None
    parts: dict[str, str] = {}
    current = ""
    for line in block.splitlines():
        found = KEYWORD.match(line)
        if found:
            current = found[1]
            parts[current] = ast.literal_eval(found[2])
        elif line.startswith('"') and current:
            parts[current] += ast.literal_eval(line)
    if "msgid" not in parts:
        return None
    key = parts["msgid"] + (f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else "")
    key = f"{parts['msgctxt']}\4{key}" if "msgctxt" in parts else key
    said = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
    return key, "\0".join(said) if all(said) else ""


def _binary(words: list[tuple[bytes, bytes]]) -> bytes:
    count, head = len(words), 28
    offset = head + 16 * count
    tables: list[list[int]] = [[], []]
    heap = b""
    for side in (0, 1):
        for pair in words:
            tables[side] += [len(pair[side]), offset + len(heap)]
            heap += pair[side] + b"\0"
    start = struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, 0)
    return start + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + heap


if __name__ == "__main__":
    sys.exit(main())
