"""What we ask Slack to send, and what its answers mean. Plain Python."""

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

API = "https://slack.com/api"
LONGEST = 4000
THROTTLED = ("ratelimited", "rate_limited")


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """Files first, then the words."""
    headers = {"Authorization": f"Bearer {settings.get('token', '')}"}
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    sent = [
        Request(address=f"{API}/files.upload", headers=headers, form={"channels": outgoing.to}, files=(("file", file),))
        for file in outgoing.attached
    ]
    return sent + [
        Request(address=f"{API}/chat.postMessage", headers=headers, json={"channel": outgoing.to, "text": piece})
        for piece in said
    ]


def judge(reply: Reply) -> str:
    """The moment that is the message's name; a Failing that says what went wrong."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    if reply.status >= 500:
        raise TryAgain(str(reply.status))
    told = reply.told()
    if words(told.get("error")) in THROTTLED:
        raise Throttled("", words(told.get("error")))
    if not told.get("ok"):
        raise Rejected("", words(told.get("error"))) if told.get("error") else Unexpected()
    return words(told.get("ts"))
