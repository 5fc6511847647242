"""A booking as a file that calendars read."""

from datetime import UTC, datetime

from pasillo.ground.kit.plain import safe
from pasillo.operations.bookings.models import Booking

CALENDAR = "text/calendar"
LONGEST_LINE = 73


def calendar_file(booking: Booking, *, at: datetime) -> bytes:
    """One event. Moved or given back it keeps its name, so that a calendar changes it and does not add another."""
    given_back = booking.state == Booking.State.GIVEN_BACK
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pasillo//EN",
        f"METHOD:{'CANCEL' if given_back else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:case-{booking.case_id}@pasillo",
        f"SEQUENCE:{booking.sequence + given_back}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(booking.starts_at)}",
        f"DTEND:{_moment(booking.ends_at)}",
        f"SUMMARY:{_text(booking.case.subject)}",
        f"LOCATION:{_text(', '.join(part for part in (booking.resource.name, booking.resource.place) if part))}",
        f"STATUS:{'CANCELLED' if given_back else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Signs that mean something in such a file are written so that they mean themselves."""
    flat = safe(words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return flat.replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 bytes; the next one begins with a space."""
    parts, rest = [], line
    while len(rest.encode()) > LONGEST_LINE:
        cut = LONGEST_LINE
        while len(rest[:cut].encode()) > LONGEST_LINE:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
