"""What we ask the WhatsApp Cloud API to send, and what its answers mean. Plain Python."""

import re
from typing import Any

from pasillo.doors.channels.messaging.picking import inside, objects, pieces, words
from pasillo.doors.channels.messaging.plain import (
    Attached,
    Choice,
    Failing,
    Filled,
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

GRAPH = "https://graph.facebook.com/v23.0"
LONGEST, LONGEST_WITH_BUTTONS = 4096, 1024
BUTTONS, ROWS, TITLE, ROW_TITLE = 3, 10, 20, 24
THROTTLED = ("4", "80007", "130429", "131048", "131056", "133016", "613")
AGAIN = ("1", "2", "131000", "131016", "131053", "131057", "133004")
STOPPED = ("131050",)
CAPTIONED = ("image", "video", "document")


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The calls that say this, one after the other."""
    return [_request(body, outgoing, settings) for body in _bodies(outgoing)]


def _request(body: dict[str, Any], outgoing: Outgoing, settings: Settings) -> Request:
    to = {"recipient" if "." in outgoing.to else "to": outgoing.to}
    head = {"messaging_product": "whatsapp", "recipient_type": "individual", **to}
    return Request(
        address=f"{GRAPH}/{settings.get('number_id', '')}/messages",
        headers={"Authorization": f"Bearer {settings.get('token', '')}"},
        json={**head, **body},
    )


def _bodies(outgoing: Outgoing) -> list[dict[str, Any]]:
    if outgoing.filled:
        return [{"type": "template", "template": _template(outgoing.filled)}]
    if any(_is_offered(choice) for choice in outgoing.choices):
        return _interactive(outgoing)
    said = pieces(outgoing.text, outgoing.longest or LONGEST) if outgoing.text else []
    files = list(outgoing.attached)
    captioned = len(said) == 1 and files and files[-1].sort in CAPTIONED
    bodies = [_file(file, said[0] if captioned and file is files[-1] else "") for file in files]
    return bodies + ([] if captioned else [_text(piece) for piece in said])


def _text(text: str) -> dict[str, Any]:
    shows_link = "https://" in text or "http://" in text
    return {"type": "text", "text": {"body": text, "preview_url": shows_link}}


def _file(file: Attached, caption: str = "") -> dict[str, Any]:
    sort = file.sort if file.sort in (*CAPTIONED, "audio") else "document"
    found = _where(file) | ({"caption": caption} if caption else {})
    if sort == "document":
        found["filename"] = _name(file)
    return {"type": sort, sort: found}


def _where(file: Attached) -> dict[str, str]:
    return {"id": file.ref} if file.ref else {"link": file.link}


def _name(file: Attached) -> str:
    return file.name or file.link.rpartition("/")[2] or "file"


def _is_offered(choice: Choice) -> bool:
    return choice.sort in ("text", "location") or (choice.sort in ("form", "url") and bool(choice.extra))


def _interactive(outgoing: Outgoing) -> list[dict[str, Any]]:
    """Buttons, a list, a form, a link or the wish for a place: only one of them fits into a message."""
    said = pieces(outgoing.text, LONGEST_WITH_BUTTONS)
    sort, action = _action([choice for choice in outgoing.choices if _is_offered(choice)])
    header = _header(outgoing.attached, sort)
    body: dict[str, Any] = {"type": sort, **({"header": header} if header else {}), "body": {"text": said[-1]}}
    before = [] if header else [_file(file) for file in outgoing.attached]
    return [*before, *map(_text, said[:-1]), {"type": "interactive", "interactive": {**body, "action": action}}]


def _action(choices: list[Choice]) -> tuple[str, dict[str, Any]]:
    special = next((choice for choice in choices if choice.sort != "text"), None)
    if special is None:
        return _buttons(choices)
    if special.sort == "location":
        return "location_request_message", {"name": "send_location"}
    if special.sort == "form":
        told = {"flow_message_version": "3", "flow_id": special.extra, "flow_cta": special.text or "Open"}
        return "flow", {"name": "flow", "parameters": told}
    link = {"display_text": special.text or "Open Link", "url": special.extra}
    return "cta_url", {"name": "cta_url", "parameters": link}


def _buttons(choices: list[Choice]) -> tuple[str, dict[str, Any]]:
    if len(choices) <= BUTTONS and not any(choice.extra for choice in choices):
        shown = [{"type": "reply", "reply": {"id": str(place), "title": choice.text[:TITLE]}}
                 for place, choice in enumerate(choices)]  # fmt: skip
        return "button", {"buttons": shown}
    rows = [{"id": str(place), "title": choice.text[:ROW_TITLE], **({"description": choice.extra[:72]} if choice.extra
             else {})} for place, choice in enumerate(choices[:ROWS])]  # fmt: skip
    return "list", {"button": "Menu", "sections": [{"rows": rows}]}


def _header(files: tuple[Attached, ...], sort: str) -> dict[str, Any]:
    """A picture, a film or a document above buttons; lists and forms have none."""
    if len(files) != 1 or sort not in ("button", "cta_url") or files[0].sort not in CAPTIONED:
        return {}
    name = {"filename": _name(files[0])} if files[0].sort == "document" else {}
    return {"type": files[0].sort, files[0].sort: {**_where(files[0]), **name}}


def _template(filled: Filled) -> dict[str, Any]:
    language = {"policy": "deterministic", "code": filled.language}
    parts = [_part(part, blanks) for part, blanks in filled.parts if blanks]
    return {"name": filled.name, "language": language, **({"components": parts} if parts else {})}


def _part(part: str, blanks: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    button = re.fullmatch(r"button\.(\d{1,2})(?:\.(\w+))?", part)
    if button:
        sort = button[2] or "quick_reply"
        value = {"type": "payload" if sort == "quick_reply" else "text"}
        told = [{**value, value["type"]: blank} for _sort, blank in blanks]
        return {"type": "button", "sub_type": sort, "index": button[1], "parameters": told}
    return {"type": part, "parameters": [_blank(sort, value) for sort, value in blanks]}


def _blank(sort: str, value: str) -> dict[str, Any]:
    return {"type": sort, sort: value if sort == "text" else {"link": value}}


def judge(reply: Reply) -> str:
    """The name under which the message was taken; a Failing that says what went wrong."""
    if reply.status == 429:
        raise Throttled(str(reply.status))
    told = reply.told()
    trouble = inside(told, "error")
    if trouble:
        raise _failing(words(trouble.get("code")), words(trouble.get("message")))
    if not reply.is_good:
        raise TryAgain(str(reply.status)) if reply.status >= 500 else Rejected(str(reply.status))
    taken = objects(told.get("messages"))
    if not taken or not words(taken[0].get("id")):
        raise Unexpected
    return words(taken[0]["id"])


def _failing(code: str, why: str) -> Failing:
    for codes, failing in ((THROTTLED, Throttled), (AGAIN, TryAgain), (STOPPED, Stopped)):
        if code in codes:
            return failing(code, why)
    return Rejected(code, why)


def upload(file: Attached, settings: Settings) -> Request:
    """A file goes there first; the message then names it."""
    return Request(
        address=f"{GRAPH}/{settings.get('number_id', '')}/media",
        headers={"Authorization": f"Bearer {settings.get('token', '')}"},
        form={"messaging_product": "whatsapp", "type": file.media_type},
        files=(("file", file),),
    )


def uploaded(reply: Reply) -> str:
    """The name of a file that was taken."""
    told = reply.told()
    if inside(told, "error"):
        raise _failing(words(inside(told, "error").get("code")), words(inside(told, "error").get("message")))
    if not words(told.get("id")):
        raise Unexpected
    return words(told["id"])
