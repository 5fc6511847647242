"""What an update of the Telegram Bot API says. Plain Python."""

from typing import Any

from pasillo.doors.channels.messaging.picking import inside, moment, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Media, Said, Update

SORTS = ("sticker", "video", "voice", "audio", "document", "animation", "video_note")
SHOWN_AS = {"animation": "video", "video_note": "video"}
CARRIED = ("message", "edited_message", "channel_post", "edited_channel_post")


def read(delivery: Delivery) -> Update:
    """Everything that one update told us. Each holds one thing."""
    told = object_in(delivery.body)
    for name in CARRIED:
        if isinstance(told.get(name), dict):
            return _update(told[name], is_edited=name.startswith("edited"))
    if inside(told, "callback_query"):
        return _pressed(inside(told, "callback_query"))
    change = inside(told, "my_chat_member")
    if words(inside(change, "new_chat_member").get("status")) in ("kicked", "left"):
        return Update(happened=(_happened("stopped", change),))
    return Update()


def _happened(sort: str, told: dict[str, Any]) -> Happened:
    sender = words(inside(told, "from").get("id")) or words(inside(told, "chat").get("id"))
    return Happened(sort=sort, sender=sender, at=moment(told.get("date")), details=told)


def _update(message: dict[str, Any], *, is_edited: bool) -> Update:
    """Commands open and end a chat; everything else is for people."""
    command = words(message.get("text")).strip().partition(" ")[0].partition("@")[0]
    if command == "/start":
        return Update(happened=(_happened("started", message),))
    if command == "/end":
        return Update(happened=(_happened("ended", message),))
    return Update(said=(_said(message, is_edited=is_edited),))


def _said(message: dict[str, Any], *, is_edited: bool) -> Said:
    writer = inside(message, "from") or inside(message, "sender_chat") or inside(message, "chat")
    outside_id = words(message.get("message_id"))
    chat = words(inside(message, "chat").get("type"))
    return Said(
        outside_id=outside_id,
        sender=words(writer.get("id")),
        at=moment(message.get("edit_date") if is_edited else message.get("date")),
        name=" ".join(filter(None, (words(writer.get("first_name")), words(writer.get("last_name")))))
        or words(writer.get("title")),
        handle=words(writer.get("username")),
        text=_text(message),
        media=_media(message),
        place=_place(message),
        answers_to=words(inside(message, "reply_to_message").get("message_id")),
        replaces=outside_id if is_edited else "",
        group=words(inside(message, "chat").get("id")) if chat not in ("private", "") else "",
        language=words(writer.get("language_code"))[:2],
    )


def _pressed(query: dict[str, Any]) -> Update:
    """A button below a message of ours was pressed: its word is the answer."""
    writer = inside(query, "from")
    said = Said(
        outside_id=f"q{words(query.get('id'))}",
        sender=words(writer.get("id")),
        name=" ".join(filter(None, (words(writer.get("first_name")), words(writer.get("last_name"))))),
        handle=words(writer.get("username")),
        sort="button",
        text=words(query.get("data")),
    )
    return Update(said=(said,))


def _text(message: dict[str, Any]) -> str:
    venue, contact = inside(message, "venue"), inside(message, "contact")
    if venue:
        return ", ".join(filter(None, (words(venue.get("title")), words(venue.get("address")))))
    if contact:
        name = " ".join(filter(None, (words(contact.get("first_name")), words(contact.get("last_name")))))
        return f"{name} ({words(contact.get('phone_number'))})"
    form = words(inside(message, "web_app_data").get("button_text"))
    return words(message.get("text")) or words(message.get("caption")) or form


def _media(message: dict[str, Any]) -> tuple[Media, ...]:
    sizes = objects(message.get("photo"))
    if sizes:
        largest = max(sizes, key=lambda one: one.get("file_size") or one.get("width") or 0)
        return (Media(sort="image", ref=words(largest.get("file_id")), media_type="image/jpeg"),)
    for sort in SORTS:
        found = inside(message, sort)
        if words(found.get("file_id")):
            return (_file(sort, found),)
    return ()


def _file(sort: str, found: dict[str, Any]) -> Media:
    name, kind = words(found.get("file_name")), words(found.get("mime_type"))
    if not name and sort == "sticker":
        name = f"{words(found.get('set_name'))}.webp" if words(found.get("set_name")) else ""
    return Media(sort=SHOWN_AS.get(sort, sort), ref=words(found["file_id"]), name=name, media_type=kind)


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    found = inside(message, "location")
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None
