"""Standard Webhooks: how a delivery is signed, so that its receiver knows that it is ours, whole, and new. Plain."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

BEGINS = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret as the standard writes it."""
    return BEGINS + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, *, name: str, moment: int, body: bytes) -> str:
    """The mark of one secret on the name, the moment and the body of a delivery."""
    key = base64.b64decode(secret.removeprefix(BEGINS))
    signed = f"{name}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(known: Iterable[str], *, name: str, moment: int, body: bytes) -> dict[str, str]:
    """What goes before the body; while a secret is exchanged, both sign."""
    marks = [signature(secret, name=name, moment=moment, body=body) for secret in known]
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(marks),
    }
