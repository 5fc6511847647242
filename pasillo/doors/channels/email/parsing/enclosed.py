"""What the files of a mail say in a few words: an appointment in a calendar part, the person on a business card."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from pasillo.doors.channels.email.parsing.charsets import clean, words
from pasillo.doors.channels.email.parsing.headers import single_line

CALENDARS = ("text/calendar", "application/ics")
CARDS = ("text/vcard", "text/x-vcard", "text/directory")
_LARGEST = 256 * 1024
_MOST = 5


@dataclass(frozen=True)
class Appointment:
    """When something is to happen, in the words of whoever asks for it. Instants are ISO, days are days."""

    method: str = ""
    summary: str = ""
    place: str = ""
    begins: str = ""
    ends: str = ""
    zone: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Card:
    """Somebody on a business card."""

    name: str = ""
    organisation: str = ""
    ways: list[str] = field(default_factory=list)


def appointments(content: bytes, charset: str = "") -> list[Appointment]:
    """The first few appointments of a calendar; none if it cannot be read."""
    if len(content) > _LARGEST or b"BEGIN:VEVENT" not in content.upper():
        return []
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(words(content, charset or "utf-8"))
        method = _line(calendar.get("method")).upper()
        return [_appointment(event, method) for event in calendar.walk("VEVENT")[:_MOST]]
    except Exception:
        return []


def cards(content: bytes, charset: str = "") -> list[Card]:
    """The first few people on business cards; none if it cannot be read."""
    if len(content) > _LARGEST or b"BEGIN:VCARD" not in content.upper():
        return []
    from icalendar.parser import Contentlines

    found: list[Card] = []
    try:
        for line in Contentlines.from_ical(words(content, charset or "utf-8")):
            if line:
                _note(found, *line.parts())
    except Exception:
        return []
    return [card for card in found if card.name or card.ways]


def _appointment(event: Any, method: str) -> Appointment:
    begins, ends = _moment(event, "dtstart"), _moment(event, "dtend")
    answers = {_line(one.params.get("PARTSTAT")).upper() for one in _every(event.get("attendee")) if method == "REPLY"}
    return Appointment(
        method=method,
        summary=_line(event.get("summary")),
        place=_line(event.get("location")),
        begins=_iso(begins),
        ends=_iso(ends),
        zone=_line(getattr(event.get("dtstart"), "params", {}).get("TZID")),
        answer=next(iter(answers), "") if len(answers) == 1 else "",
    )


def _moment(event: Any, name: str) -> date | datetime | None:
    found = getattr(event.get(name), "dt", None)
    return found if isinstance(found, date) else None


def _iso(moment: date | datetime | None) -> str:
    """A day as a day; an instant with its distance from UTC; a time of no zone as it stands."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(UTC).isoformat()
    if isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat() if moment and not isinstance(moment, time) else ""


def _every(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _note(found: list[Card], name: str, parameters: Any, value: str) -> None:
    name = name.rpartition(".")[2].upper()
    if name == "BEGIN" and len(found) < _MOST:
        found.append(Card())
    elif found and name == "FN":
        found[-1] = Card(_line(value), found[-1].organisation, found[-1].ways)
    elif found and name == "ORG":
        found[-1] = Card(found[-1].name, _line(value.replace(";", ", ").strip(", ")), found[-1].ways)
    elif found and name in ("TEL", "EMAIL") and len(found[-1].ways) < _MOST and _line(value):
        found[-1].ways.append(_line(value))


def _line(value: object) -> str:
    """One line without hidden signs, short enough to be read."""
    return single_line(clean(str(value))).strip()[:200] if value is not None else ""
