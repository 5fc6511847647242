"""Makes the translations readable for the program: each django.po becomes a django.mo beside it, when it is newer."""

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "pasillo" / "locale"
MAGIC = 0x950412DE


def main() -> None:
    """Every language of the house."""
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            mo.write_bytes(packed(dict(messages(po.read_text(encoding="utf-8")))))


def messages(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of original and translation, as gettext keys them; those without a translation are left out."""
    for block in text.split("\n\n"):
        entry = _entry(block)
        if entry is None:
            continue
        key = entry["msgid"]
        if "msgctxt" in entry:
            key = f"{entry['msgctxt']}\x04{key}"
        plural = sorted(name for name in entry if name.startswith("msgstr["))
        said = "\0".join(entry[name] for name in plural) if plural else entry.get("msgstr", "")
        if said.strip("\0"):
            yield (f"{key}\0{entry['msgid_plural']}" if plural else key), said


def _entry(block: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    current = ""
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            return None
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith('"'):
            current, _, line = line.partition(" ")
            found[current] = ""
        found[current] += ast.literal_eval(line.strip())
    return found if "msgid" in found else None


def packed(pairs: dict[str, str]) -> bytes:
    """The binary form: two tables of lengths and places, then the words."""
    rows = [(key.encode(), said.encode()) for key, said in sorted(pairs.items(), key=lambda pair: pair[0].encode())]
    start = 7 * 4
    place = start + 16 * len(rows)
    tables: list[list[int]] = [[], []]
    words = b""
    for column in (0, 1):
        for row in rows:
            tables[column] += [len(row[column]), place + len(words)]
            words += row[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(rows), start, start + 8 * len(rows), 0, place)
    return head + struct.pack(f"<{4 * len(rows)}I", *tables[0], *tables[1]) + words


if __name__ == "__main__":
    sys.exit(main())
