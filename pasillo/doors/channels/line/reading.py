"""What a webhook of LINE says. Plain Python."""

from typing import Any

from pasillo.doors.channels.messaging.picking import inside, moment, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Media, Said, Update, joined

FILES = {"image": "image", "video": "video", "audio": "audio", "file": "document"}
STOPPED = "unfollow"


def read(delivery: Delivery) -> Update:
    """Everything that one call told us."""
    told = object_in(delivery.body)
    return joined(*(_event(event) for event in objects(told.get("events"))))


def _event(event: dict[str, Any]) -> Update:
    sort, source = words(event.get("type")), inside(event, "source")
    sender = words(source.get("userId"))
    message = inside(event, "message")
    if sort == "message" and message and sender:
        return Update(said=(_said(event, message, source, sender),))
    name = {STOPPED: "stopped", "follow": "started"}.get(sort, sort)
    return Update(happened=(Happened(sort=name, sender=sender, at=moment(event.get("timestamp")), details=event),))


def _said(event: dict[str, Any], message: dict[str, Any], source: dict[str, Any], sender: str) -> Said:
    sort = words(message.get("type"))
    return Said(
        outside_id=words(message.get("id")),
        sender=sender,
        at=moment(event.get("timestamp")),
        sort="text" if sort == "text" or _is_known(sort) else "unsupported",
        text=_text(message),
        media=_media(message),
        place=_place(message),
        answers_to=words(message.get("quotedMessageId")),
        group=words(source.get("groupId")) or words(source.get("roomId")),
        token=words(event.get("replyToken")),
        details={"redelivery": inside(event, "deliveryContext").get("isRedelivery") is True, "type": sort},
    )


def _is_known(sort: str) -> bool:
    return sort in FILES or sort in ("location", "sticker")


def _text(message: dict[str, Any]) -> str:
    sort = words(message.get("type"))
    if sort == "text":
        return words(message.get("text"))
    if sort == "location":
        return words(message.get("title"))
    marks = message.get("keywords")
    return f"({words(marks[0])})" if sort == "sticker" and isinstance(marks, list) and marks else ""


def _media(message: dict[str, Any]) -> tuple[Media, ...]:
    """What lies at LINE is asked for by its name; what lies elsewhere has an address."""
    sort, provider = words(message.get("type")), inside(message, "contentProvider")
    if sort not in FILES:
        return ()
    elsewhere = words(provider.get("originalContentUrl"))
    name = words(message.get("fileName"))
    if elsewhere:
        return (Media(sort=FILES[sort], ref=elsewhere, name=name, is_address=True),)
    return (Media(sort=FILES[sort], ref=words(message.get("id")), name=name),)


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None
