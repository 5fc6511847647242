"""Marks by which a provider proves that a call is theirs. Plain Python; compared in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def is_hex_mark(told: str, key: str, body: bytes, *, before: str = "sha256=") -> bool:
    """HMAC-SHA256 in hexadecimal, after a word that names it."""
    mark = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return bool(key) and told.startswith(before) and same(told.removeprefix(before), mark)


def is_base64_mark(told: str, key: str, body: bytes) -> bool:
    """HMAC-SHA256 in base 64."""
    mark = base64.b64encode(hmac.digest(key.encode(), body, "sha256")).decode()
    return bool(key) and same(told, mark)


def form_mark(address: str, fields: Mapping[str, str], key: str) -> str:
    """HMAC-SHA1 in base 64 over an address and the sorted fields of a form."""
    told = address + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    return base64.b64encode(hmac.digest(key.encode(), told.encode(), "sha1")).decode()


def same(one: str, other: str) -> bool:
    """Whether two marks are equal; how long it takes tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
