"""Codes of six digits that change each half minute (RFC 6238), from a secret that a phone and we share."""

import base64
import hashlib
import hmac
from urllib.parse import quote, urlencode

STEP, DIGITS, DRIFT = 30, 6, 1


def code_at(secret: bytes, step: int, *, digits: int = DIGITS, hash_name: str = "sha1") -> str:
    """The code of one half minute."""
    mark = hmac.digest(secret, step.to_bytes(8, "big"), getattr(hashlib, hash_name))
    start = mark[-1] & 15
    number = int.from_bytes(mark[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(code: str, secret: bytes, *, seconds: float, after: int) -> int | None:
    """The half minute to which a code belongs: now, the one before or the one after, and newer than the last used."""
    typed = "".join(code.split())
    here = int(seconds // STEP)
    for step in range(here - DRIFT, here + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    return None


def as_typed(secret: bytes) -> str:
    """The secret in groups of four letters, for who cannot scan."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address_for(secret: bytes, *, whose: str, organisation: str) -> str:
    """What a phone reads from the picture."""
    label = quote(f"{organisation}:{whose}")
    known = {"secret": base64.b32encode(secret).decode().rstrip("="), "issuer": organisation}
    return f"otpauth://totp/{label}?{urlencode(known, quote_via=quote)}"
