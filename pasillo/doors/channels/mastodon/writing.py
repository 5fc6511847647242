"""What we ask Mastodon to publish, and what its answers mean. Plain Python."""

import hashlib

from pasillo.doors.channels.messaging.picking import pieces, words
from pasillo.doors.channels.messaging.plain import (
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Throttled,
    TryAgain,
    Unexpected,
)

LONGEST = 500


def server_of(settings: Settings) -> str:
    """The address of the server, as it was typed."""
    typed = settings.get("server", "").strip().rstrip("/")
    return typed if typed.startswith(("https://", "http://")) else f"https://{typed}"


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """One status for each piece. What was said in public is answered there, but stands in no list of everybody;
    what is not known to be an answer goes to the person alone."""
    name, _sign, seen = outgoing.token.partition("|")
    whom = f"@{outgoing.to} "
    visibility = "unlisted" if seen in ("public", "unlisted") else "direct"
    longest = (outgoing.longest or LONGEST) - len(whom)
    about = {"in_reply_to_id": name} if name else {}
    return [
        Request(
            address=f"{server_of(settings)}/api/v1/statuses",
            headers={**_bearer(settings), "Idempotency-Key": _once(outgoing, place, piece)},
            json={"status": whom + piece, "visibility": visibility, **about},
        )
        for place, piece in enumerate(pieces(outgoing.text, longest))
    ]


def _bearer(settings: Settings) -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.get('token', '')}"}


def _once(outgoing: Outgoing, place: int, piece: str) -> str:
    told = "\x00".join((outgoing.to, outgoing.token, str(place), piece))
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def newer(settings: Settings, *, after: str) -> Request:
    """The mentions after one of them, the oldest first; without one, the last that there is."""
    place = f"&min_id={after}&limit=30" if after else "&limit=1"
    address = f"{server_of(settings)}/api/v1/notifications?types[]=mention{place}"
    return Request(method="GET", address=address, headers=_bearer(settings))


def judge(reply: Reply) -> str:
    """The name of the status; a Failing that says what went wrong."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    if reply.status >= 500:
        raise TryAgain(str(reply.status))
    told = reply.told()
    if not reply.is_good:
        raise Rejected(str(reply.status), words(told.get("error")))
    if not words(told.get("id")):
        raise Unexpected
    return words(told.get("id"))
