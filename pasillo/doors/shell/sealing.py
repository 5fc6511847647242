"""Seals secrets with a key that is not in the database: encrypted, then marked against changes."""

import hashlib
import hmac
import os

from django.conf import settings

_NONCE, _MARK = 16, 32


def sealed(secret: str, purpose: str = "mailbox") -> bytes:
    """The secret, unreadable without the key of this installation."""
    if not secret:
        return b""
    nonce = os.urandom(_NONCE)
    hidden = _mixed(secret.encode(), nonce, purpose)
    return nonce + hidden + _mark(nonce + hidden, purpose)


def unsealed(kept: bytes | memoryview, purpose: str = "mailbox") -> str:
    """The secret again. ValueError when it was changed, or sealed with another key."""
    kept = bytes(kept)
    if not kept:
        return ""
    body, mark = kept[:-_MARK], kept[-_MARK:]
    if len(body) < _NONCE or not hmac.compare_digest(mark, _mark(body, purpose)):
        raise ValueError("sealed with another key")
    return _mixed(body[_NONCE:], body[:_NONCE], purpose).decode()


def _mixed(data: bytes, nonce: bytes, purpose: str) -> bytes:
    """Counter mode over HMAC-SHA256: each block of 32 bytes is mixed with its own keyed hash."""
    key = _key(purpose, "hide")
    out = bytearray()
    for start in range(0, len(data), 32):
        block = data[start : start + 32]
        stream = hmac.digest(key, nonce + start.to_bytes(8, "big"), "sha256")
        out += bytes(a ^ b for a, b in zip(block, stream, strict=False))
    return bytes(out)


def _mark(data: bytes, purpose: str) -> bytes:
    return hmac.digest(_key(purpose, "mark"), data, "sha256")


def _key(purpose: str, use: str) -> bytes:
    return hashlib.sha256(f"pasillo.{purpose}.{use}.{settings.SECRET_KEY}".encode()).digest()
