"""The token with which our bot speaks: asked of Microsoft with our secret, and kept until shortly before its end."""

import time
from collections.abc import Callable

from pasillo.doors.channels.messaging.channel import Go
from pasillo.doors.channels.messaging.picking import words
from pasillo.doors.channels.messaging.plain import Away, Rejected, Request, Settings, Unreadable

SCOPE = "https://api.botframework.com/.default"
MARGIN = 120.0
_kept: dict[tuple[str, str, str], tuple[str, float]] = {}


def token_for(settings: Settings, go: Go, clock: Callable[[], float] = time.monotonic) -> str:
    """A token for this app. Rejected when Microsoft does not know the secret."""
    app, tenant, secret = settings.get("app_id", ""), settings.get("tenant", ""), settings.get("secret", "")
    token, until = _kept.get((app, tenant, secret), ("", 0.0))
    if token and clock() < until:
        return token
    address = f"https://login.microsoftonline.com/{tenant or 'botframework.com'}/oauth2/v2.0/token"
    form = {"grant_type": "client_credentials", "client_id": app, "client_secret": secret, "scope": SCOPE}
    reply = go(Request(address=address, form=form))
    try:
        told = reply.told()
    except Unreadable as trouble:
        raise Away(str(reply.status)) from trouble
    if not reply.is_good and reply.status < 500:
        raise Rejected(words(told.get("error")), words(told.get("error_description"))[:200])
    token, lasts = words(told.get("access_token")), told.get("expires_in")
    if not token:
        raise Away(str(reply.status))
    _kept.clear()
    _kept[app, tenant, secret] = token, clock() + (float(lasts) if isinstance(lasts, int) else 600.0) - MARGIN
    return token
