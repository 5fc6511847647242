"""What the Bot Connector says: activities of Microsoft Teams. Plain Python."""

import re
from datetime import datetime
from html import unescape
from typing import Any

from pasillo.doors.channels.messaging.markup import plain_of
from pasillo.doors.channels.messaging.picking import inside, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Media, Said, Update

FILE = "application/vnd.microsoft.teams.file.download.info"
SORTS = ("image", "video", "audio")
WORDS = ("message", "messageUpdate")
MARKED = ("xml", "html")
ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#39);")
NAMED = re.compile(r"</?at(?: [^<>]*)?>")


def read(delivery: Delivery) -> Update:
    """What one activity told us: what a person wrote to our bot, and nothing of what Teams tells of itself."""
    told = object_in(delivery.body)
    said = _said(told)
    is_word = told.get("type") in WORDS and told.get("channelId") == "msteams" and said.sender
    return Update(said=(said,)) if is_word and (said.text or said.media) else Update()


def tenant_of(told: dict[str, Any]) -> str:
    """The organisation from which it was written."""
    found = inside(told, "channelData", "tenant").get("id") or inside(told, "conversation").get("tenantId")
    return words(found)


def _said(told: dict[str, Any]) -> Said:
    """A chat of one person with our bot is that person: its name stays the same as long as both are there."""
    chat, person, name = inside(told, "conversation"), inside(told, "from"), words(told.get("id"))
    kind = words(chat.get("conversationType"))
    return Said(
        outside_id=name,
        sender=words(chat.get("id"))[:200],
        at=_moment(told.get("timestamp")),
        name=words(person.get("name")),
        text=_text(told),
        media=tuple(filter(None, map(_media, objects(told.get("attachments"))))),
        replaces=name if told.get("type") == "messageUpdate" else "",
        group=words(chat.get("id")) if kind not in ("personal", "") else "",
        own=words(inside(told, "recipient").get("id")).removeprefix("28:"),
        language=words(told.get("locale")).partition("-")[0],
    )


def _text(told: dict[str, Any]) -> str:
    """What they saw: a colleague's name without its mark; of what is said to be markup only the words."""
    text = words(told.get("text"))
    if words(told.get("textFormat")).lower() in MARKED:
        return plain_of(text, with_addresses=True)
    shown = ESCAPED.sub(lambda found: unescape(found[0]), NAMED.sub("", text))
    return shown.replace("\xa0", " ").strip()


def _media(one: dict[str, Any]) -> Media | None:
    """A file, or a picture; what repeats the words in another dress is none."""
    kind = words(one.get("contentType"))
    sort = kind.partition("/")[0]
    if kind == FILE:
        address = words(inside(one, "content").get("downloadUrl"))
        return Media(sort="document", ref=address, name=words(one.get("name")), is_address=True) if address else None
    if sort in SORTS and words(one.get("contentUrl")):
        known = "" if kind.endswith("/*") else kind
        name = words(one.get("name"))
        return Media(sort=sort, ref=words(one["contentUrl"]), name=name, media_type=known, is_address=True)
    return None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
