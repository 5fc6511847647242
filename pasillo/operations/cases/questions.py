"""Whether words ask something, and whether they name a day. Plain Python."""

import re
from collections.abc import Collection
from datetime import date

MARKS = "?\u061f\uff1f\u037e\u1367\u2047\u2048\u2049\u203d"
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
NUMBER = re.compile(r"\d+")
WEEKDAYS = (
    ("monday", "lunes", "senin"), ("tuesday", "martes", "selasa"), ("wednesday", "miércoles", "miercoles", "rabu"),
    ("thursday", "jueves", "kamis"), ("friday", "viernes", "jumat", "jum'at"),
    ("saturday", "sábado", "sabado", "sabtu"), ("sunday", "domingo", "minggu"),
)  # fmt: skip
NEAR = ("today", "tomorrow", "hoy", "mañana", "hari ini", "besok", "lusa")


def asks_something(text: str) -> bool:
    """A question has its mark; one that is part of an address on the web asks nothing. What is quoted is not ours."""
    return any(mark in MARKS for mark in _own(text))


def names_the_day(text: str, days: Collection[date]) -> bool:
    """Whether words of ours tell one of these days: by its number in the month, by its name, or as one that is near."""
    own = _own(text).lower()
    numbers = {int(found) for found in NUMBER.findall(own) if len(found) <= 2}
    names = {name for day in days for name in WEEKDAYS[day.weekday()]}
    return bool(numbers & {day.day for day in days}) or any(_has(own, name) for name in (*names, *NEAR))


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _own(text: str) -> str:
    return ADDRESS.sub("", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">")))
