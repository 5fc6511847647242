"""What a webhook of Twilio says: a text that came in, or what became of one of ours. Plain Python."""

import re
from urllib.parse import parse_qsl

from pasillo.doors.channels.messaging.picking import NotUnderstood
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Media, Receipt, Said, Trouble, Update
from pasillo.doors.channels.sms.errors import NAMES, STOPPED, THROTTLED

STATES = {
    "accepted": "queued", "scheduled": "queued", "queued": "queued", "sending": "queued", "sent": "sent",
    "delivered": "delivered", "read": "read", "failed": "failed", "undelivered": "failed", "canceled": "failed",
}  # fmt: skip
MOST_FILES = 10
_SENDER = re.compile(r"\+?\d{3,20}|(?:whatsapp|rcs|messenger):[\w.+-]{1,128}")


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of the form."""
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise NotUnderstood("This is not a form.") from None


def read(delivery: Delivery) -> Update:
    """Everything that one call told us."""
    told = fields_of(delivery.body)
    name = told.get("MessageSid") or told.get("SmsSid") or told.get("SmsMessageSid") or ""
    state = told.get("MessageStatus", "")
    if name and state and "Body" not in told and "NumMedia" not in told:
        return _receipt(name, state, told)
    sender = told.get("From", "")
    if not name or not _SENDER.fullmatch(sender):
        raise NotUnderstood("This is neither a text nor a receipt.")
    return Update(said=(_said(name, sender, told),))


def _said(name: str, sender: str, told: dict[str, str]) -> Said:
    other = told.get("ExternalUserId", "")
    return Said(
        outside_id=name,
        sender=sender,
        name=told.get("ProfileName", ""),
        also_known_as=other if _SENDER.fullmatch(other) and other != sender else "",
        text=told.get("Body", ""),
        media=tuple(_media(told)),
        place=_place(told),
    )


def _media(told: dict[str, str]) -> list[Media]:
    found = []
    for place in range(MOST_FILES):
        address = told.get(f"MediaUrl{place}", "")
        if address:
            kind = told.get(f"MediaContentType{place}", "")
            sort = kind.partition("/")[0] if kind.partition("/")[0] in ("image", "video", "audio") else "document"
            found.append(Media(sort=sort, ref=address, media_type=kind, is_address=True))
    return found


def _place(told: dict[str, str]) -> tuple[float, float] | None:
    try:
        return float(told["Latitude"]), float(told["Longitude"])
    except (KeyError, ValueError):
        return None


def _receipt(name: str, state: str, told: dict[str, str]) -> Update:
    if state not in STATES:
        raise NotUnderstood("This is not a state that a message can be in.")
    code = told.get("ErrorCode", "")
    to = told.get("To", "")
    words = told.get("ErrorMessage") or NAMES.get(code, "")
    is_put_off = STATES[state] == "failed" and code in THROTTLED
    receipt = Receipt(
        outside_id=name, state="put_off" if is_put_off else STATES[state], recipient=to, code=code, words=words
    )
    gone = (Happened(sort="stopped", sender=to),) if code in STOPPED and to else ()
    return Update(receipts=(receipt,), happened=gone, troubles=(Trouble(code=code, words=words),) if code else ())
