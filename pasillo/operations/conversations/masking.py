"""Secret addresses of our own in words that reach us: a customer's program quotes the link of our letter, and whoever
reads the case could act in their name with it. They are read where they prove something, and masked before they are
kept.
"""

import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from pasillo.operations.conversations.threads import read_token

MASK = "••••••"
SECRET_PATHS = ("r", "sign-in/link", "sign-up", "invitation", "password")
PURPOSES = ("link", "shown", "mail")

_WHOLE = re.compile(r"[a-z2-7]{26,80}")
_SLASH = r"(?:/|%(?:25)*2f)"
_BROKEN = r"(?:<wbr ?/?>|&shy;|&#8203;|[\u00ad\u200b]|[ \t]{0,3}\r?\n[>| \t]{0,20})"
_PARTS = re.compile(_BROKEN, re.IGNORECASE)


def masked(text: str) -> str:
    """The text without tokens of ours, and without the secret end of addresses of this house."""
    text = _WHOLE.sub(lambda found: _without_token(found[0]), text)
    return _secret_address(settings.BASE_URL).sub(lambda found: found[1] + _rest(found[2]), text)


def _without_token(letters: str) -> str:
    """An address that another program has wrapped in its own leaves the end of an encoded slash before the token."""
    for skipped in (0, 2, 4, 6):
        if skipped and letters[skipped - 2 : skipped] != "2f":
            continue
        if _is_ours(letters[skipped:]):
            return letters[:skipped] + MASK
    return letters


def _is_ours(letters: str) -> bool:
    return any(read_token(letters, purpose=purpose) is not None for purpose in PURPOSES)


@cache
def _secret_address(base: str) -> re.Pattern[str]:
    """Finds addresses of this house with a secret, also inside addresses of others and broken over a line."""
    host = re.escape(urlsplit(base).netloc).replace(":", "(?::|%3a)")
    paths = "|".join(re.escape(path).replace("/", _SLASH) for path in SECRET_PATHS)
    end = rf"[\w=:.~-]*[\w=](?:{_BROKEN}[a-z2-7]{{1,80}}){{0,8}}"
    return re.compile(rf"({host}{_SLASH}(?:{paths}){_SLASH})({end})", re.IGNORECASE)


def _rest(secret: str) -> str:
    """What stays after a secret: the words of the next line, unless the token goes on in them."""
    breaks = [*_PARTS.finditer(secret)]
    for ends in [*[one.start() for one in breaks[1:]], len(secret)]:
        if breaks and _is_ours(_PARTS.sub("", secret[:ends])):
            return MASK + secret[ends:]
    return MASK + (secret[breaks[0].start() :] if breaks else "")
