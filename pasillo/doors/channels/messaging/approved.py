"""Texts that a provider approved: which of them somebody wrote, and what stands in its blanks. Plain Python."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BLANK = re.compile(r"\{\{\s*(\w{1,40})\s*\}\}")
LONGEST_BLANK = 1000


@dataclass(frozen=True, kw_only=True)
class Known:
    """A text that may be sent at any time."""

    name: str
    language: str
    text: str
    outside_id: str = ""


def chosen(text: str, known: Iterable[Known]) -> tuple[Known, tuple[str, ...]] | None:
    """The text that was written, with its blanks as they were filled; None when it is none of these."""
    for one in known:
        blanks = filled(one.text, text)
        if blanks is not None:
            return one, blanks
    return None


def filled(pattern: str, text: str) -> tuple[str, ...] | None:
    """What stands in the blanks of a pattern; None when the text is not this pattern, or a blank is left open."""
    rest, pattern = _even(text), _even(pattern)
    fixed = _BLANK.split(pattern)[::2]
    if not rest.startswith(fixed[0]):
        return None
    rest = rest[len(fixed[0]) :]
    found: list[str] = []
    for place, words in enumerate(fixed[1:], 1):
        end = _end(rest, words, is_last=place == len(fixed) - 1)
        if end < 1 or not _is_filled(rest[:end]):
            return None
        found.append(rest[:end])
        rest = rest[end + len(words) :]
    return None if rest else tuple(found)


def _end(rest: str, words: str, *, is_last: bool) -> int:
    """Where a blank ends: before the words that follow it, or at the end of all."""
    if is_last:
        return len(rest) - len(words) if rest.endswith(words) else -1
    return rest.find(words, 1) if words else -1


def _is_filled(value: str) -> bool:
    return bool(value.strip()) and "\n" not in value and "{{" not in value and len(value) <= LONGEST_BLANK


def _even(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
