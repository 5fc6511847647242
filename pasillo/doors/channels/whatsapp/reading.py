"""What a webhook of the WhatsApp Cloud API says. Plain Python."""

import re
from collections.abc import Iterator
from typing import Any

from pasillo.doors.channels.messaging.picking import NotUnderstood, inside, moment, object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Media, Receipt, Said, Trouble, Update, joined

MEDIA = ("image", "video", "audio", "voice", "document", "sticker")
STATES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
_NUMBER = re.compile(r"\d{1,20}")
_USER = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


def read(delivery: Delivery) -> Update:
    """Everything that one call told us."""
    told = object_in(delivery.body)
    if told.get("object") != "whatsapp_business_account":
        raise NotUnderstood("This does not come from WhatsApp.")
    changes = [(entry, change) for entry in objects(told.get("entry")) for change in objects(entry.get("changes"))]
    return joined(*(_change(entry, change) for entry, change in changes))


def _change(entry: dict[str, Any], change: dict[str, Any]) -> Update:
    field, value = words(change.get("field")), inside(change, "value")
    contacts = objects(value.get("contacts"))
    own = words(inside(value, "metadata").get("phone_number_id"))
    said = tuple(_said(one, contacts, own) for one in objects(value.get("messages")) if _sender(one))
    receipts = tuple(_receipts(objects(value.get("statuses")), own))
    troubles = tuple(_troubles(value)) if field != "calls" else ()
    for one in objects(value.get("messages")):
        troubles += tuple(_troubles(one))
    for one in objects(value.get("statuses")):
        troubles += tuple(_troubles(one))
    happened = () if said or receipts or field == "messages" else tuple(_happened(field, value, entry))
    return Update(said=said, receipts=receipts, troubles=troubles, happened=happened)


def _sender(message: dict[str, Any]) -> str:
    """The number, or the id that stands for a person who hides it; nothing for anything else."""
    for name in ("from", "from_user_id"):
        found = words(message.get(name))
        if _NUMBER.fullmatch(found) or _USER.fullmatch(found):
            return found
    return ""


def _said(message: dict[str, Any], contacts: list[dict[str, Any]], own: str) -> Said:
    sender, sort = _sender(message), words(message.get("type")) or "unsupported"
    contact = _contact(sender, contacts)
    inner, replaces = message, ""
    if sort == "edit":
        inner = inside(message, "edit", "message")
        replaces = words(inside(message, "edit").get("original_message_id"))
    elif sort == "revoke":
        replaces = words(inside(message, "revoke").get("original_message_id"))
    other = words(message.get("from_user_id")) or words(contact.get("user_id"))
    return Said(
        outside_id=words(message.get("id")),
        sender=sender,
        at=moment(message.get("timestamp")),
        name=words(inside(contact, "profile").get("name")),
        handle=words(inside(contact, "profile").get("username")),
        also_known_as=other if other != sender and _USER.fullmatch(other) else "",
        sort=sort,
        text=_text(inner),
        media=_media(inner),
        place=_place(inner),
        answers_to=words(inside(message, "context").get("id")),
        replaces=replaces,
        group=words(message.get("group_id")),
        own=own,
        details=_details(message, sort),
    )


def _contact(sender: str, contacts: list[dict[str, Any]]) -> dict[str, Any]:
    for contact in contacts:
        if sender in (contact.get("wa_id"), contact.get("user_id")):
            return contact
    return contacts[0] if len(contacts) == 1 else {}


def _text(message: dict[str, Any]) -> str:
    sort = words(message.get("type"))
    found = inside(message, sort)
    if sort == "text":
        return words(found.get("body"))
    if sort == "button":
        return words(found.get("text"))
    if sort == "interactive":
        return _answer(found)
    if sort in MEDIA:
        return words(found.get("caption"))
    if sort == "location":
        return ", ".join(filter(None, (words(found.get("name")), words(found.get("address")))))
    if sort == "contacts":
        return "\n".join(_cards(objects(message.get("contacts"))))
    return _order(found) if sort == "order" else ""


def _answer(interactive: dict[str, Any]) -> str:
    """What somebody chose among the answers that were offered."""
    for name in ("button_reply", "list_reply"):
        if words(inside(interactive, name).get("title")):
            return words(inside(interactive, name).get("title"))
    return words(inside(interactive, "nfm_reply").get("body"))


def _cards(cards: list[dict[str, Any]]) -> Iterator[str]:
    for card in cards:
        numbers = [words(phone.get("phone")) for phone in objects(card.get("phones"))]
        yield f"{words(inside(card, 'name').get('formatted_name'))} ({', '.join(filter(None, numbers))})"


def _order(order: dict[str, Any]) -> str:
    lines = [f"{words(item.get('quantity'))} × {words(item.get('product_retailer_id'))}"
             for item in objects(order.get("product_items"))]  # fmt: skip
    return "\n".join(filter(None, [words(order.get("text")), *lines]))


def _media(message: dict[str, Any]) -> tuple[Media, ...]:
    sort = words(message.get("type"))
    found = inside(message, sort)
    if sort not in MEDIA or not words(found.get("id")):
        return ()
    kind = words(found.get("mime_type"))
    return (Media(sort=sort, ref=words(found["id"]), name=words(found.get("filename")), media_type=kind),)


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    found = inside(message, "location")
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None


def _details(message: dict[str, Any], sort: str) -> dict[str, Any]:
    names = (sort, "referral", "context", "errors", "identity")
    return {name: message[name] for name in names if name in message and name != "text"}


def _receipts(statuses: list[dict[str, Any]], own: str) -> Iterator[Receipt]:
    for one in statuses:
        trouble = next(_troubles(one), Trouble(code="", words=""))
        sort = words(one.get("type"))
        state = words(one.get("status"))
        yield Receipt(
            outside_id=words(one.get("id")),
            state=STATES.get(state, state),
            recipient=words(one.get("recipient_id")) or words(one.get("recipient_user_id")),
            at=moment(one.get("timestamp")),
            code=trouble.code,
            words=trouble.words,
            sort=sort if sort == "call" else "message",
            own=own,
        )


def _troubles(told: dict[str, Any]) -> Iterator[Trouble]:
    for one in objects(told.get("errors")):
        title = words(one.get("title")) or words(one.get("message"))
        yield Trouble(code=words(one.get("code")), words=title or words(inside(one, "error_data").get("details")))


def _happened(field: str, value: dict[str, Any], entry: dict[str, Any]) -> Iterator[Happened]:
    """What concerns the account: templates, quality, preferences, calls, what was sent from a phone of ours."""
    calls = objects(value.get("calls"))
    sender = words(calls[0].get("from")) if calls else ""
    at = moment(calls[0].get("timestamp")) if calls else moment(entry.get("time"))
    yield Happened(sort=field, sender=sender, at=at, details=value)
