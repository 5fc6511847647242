"""What Mastodon's list of notifications says. Plain Python."""

from datetime import datetime
from typing import Any

from pasillo.doors.channels.messaging.markup import plain_of
from pasillo.doors.channels.messaging.picking import inside, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Media, Said, Update

SORTS = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
TRUSTED = ("public", "unlisted", "private", "direct")


def read(delivery: Delivery) -> Update:
    """Everything in one list: who mentioned us, and with which words."""
    told = object_in(delivery.body)
    mentions = [one for one in objects(told.get("notifications")) if one.get("type") == "mention"]
    found = [_said(one) for one in mentions]
    return Update(said=tuple(one for one in found if one.sender and one.outside_id))


def _said(one: dict[str, Any]) -> Said:
    account, status = inside(one, "account"), inside(one, "status")
    seen = words(status.get("visibility"))
    name = words(status.get("id"))
    return Said(
        outside_id=name,
        sender=words(account.get("acct"))[:200],
        at=_moment(status.get("created_at")),
        name=words(account.get("display_name")),
        handle=words(account.get("acct")),
        text=plain_of(words(status.get("content"))),
        media=tuple(_media(file) for file in objects(status.get("media_attachments")) if words(file.get("url"))),
        answers_to=words(status.get("in_reply_to_id")),
        token=f"{name}|{seen if seen in TRUSTED else 'direct'}"[:200],
        language=words(status.get("language")),
    )


def _media(file: dict[str, Any]) -> Media:
    return Media(sort=SORTS.get(words(file.get("type")), "document"), ref=words(file["url"]), is_address=True)


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
