"""Unguessable tokens that prove to which conversation, and to whom, a reply address or a link was given."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

MAC_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Thread:
    """What a token stands for."""

    conversation_id: int
    person_id: int


def token_for(conversation_id: int, person_id: int, *, purpose: str = "mail") -> str:
    """The token of one person in one conversation: lower-case letters and digits, fit for an address or a link."""
    body = conversation_id.to_bytes(8, "big").lstrip(b"\0") or b"\0"
    tail = person_id.to_bytes(8, "big").lstrip(b"\0") or b"\0"
    packed = bytes([len(body)]) + body + tail
    return _written(packed + _mac(packed, purpose))


def read_token(token: str, *, purpose: str = "mail") -> Thread | None:
    """What a token stands for; None for anything that we did not make for this purpose."""
    if not token.isascii() or not 26 <= len(token) <= 80:
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    packed, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if len(packed) < 3 or not hmac.compare_digest(mac, _mac(packed, purpose)):
        return None
    if _written(raw) != token.lower():
        return None  # spare bits of the last letter: the same bytes in another dress
    split = 1 + packed[0]
    return Thread(
        conversation_id=int.from_bytes(packed[1:split], "big"), person_id=int.from_bytes(packed[split:], "big")
    )


def _written(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _mac(packed: bytes, purpose: str) -> bytes:
    key = hashlib.sha256(b"pasillo.thread." + purpose.encode() + b"." + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, packed, "sha256")[:MAC_BYTES]
