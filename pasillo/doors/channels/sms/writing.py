"""What we ask Twilio to send, and what its answers mean. Plain Python."""

import base64
import json
from typing import Any

from pasillo.doors.channels.messaging.picking import pieces, words
from pasillo.doors.channels.messaging.plain import (
    Failing,
    Outgoing,
    Rejected,
    Reply,
    Request,
    Settings,
    Stopped,
    Throttled,
    TryAgain,
    Unexpected,
    Unreadable,
)
from pasillo.doors.channels.sms.errors import NAMES, STOPPED, THROTTLED

API = "https://api.twilio.com"
LONGEST = 1600


def write(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """The calls that say this, one after the other; a picture goes with the first words."""
    address = f"{settings.get('api') or API}/2010-04-01/Accounts/{settings.get('account', '')}/Messages.json"
    return [Request(address=address, headers=_headers(settings), form=form) for form in _forms(outgoing, settings)]


def proof(settings: Settings) -> str:
    """Account and token, as the head of a call carries them."""
    return base64.b64encode(f"{settings.get('account', '')}:{settings.get('token', '')}".encode()).decode()


def _headers(settings: Settings) -> dict[str, str]:
    return {"Authorization": f"Basic {proof(settings)}"}


def _forms(outgoing: Outgoing, settings: Settings) -> list[dict[str, str]]:
    prefix, by = outgoing.to.rpartition(":")[0], _by(outgoing, settings)
    common = {"To": _to(outgoing.to, prefix), **by}
    if outgoing.called_back_at:
        common["StatusCallback"] = outgoing.called_back_at
    if outgoing.filled:
        blanks = {str(place): value for place, value in enumerate(outgoing.filled.values, 1)}
        told = json.dumps(blanks, separators=(",", ":"), ensure_ascii=False)
        return [{**common, "ContentSid": outgoing.filled.outside_id, "ContentVariables": told}]
    said = pieces(outgoing.text, outgoing.longest or LONGEST)
    forms = [{**common, "Body": piece} for piece in said]
    if outgoing.attached:
        forms[0]["MediaUrl"] = outgoing.attached[0].link
    return forms


def _to(to: str, prefix: str) -> str:
    """A number begins with a plus, in front of it stands the network if it is not the phone's own."""
    number = to.rpartition(":")[2]
    number = f"+{number}" if prefix and number.isdigit() else number
    return f"{prefix}:{number}" if prefix else number


def _by(outgoing: Outgoing, settings: Settings) -> dict[str, str]:
    """The number of ours, or the service that chooses one; prepared texts name both."""
    service, number = settings.get("service", ""), settings.get("number", "")
    prefix = outgoing.to.rpartition(":")[0]
    named = {"From": f"{prefix}:{number}" if prefix else number} if number else {}
    chosen = {"MessagingServiceSid": service} if service else {}
    return {**named, **chosen} if outgoing.filled else chosen or named


def judge(reply: Reply) -> str:
    """The name under which the message was taken; a Failing that says what went wrong."""
    told = _told(reply)
    code = words(told.get("code"))
    if code and code != "0":
        raise _failing(code, words(told.get("message")) or NAMES.get(code, ""))
    if not reply.is_good:
        raise TryAgain(str(reply.status)) if reply.status >= 500 else Rejected(str(reply.status))
    if not words(told.get("sid")):
        raise Unexpected
    return words(told["sid"])


def _told(reply: Reply) -> dict[str, Any]:
    if reply.status == 429:
        raise Throttled(str(reply.status))
    try:
        return reply.told()
    except Unreadable:
        if reply.is_good:
            raise
        return {}


def _failing(code: str, why: str) -> Failing:
    if code in STOPPED:
        return Stopped(code, why)
    return (Throttled if code in THROTTLED else Rejected)(code, why)
