"""What a webhook of the Messenger platform says, for Messenger and for Instagram. Plain Python."""

from typing import Any

from pasillo.doors.channels.messaging.picking import NotUnderstood, inside, moment, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Media, Receipt, Said, Update, joined

FILES = {"image": "image", "video": "video", "audio": "audio", "file": "document", "ig_reel": "video", "reel": "video"}
THUMBS = ("369239263222822", "369239343222814", "369239383222810")


def read(delivery: Delivery, of: str) -> Update:
    """Everything that one call told us; `of` is "page" or "instagram"."""
    told = object_in(delivery.body)
    if told.get("object") != of:
        raise NotUnderstood("This is meant for another channel.")
    return joined(
        *(
            _one(entry, one)
            for entry in objects(told.get("entry"))
            for one in objects(entry.get("messaging"))
            if words(inside(one, "recipient").get("id")) == words(entry.get("id"))
        )
    )


def _one(entry: dict[str, Any], told: dict[str, Any]) -> Update:
    sender, own = words(inside(told, "sender").get("id")), words(entry.get("id"))
    at, message = moment(told.get("timestamp")), inside(told, "message")
    if message:
        return _message(message, sender=sender, own=own, at=at)
    if inside(told, "delivery"):
        names = [words(name) for name in inside(told, "delivery").get("mids") or []]
        return Update(receipts=tuple(Receipt(outside_id=name, state="delivered", at=at, own=own) for name in names))
    if words(inside(told, "read").get("mid")):
        return Update(receipts=(Receipt(outside_id=words(told["read"]["mid"]), state="read", at=at, own=own),))
    return _beside(told, sender=sender, at=at)


def _message(message: dict[str, Any], *, sender: str, own: str, at: Any) -> Update:
    """Echoes are our own words; a message that was unsent is not shown."""
    if message.get("is_echo") or message.get("is_deleted") or not sender:
        return Update()
    attached = objects(message.get("attachments"))
    likes = any(words(inside(one, "payload").get("sticker_id")) in THUMBS for one in attached)
    said = Said(
        outside_id=words(message.get("mid")),
        sender=sender,
        at=at,
        text="👍" if likes else words(message.get("text")),
        media=() if likes else tuple(_media(attached)),
        place=next((place for one in attached if (place := _place(one))), None),
        answers_to=words(inside(message, "reply_to").get("mid")),
        own=own,
    )
    return Update(said=(said,)) if said.is_for_people else Update()


def _media(attached: list[dict[str, Any]]) -> list[Media]:
    """Files; not what only points to something else, such as a story that names us."""
    return [
        Media(sort=FILES[words(one.get("type"))], ref=address, is_address=True)
        for one in attached
        if words(one.get("type")) in FILES and (address := words(inside(one, "payload").get("url")))
    ]


def _place(attached: dict[str, Any]) -> tuple[float, float] | None:
    found = inside(attached, "payload", "coordinates")
    latitude, longitude = found.get("lat"), found.get("long")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None


def _beside(told: dict[str, Any], *, sender: str, at: Any) -> Update:
    """How somebody came to us: by a button, by a link, by leave to be written to."""
    pressed, came, leave = inside(told, "postback"), inside(told, "referral"), inside(told, "optin")
    details = {name: words(pressed.get(name)) for name in ("title", "payload") if pressed.get(name)}
    came = came or inside(pressed, "referral")
    if came or leave:
        details |= {"referrer_id": words(came.get("ref")) or words(leave.get("ref"))}
        details |= {name: words(came.get(name)) for name in ("source", "type", "ad_id") if came.get(name)}
        return Update(happened=(Happened(sort="referral", sender=sender, at=at, details=details),))
    if pressed:
        return Update(happened=(Happened(sort="started", sender=sender, at=at, details=details),))
    return Update()
