"""How a call is proven to be the Bot Connector's: its token, signed with its key, for our app and this service."""

import time
from typing import Any

import jwt

from pasillo.doors.channels.messaging.channel import Go
from pasillo.doors.channels.messaging.plain import Away, Request, Unreadable
from pasillo.doors.channels.teams.writing import is_theirs

KEYS = "https://login.botframework.com/v1/.well-known/keys"
ISSUER = "https://api.botframework.com"
FRESH, SOONEST = 86_400.0, 300.0
LEEWAY = 300


class Keys:
    """The keys of the Bot Connector, kept for a day; a name that is new is looked up at once, but not all the time."""

    def __init__(self, clock: Any = time.monotonic) -> None:
        self.clock = clock
        self.known: dict[str, jwt.PyJWK] = {}
        self.asked_at = float("-inf")

    def named(self, name: str, go: Go) -> jwt.PyJWK | None:
        """The key of this name. Away when nobody tells us."""
        age = self.clock() - self.asked_at
        if age > FRESH or (name not in self.known and age > SOONEST):
            self._ask(go)
        return self.known.get(name)

    def _ask(self, go: Go) -> None:
        reply = go(Request(method="GET", address=KEYS))
        try:
            found = [one for one in reply.told().get("keys", []) if _is_for_teams(one)]
            kept = jwt.PyJWKSet.from_dict({"keys": found}).keys
        except (Unreadable, jwt.PyJWTError, TypeError) as trouble:
            raise Away(str(reply.status)) from trouble
        self.known = {key.key_id: key for key in kept if key.key_id}
        self.asked_at = self.clock()


def _is_for_teams(key: Any) -> bool:
    return isinstance(key, dict) and "msteams" in (key.get("endorsements") or [])


keys = Keys()


def is_proven(header: str, *, app_id: str, service: str, go: Go, known: Keys = keys) -> bool:
    """Whether this token was made for our app by who may, and speaks of the service that is named in the call."""
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer" or not app_id or not is_theirs(service):
        return False
    try:
        head = jwt.get_unverified_header(token)
        key = known.named(str(head.get("kid", "")), go) if head.get("alg") == "RS256" else None
        if key is None:
            return False
        claims: dict[str, Any] = jwt.decode(
            token, key.key, algorithms=["RS256"], audience=app_id, issuer=ISSUER, leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return claims.get("serviceurl", claims.get("serviceUrl")) == service
