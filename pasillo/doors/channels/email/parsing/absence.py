"""Until when somebody is away, as their program says it, in a few languages; nothing when it is not clear."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene januari januar",
            "february feb febrero februari februar", "march mar marzo maret märz",
            "april apr abril abr", "may mayo mei mai", "june jun junio juni", "july jul julio juli",
            "august aug agosto ago agustus agt", "september sep septiembre sept", "october oct octubre oktober okt",
            "november nov noviembre nopember", "december dec diciembre dic desember des dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MARKS = (
    "until", "till", "through", "return on", "returning on", "returning", "return", "back on", "back in the office on",
    "hasta el", "hasta", "regreso el", "vuelvo el", "vuelvo", "regresaré el", "volveré el", "de vuelta el",
    "sampai", "hingga", "kembali pada", "kembali tanggal", "kembali", "bis zum", "bis", "zurück am", "ab dem",
)  # fmt: skip
_NUMERIC = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b|\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_WORDED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?(?: de| of)? ([^\W\d_]{3,12})\.?(?:,?(?: de| of)? (\d{4}))?")
_TURNED = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?:, ?(\d{4}))?")
_NEAR = 60


def until(text: str, *, today: date) -> date | None:
    """The first day after one of the words for "until" that lies ahead, within a year."""
    low = " ".join(text[:4_000].lower().split())
    for mark in _MARKS:
        place = low.find(f"{mark} ")
        while place != -1:
            found = _day(low[place + len(mark) : place + len(mark) + _NEAR], today)
            if found is not None:
                return found
            place = low.find(f"{mark} ", place + 1)
    return None


def _day(text: str, today: date) -> date | None:
    for pattern, reader in ((_NUMERIC, _numeric), (_WORDED, _worded), (_TURNED, _turned)):
        match = pattern.search(text)
        found = reader(match, today) if match else None
        if found is not None and 0 <= (found - today).days <= 366:
            return found
    return None


def _numeric(match: re.Match[str], today: date) -> date | None:
    """2026-03-15, or 15/03/2026: day first, as in all our languages but one that we cannot tell."""
    year, month, day, first, second, last = match.groups()
    if year:
        return _made(int(year), int(month), int(day))
    return _made(int(last), int(second), int(first)) or _made(int(last), int(first), int(second))


def _worded(match: re.Match[str], today: date) -> date | None:
    return _named(match[2], int(match[1]), match[3], today)


def _turned(match: re.Match[str], today: date) -> date | None:
    return _named(match[1], int(match[2]), match[3], today)


def _named(month: str, day: int, year: str | None, today: date) -> date | None:
    number = _MONTHS.get(month)
    if number is None:
        return None
    if year:
        return _made(int(year), number, day)
    this = _made(today.year, number, day)
    return this if this is None or this >= today else _made(today.year + 1, number, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
