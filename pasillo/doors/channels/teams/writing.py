"""What we ask the Bot Connector to send, and what its answers mean. Plain Python."""

from urllib.parse import quote, urlsplit

from pasillo.doors.channels.messaging.picking import pieces, words
from pasillo.doors.channels.messaging.plain import (
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Stopped,
    Throttled,
    TryAgain,
    Unexpected,
)

EVERYWHERE = "https://smba.trafficmanager.net/teams/"
HOSTS = ("smba.trafficmanager.net",)
NETWORKS = (".botframework.com",)
LONGEST = 12_000
STOPPED = ("BotBlockedByUser", "BotNotInConversationRoster", "ConversationNotFound", "MessageWritesBlocked")


def is_theirs(address: str) -> bool:
    """Whether this is a service of Microsoft's, at which our token may be told."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return parts.scheme == "https" and (host in HOSTS or host.endswith(NETWORKS)) and not parts.username


def write(outgoing: Outgoing, settings: Settings, *, token: str) -> list[Request]:
    """The words, in pieces that fit."""
    service = settings.get("service") or EVERYWHERE
    address = f"{service.rstrip('/')}/v3/conversations/{quote(outgoing.to, safe='')}/activities"
    headers = {"Authorization": f"Bearer {token}"}
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    own = {"id": f"28:{settings.get('app_id', '')}"}
    plain = {"type": "message", "from": own, "textFormat": "plain"}
    return [Request(address=address, headers=headers, json={**plain, "text": piece}) for piece in said]


def judge(reply: Reply) -> str:
    """The name of the message; a Failing that says what went wrong."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    if reply.status >= 500 or reply.status == 401:  # a token that is over is another one the next time
        raise TryAgain(str(reply.status))
    told = reply.told()
    if reply.status >= 400:
        error = told.get("error")
        code, why = (words(error.get("code")), words(error.get("message"))) if isinstance(error, dict) else ("", "")
        raise (Stopped if code in STOPPED else Rejected)(code or str(reply.status), why)
    if not reply.is_good or not words(told.get("id")):
        raise Unexpected
    return words(told.get("id"))
