"""Who somebody is, as the server of the page that shows our window says and signs. Plain Python.

The token is a JSON Web Token, signed with HS256 and the secret of this window, for this window alone, and short-lived.
Nothing in it counts before its signature has been checked, and no other way of signing is known here.
"""

import base64
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LONGEST = timedelta(hours=24)
SLACK = timedelta(seconds=60)
MOST_SIGNS = 4_000
FEWEST_SIGNS = 32


class NotProven(ValueError):
    """This says nothing about anybody."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the host's server vouches for. The address counts for who they are only where it was confirmed there."""

    sub: str
    until: datetime
    name: str = ""
    email: str = ""
    is_confirmed: bool = False


def claim_in(token: str, secrets: Iterable[str], *, audience: str, at: datetime) -> Claim:
    """Who it is; NotProven for anything that was not signed for this window and this moment."""
    if len(token) > MOST_SIGNS or not token.isascii() or token.count(".") != 2:
        raise NotProven("no token")
    head, body, mark = token.split(".")
    signed = f"{head}.{body}".encode()
    given = _bytes(mark)
    known = [one for one in secrets if len(one) >= FEWEST_SIGNS]
    if _object(head).get("alg") != "HS256" or not any(
        [hmac.compare_digest(given, hmac.digest(one.encode(), signed, "sha256")) for one in known]
    ):
        raise NotProven("not signed by the host's server")
    return _claim(_object(body), audience, at)


def _claim(told: dict[str, Any], audience: str, at: datetime) -> Claim:
    heard = told.get("aud")
    if audience not in (heard if isinstance(heard, list) else [heard]):
        raise NotProven("meant for somebody else")
    until, begins = _moment(told.get("exp")), _moment(told.get("nbf")) or _moment(told.get("iat"))
    if until is None or not at < until <= at + LONGEST:
        raise NotProven("too old, or good for too long")
    if begins is not None and begins > at + SLACK:
        raise NotProven("not yet")
    sub = told.get("sub")
    if not isinstance(sub, str | int) or isinstance(sub, bool) or not str(sub).strip():
        raise NotProven("names nobody")
    email = told.get("email")
    return Claim(
        sub=str(sub).strip()[:200],
        until=until,
        name=str(told.get("name") or "")[:200],
        email=email.strip()[:254] if isinstance(email, str) else "",
        is_confirmed=told.get("email_verified") is True,
    )


def signed_for(secret: str, **told: Any) -> str:
    """A token as a host's server makes it: for our own test page, and for tests."""
    head = _text(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = _text(json.dumps(told).encode())
    return f"{head}.{body}.{_text(hmac.digest(secret.encode(), f'{head}.{body}'.encode(), 'sha256'))}"


def _moment(told: Any) -> datetime | None:
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        return datetime.fromtimestamp(told, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise NotProven("not JSON") from None
    if not isinstance(found, dict):
        raise NotProven("not an object")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise NotProven("not base64") from None


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
