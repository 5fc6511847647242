"""What Slack's Events API says. Plain Python."""

from typing import Any

from pasillo.doors.channels.messaging.picking import inside, moment, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Media, Said, Update
from pasillo.doors.channels.slack.markup import plain_of

SORTS = ("image", "video", "audio")
OURS_TO_READ = ("", "file_share", "thread_broadcast")


def read(delivery: Delivery) -> Update:
    """Everything that one call told us: what a person wrote to our bot, and nothing that a bot wrote."""
    told = object_in(delivery.body)
    event = inside(told, "event")
    is_word = event.get("type") == "message" and words(event.get("subtype")) in OURS_TO_READ
    if told.get("type") != "event_callback" or not is_word or event.get("bot_id") or not words(event.get("user")):
        return Update()
    return Update(said=(_said(told, event),))


def question(delivery: Delivery) -> str:
    """Before the first call Slack asks for its own word back."""
    told = object_in(delivery.body) if delivery.body.startswith(b"{") else {}
    return words(told.get("challenge"))[:200] if told.get("type") == "url_verification" else ""


def _said(told: dict[str, Any], event: dict[str, Any]) -> Said:
    return Said(
        outside_id=words(told.get("event_id")),
        sender=words(event.get("user")),
        at=moment(event.get("ts")) or moment(told.get("event_time")),
        text=plain_of(words(event.get("text"))),
        media=tuple(_media(one) for one in objects(event.get("files")) if words(one.get("url_private_download"))),
        answers_to=words(event.get("thread_ts")),
        group=words(event.get("channel")) if event.get("channel_type") not in ("im", None) else "",
        own=words(told.get("api_app_id")),
    )


def _media(file: dict[str, Any]) -> Media:
    kind = words(file.get("mimetype"))
    sort = kind.partition("/")[0]
    return Media(
        sort=sort if sort in SORTS else "document",
        ref=words(file["url_private_download"]),
        name=words(file.get("name")),
        media_type=kind,
        is_address=True,
    )
