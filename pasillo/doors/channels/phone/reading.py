"""What a phone system says: from bytes to plain values, proven by its signature. Plain Python."""

import json
from dataclasses import dataclass
from datetime import datetime

from pasillo.doors.channels.messaging.signatures import same
from pasillo.doors.channels.webhooks.signing import signature
from pasillo.ground.kit.plain import safe

EVENTS = ("ringing", "answered", "ended")
OLDEST = 300
LONGEST_ID = 120


class NotUnderstood(Exception):
    """This is nothing that a phone system says."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One thing that happened to one call."""

    outside_id: str
    event: str
    number: str = ""
    extension: str = ""
    outgoing: bool = False
    happened_at: datetime | None = None


def is_genuine(headers: dict[str, str], body: bytes, secret: str, *, moment: float) -> bool:
    """Signed with our secret, a moment ago."""
    name, told = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not secret or not name or not told.isdecimal() or len(told) > 12 or abs(moment - int(told)) > OLDEST:
        return False
    ours = signature(secret, name=name, moment=int(told), body=body)
    return any(same(mark, ours) for mark in headers.get("webhook-signature", "").split()[:5])


def read(body: bytes) -> Rung:
    """What one call of the phone system tells. NotUnderstood when it makes no sense."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("no JSON") from None
    if not isinstance(told, dict):
        raise NotUnderstood("no object")
    name, event = _words(told.get("id")), _words(told.get("event"))
    if not name or len(name) > LONGEST_ID or event not in EVENTS:
        raise NotUnderstood("no call, or nothing that happens to one")
    outgoing = told.get("direction") == "out"
    return Rung(
        outside_id=name,
        event=event,
        number=_words(told.get("to" if outgoing else "from"))[:40],
        extension=_words(told.get("extension"))[:40],
        outgoing=outgoing,
        happened_at=_moment(told.get("at")),
    )


def _words(value: object) -> str:
    return safe(str(value)).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
