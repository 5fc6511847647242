"""What we ask LINE to send, and what its answers mean. Plain Python."""

from typing import Any

from pasillo.doors.channels.messaging.picking import pieces, words
from pasillo.doors.channels.messaging.plain import (
    Attached,
    Away,
    Choice,
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Throttled,
)

API = "https://api.line.me/v2/bot/message"
LONGEST, AT_ONCE, LONGEST_LABEL = 5000, 5, 20
AUDIO_LASTS = 200


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The calls that say this, five messages in each. With a token of theirs the first one is free."""
    messages = [_file(file) for file in outgoing.attached]
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    messages += [{"type": "text", "text": piece} for piece in said]
    shown = [item for choice in outgoing.choices if (item := _choice(choice))]
    if shown and messages:
        messages[-1] = {**messages[-1], "quickReply": {"items": shown}}
    parts = [messages[start : start + AT_ONCE] for start in range(0, len(messages), AT_ONCE)]
    return [_request(part, outgoing, settings, is_first=place == 0) for place, part in enumerate(parts)]


def _request(messages: list[Any], outgoing: Outgoing, settings: Settings, *, is_first: bool) -> Request:
    token = outgoing.token or outgoing.answers_to
    to = {"replyToken": token} if token and is_first else {"to": outgoing.to}
    return Request(
        address=f"{API}/{'reply' if token and is_first else 'push'}",
        headers={"Authorization": f"Bearer {settings.get('token', '')}", "Accept": "application/json"},
        json={**to, "messages": messages},
    )


def instead(request: Request, reply: Reply, outgoing: Outgoing, settings: Settings) -> Request | None:
    """A token that was used or is too old is no reason to be silent: the same goes as a message of its own."""
    if reply.status != 400 or "replyToken" not in request.json or "Invalid reply token" not in str(reply.body):
        return None
    return Request(
        address=f"{API}/push",
        headers=request.headers,
        json={"to": outgoing.to, "messages": request.json["messages"]},
    )


def _file(file: Attached) -> dict[str, Any]:
    """Pictures, films and sounds are shown; of anything else the address is told."""
    if file.sort == "image":
        return {"type": "image", "originalContentUrl": file.link, "previewImageUrl": file.link}
    if file.sort == "video":
        return {"type": "video", "originalContentUrl": file.link, "previewImageUrl": file.ref or file.link}
    if file.sort == "audio":
        return {"type": "audio", "originalContentUrl": file.link, "duration": AUDIO_LASTS}
    return {"type": "text", "text": file.link}


def _choice(choice: Choice) -> dict[str, Any] | None:
    label = choice.text[:LONGEST_LABEL]
    if choice.sort == "text":
        return {"type": "action", "action": {"type": "message", "label": label, "text": choice.text}}
    if choice.sort == "location":
        return {"type": "action", "action": {"type": "location", "label": label or "Send Location"}}
    if choice.sort == "url" and choice.extra:
        return {"type": "action", "action": {"type": "uri", "label": label or "Open Link", "uri": choice.extra}}
    return None


def judge(reply: Reply) -> str:
    """LINE says only that it took it, or why not."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    if reply.status >= 500:
        raise Away(str(reply.status))
    told = reply.told()
    if not reply.is_good:
        raise Rejected(str(reply.status), words(told.get("message")))
    sent = told.get("sentMessages")
    return words(sent[0].get("id")) if isinstance(sent, list) and sent and isinstance(sent[0], dict) else ""
