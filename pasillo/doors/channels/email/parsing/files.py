"""The files of a mail: name, kind, size and hashes; their bytes travel beside."""

import hashlib
from dataclasses import dataclass

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.body import Body
from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.encoded_words import decoded
from pasillo.doors.channels.email.parsing.headers import single_line, split_head
from pasillo.doors.channels.email.parsing.tree import Part
from pasillo.doors.channels.email.parsing.uuencode import Embedded
from pasillo.doors.channels.email.parsing.winmail import Wrapped

_ENDINGS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "application/ms-tnef": ".dat",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
}


@dataclass
class File:
    """A file as it came. The name is only ever shown, never used as a path."""

    filename: str
    media_type: str
    size: int
    sha256: str
    md5: str
    content_id: str
    inline: bool
    charset: str = ""


def kept(body: Body, embedded: list[Embedded]) -> list[tuple[File, bytes]]:
    """All files of a mail with their bytes, in order."""
    found = [_from_part(part) for part in body.files if _is_something(part)]
    found += [_unwrapped(one) for contents in body.wrapped for one in contents.files if one.content]
    return found + [_file(words(one.name, None), "application/octet-stream", one.content) for one in embedded]


def _unwrapped(one: Wrapped) -> tuple[File, bytes]:
    """A file that Outlook had wrapped."""
    return _file(
        one.name,
        one.media_type.lower() or "application/octet-stream",
        one.content,
        content_id=single_line(one.content_id).strip(" <>")[: limits.NAME],
    )


def _is_something(part: Part) -> bool:
    """An empty part with neither name nor kind is a slip of the sender's program, not a file."""
    return bool(part.filename or part.end > part.start or part.media_type not in ("text/plain", "text/html"))


def _from_part(part: Part) -> tuple[File, bytes]:
    content = part.content()
    name = part.filename or _named_inside(part, content)
    content_id = part.headers.raw("content-id").strip(" <>") or part.headers.raw("content-location")
    return _file(
        name,
        part.media_type,
        content,
        content_id=single_line(content_id)[: limits.NAME],
        inline=part.disposition.value == "inline"
        or bool(part.headers.raw("content-id") and part.media_type.startswith("image/")),
        charset=part.charset[:60],
    )


def _file(
    name: str, media_type: str, content: bytes, *, content_id: str = "", inline: bool = False, charset: str = ""
) -> tuple[File, bytes]:
    return (
        File(
            filename=safe_name(name) or "file" + _ENDINGS.get(media_type, ""),
            media_type=_plain_type(media_type),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            content_id=content_id,
            inline=inline,
            charset=charset,
        ),
        content,
    )


def _plain_type(media_type: str) -> str:
    """A media type with nothing odd in it."""
    fits = (
        media_type.isascii() and len(media_type) < 120 and all(sign.isalnum() or sign in "/.+-_" for sign in media_type)
    )
    return media_type if fits else "application/octet-stream"


def safe_name(name: str) -> str:
    """A name fit to be shown: one line, no hidden signs, no path, not too long."""
    name = single_line(decoded(name)).replace("\\", "/").rstrip("/").rpartition("/")[2].strip(" .")
    if len(name) <= limits.NAME - 55:
        return name
    stem, dot, ending = name.rpartition(".")
    return stem[:180] + dot + ending[:15] if dot and len(ending) < 16 else name[:200]


def _named_inside(part: Part, content: bytes) -> str:
    """A mail inside a mail is named by its subject."""
    if part.media_type not in ("message/rfc822", "message/global"):
        return ""
    headers, _ = split_head(content, 0, min(len(content), limits.EMBEDDED))
    subject = headers.text("subject").replace("/", "_")[:150]
    return f"{subject}.eml" if subject else ""
