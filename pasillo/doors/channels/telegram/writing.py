"""What we ask the Telegram Bot API to send, and what its answers mean. Plain Python."""

import json
from typing import Any
from urllib.parse import urlsplit

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
)

API = "https://api.telegram.org"
LONGEST, LONGEST_CAPTION = 4096, 1024
Call = tuple[str, dict[str, str], tuple[tuple[str, Attached], ...]]
METHODS = {"image": ("sendPhoto", "photo"), "video": ("sendVideo", "video"), "audio": ("sendAudio", "audio"),
           "document": ("sendDocument", "document")}  # fmt: skip


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The calls that say this; the buttons stand below the last of them."""
    files = [file for file in outgoing.attached if file.sort in METHODS]
    if outgoing.attached and not files and not outgoing.text:
        return []
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    captioned = len(files) == 1 and len(said) == 1 and len(said[0]) <= LONGEST_CAPTION
    calls: list[Call] = [("sendMessage", {"text": piece}, ()) for piece in ([] if captioned else said)]
    calls += [_file(file, said[0] if captioned else "") for file in files]
    base = f"{API}/bot{settings.get('token', '')}"
    return [
        Request(
            address=f"{base}/{method}",
            form={
                "chat_id": outgoing.to,
                **_style(outgoing),
                **form,
                "reply_markup": _markup(outgoing.choices if place == len(calls) - 1 else ()),
            },
            files=sent,
        )
        for place, (method, form, sent) in enumerate(calls)
    ]


def _style(outgoing: Outgoing) -> dict[str, str]:
    """A colleague's words go out as they were typed; only prepared ones carry marks."""
    return {} if outgoing.is_personal else {"parse_mode": "Markdown"}


def _file(file: Attached, caption: str) -> Call:
    method, name = METHODS[file.sort]
    if file.content:
        return method, {"caption": caption}, ((name, file),)
    return method, {"caption": caption, name: file.link or file.ref}, ()


def _markup(choices: tuple[Choice, ...]) -> str:
    """Links below the message, or keys in place of the keyboard; no keys put the old ones away."""
    keys = [_key(choice) for choice in choices if choice.sort in ("text", "location")]
    forms = [{"text": choice.text, "web_app": {"url": choice.extra}} for choice in choices
             if choice.sort == "form" and choice.extra]  # fmt: skip
    links = [{"text": choice.text or "Open Link", "url": choice.extra} for choice in choices
             if choice.sort == "url" and _is_address(choice.extra)]  # fmt: skip
    if keys or forms:
        once = not any(choice.sort == "location" for choice in choices)
        return _json({"keyboard": [[*keys, *forms]], "resize_keyboard": True, "one_time_keyboard": once})
    return _json({"inline_keyboard": [links]}) if links else _json({"remove_keyboard": True})


def _key(choice: Choice) -> dict[str, Any]:
    wish = {"request_location": True} if choice.sort == "location" else {}
    return {"text": choice.text or "Send Location", **wish}


def _is_address(found: str) -> bool:
    """Whether it is an address of the open web; Telegram refuses the whole message otherwise."""
    if not found.isprintable() or " " in found:
        return False
    parts = urlsplit(found)
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _json(told: Any) -> str:
    return json.dumps(told, separators=(",", ":"))


def judge(reply: Reply) -> str:
    """The name under which the message was taken; a Failing that says what went wrong."""
    told = reply.told()
    code, why = words(told.get("error_code")) or str(reply.status), words(told.get("description"))
    if code == "429" or reply.status == 429:
        raise Throttled(code, why)
    if not told.get("ok"):
        if code == "403":
            raise Stopped(code, why)
        raise TryAgain(code, why) if reply.status >= 500 else Rejected(code, why)
    name = words(inside(told, "result").get("message_id"))
    if name in ("", "0"):
        raise Unexpected
    return name
