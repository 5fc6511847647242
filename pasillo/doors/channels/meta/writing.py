"""What we ask the Messenger platform to send, and what its answers mean. Plain Python."""

import json
from typing import Any
from urllib.parse import urlencode

from pasillo.doors.channels.messaging.picking import inside, pieces, words
from pasillo.doors.channels.messaging.plain import (
    Attached,
    Choice,
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Stopped,
    Throttled,
    TryAgain,
    Unexpected,
    Unreadable,
)

GRAPH = "https://graph.facebook.com/v25.0"
LONGEST, LONGEST_TITLE, MOST_CHOICES = 2000, 20, 13
SORTS = {"image": "image", "video": "video", "audio": "audio"}
THROTTLED, STOPPED = ("4", "17", "32", "613", "80006"), ("551", "1545041")


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The calls that say this: files first, then the words, the buttons below the last of them."""
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    messages: list[dict[str, Any]] = [{"attachment": _file(file)} for file in outgoing.attached]
    messages += [{"text": piece} for piece in said]
    choices = [choice for choice in outgoing.choices if choice.sort == "text"]
    if choices and messages:
        messages[-1] = {**messages[-1], "quick_replies": [_choice(one) for one in choices[:MOST_CHOICES]]}
    address = f"{GRAPH}/me/messages?{urlencode({'access_token': settings.get('token', '')})}"
    return [Request(address=address, json={**_head(outgoing), "message": message}) for message in messages]


def _head(outgoing: Outgoing) -> dict[str, Any]:
    """A colleague may answer for seven days; what answers a message at once is an answer; the rest is news."""
    to = {"notification_messages_token": outgoing.token} if outgoing.token else {"id": outgoing.to}
    if outgoing.is_personal:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT", "recipient": to}
    return {"messaging_type": "RESPONSE" if outgoing.answers_to else "UPDATE", "recipient": to}


def _file(file: Attached) -> dict[str, Any]:
    where = {"attachment_id": file.ref} if file.ref else {"url": file.link, "is_reusable": True}
    return {"type": SORTS.get(file.sort, "file"), "payload": where}


def _choice(choice: Choice) -> dict[str, str]:
    return {"title": choice.text[:LONGEST_TITLE], "payload": choice.text, "content_type": "text"}


def judge(reply: Reply) -> str:
    """The name under which the message was taken; a Failing that says what went wrong."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    told = _told(reply)
    trouble = inside(told, "error")
    code, why = words(trouble.get("code")), words(trouble.get("message"))
    if code in THROTTLED:
        raise Throttled(code, why)
    if code in STOPPED or words(trouble.get("error_subcode")) in STOPPED:
        raise Stopped(code, why)
    if trouble or not reply.is_good:
        raise (TryAgain if reply.status >= 500 else Rejected)(code or str(reply.status), why)
    name = words(told.get("message_id"))
    if not name:
        raise Unexpected
    return name


def _told(reply: Reply) -> dict[str, Any]:
    try:
        return reply.told()
    except Unreadable:
        if reply.is_good:
            raise
        return {}


def upload(file: Attached, settings: Settings) -> Request:
    """A file goes there first; the message then names it."""
    told = {"attachment": {"type": SORTS.get(file.sort, "file"), "payload": {"is_reusable": False}}}
    address = f"{GRAPH}/me/message_attachments?{urlencode({'access_token': settings.get('token', '')})}"
    return Request(address=address, form={"message": json.dumps(told)}, files=(("filedata", file),))


def uploaded(reply: Reply) -> str:
    """The name of a file that was taken."""
    told = _told(reply)
    if not words(told.get("attachment_id")):
        trouble = inside(told, "error")
        raise Rejected(words(trouble.get("code")) or str(reply.status), words(trouble.get("message")))
    return words(told["attachment_id"])
