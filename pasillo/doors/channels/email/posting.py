"""Mail that a mail service hands us over the web: what it posts, and how it proves that it is itself.

All of them can be told to post the mail as it came; only that counts, never what they made of it. Plain Python.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import compat32
from urllib.parse import parse_qsl

from pasillo.doors.channels.messaging.signatures import form_mark, is_hex_mark, same

MOST_FIELDS = 200


class NothingThere(Exception):
    """The call holds no mail as it came: the service is set up to post something else."""


@dataclass(frozen=True)
class Call:
    """One call of a service: its bytes, its headers in small letters, the address that it called."""

    body: bytes
    headers: Mapping[str, str]
    address: str

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a form, however it was sent; bytes that are no text survive the way."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            return _parts(kind, self.body)
        if not kind.startswith("application/x-www-form-urlencoded"):
            return {}
        text = self.body.decode("latin-1")
        try:
            return dict(parse_qsl(text, True, errors="surrogateescape", max_num_fields=MOST_FIELDS))
        except ValueError:
            return {}

    @property
    def data(self) -> object:
        """What a call in JSON says."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def _parts(kind: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {kind[:300]}\r\n\r\n".encode("ascii", "replace")
    whole = BytesParser(policy=compat32).parsebytes(head + body)
    parts = whole.get_payload() if whole.is_multipart() else []
    found: dict[str, str] = {}
    for part in parts[:MOST_FIELDS] if isinstance(parts, list) else []:
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content.decode("utf-8", "surrogateescape")
    return found


def _raw(text: object) -> bytes:
    if not isinstance(text, str) or not text.strip():
        raise NothingThere
    return text.encode("utf-8", "surrogateescape")


def _inside(data: object, *path: str | int) -> object:
    """A value deep in a JSON object; None where the way ends."""
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and len(data) > step else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def _of_mandrill(call: Call) -> list[bytes]:
    try:
        events = json.loads(call.fields.get("mandrill_events", "[]"))
    except (ValueError, RecursionError):
        raise NothingThere from None
    each = events if isinstance(events, list) else []
    return [_raw(_inside(one, "msg", "raw_msg")) for one in each if _inside(one, "event") == "inbound"]


def _of_sparkpost(call: Call) -> list[bytes]:
    each = call.data if isinstance(call.data, list) else []
    found = []
    for one in each:
        content = _inside(one, "msys", "relay_message", "content")
        raw = _raw(_inside(content, "email_rfc822"))
        found.append(base64.b64decode(raw) if _inside(content, "email_rfc822_is_base64") is True else raw)
    return found


def _signed_by_mailgun(call: Call, secret: str) -> bool:
    told = call.fields
    mark = hmac.new(secret.encode(), f"{told.get('timestamp')}{told.get('token')}".encode(), hashlib.sha256).hexdigest()
    return bool(secret and told.get("token")) and same(told.get("signature", ""), mark)


def _signed_by_mandrill(call: Call, secret: str) -> bool:
    mark = form_mark(call.address, call.fields, secret)
    return bool(secret) and same(call.headers.get("x-mandrill-signature", ""), mark)


def _signed_by_mailersend(call: Call, secret: str) -> bool:
    return is_hex_mark(call.headers.get("signature", ""), secret, call.body, before="")


def _by_password(call: Call, secret: str) -> bool:
    """They sign nothing: the address that nobody guesses counts, and a password where one was agreed."""
    if not secret:
        return True
    kind, _, told = call.headers.get("authorization", "").partition(" ")
    try:
        password = base64.b64decode(told).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return False
    return kind.lower() == "basic" and same(password, secret)


@dataclass(frozen=True)
class Service:
    """A mail service that posts what comes in: which field holds the mail, and how it proves itself."""

    name: str
    mails: Callable[[Call], list[bytes]]
    is_genuine: Callable[[Call, str], bool]
    signs: bool


def _one(find: Callable[[Call], object]) -> Callable[[Call], list[bytes]]:
    return lambda call: [_raw(find(call))]


SERVICES = {
    "mailgun": Service("Mailgun", _one(lambda call: call.fields.get("body-mime")), _signed_by_mailgun, True),
    "mandrill": Service("Mandrill", _of_mandrill, _signed_by_mandrill, True),
    "mailersend": Service(
        "MailerSend", _one(lambda call: _inside(call.data, "data", "raw")), _signed_by_mailersend, True
    ),
    "postmark": Service("Postmark", _one(lambda call: _inside(call.data, "RawEmail")), _by_password, False),
    "sendgrid": Service("SendGrid", _one(lambda call: call.fields.get("email")), _by_password, False),
    "sparkpost": Service("SparkPost", _of_sparkpost, _by_password, False),
}
