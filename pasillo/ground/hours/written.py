"""Hours as people write them: "9-14, 15:00-18:00", "22-6", "day and night" or nothing. Plain Python."""

import re

from pasillo.ground.hours.business_time import ALL_DAY, Day, Opening
from pasillo.ground.hours.sound import said
from pasillo.ground.kit.words import _

PARTS = re.compile(r"[,;\n]|\s+(?:and|y|dan|&)\s+")
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\ba\b|\bsampai\b)\s*")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*h?")
LONGEST = 200


class Unreadable(ValueError):
    """What was typed is not a row of hours; the message says what could not be read."""


def read_hours(text: str) -> Day:
    """A row of hours from what was typed. Nothing typed means closed all day."""
    text = text.strip().lower()
    if len(text) > LONGEST:
        raise Unreadable(str(_("That is too long for the hours of a day.")))
    return tuple(sorted(_opening(part) for part in PARTS.split(text) if part.strip()))


def write_hours(hours: Day) -> str:
    """The same back, for a field in which somebody goes on typing."""
    return ", ".join(said(opening) for opening in hours)


def _opening(part: str) -> Opening:
    ends = BETWEEN.split(part.strip())
    if len(ends) != 2:
        words = _("“%(text)s” is not a time with a beginning and an end. Write it like 09:00–17:00.")
        raise Unreadable(str(words % {"text": part.strip()[:40]}))
    opens, closes = (_clock(end) for end in ends)
    if opens == closes:
        words = _("From %(at)s to %(at)s is no time at all. For the whole day, write 00:00–24:00.")
        raise Unreadable(str(words % {"at": opens}))
    if opens == "24:00":
        raise Unreadable(str(_("A day cannot open at 24:00. Write it on the next day, from 00:00.")))
    return ALL_DAY[0] if (opens, closes) == ("00:00", "24:00") else Opening.of(opens, closes)


def _clock(text: str) -> str:
    found = CLOCK.fullmatch(text.strip())
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if minutes > 59 or hours * 60 + minutes > 1440:
        words = _("“%(text)s” is not a time of day. Write it like 09:00.")
        raise Unreadable(str(words % {"text": text.strip()[:20]}))
    return f"{hours:02d}:{minutes:02d}"
