"""The small language of letters: words in braces stand for what is filled in, and only those on the list.

It is not a programming language: nothing is worked out, nothing is fetched, and what was filled in is never read again.
"""

import re
from collections.abc import Iterable, Mapping

from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

BLANK = re.compile(r"\{([a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?)\}")
ALWAYS = ("name", "email", "today", "organisation", "number", "service", "asked_on", "approved_by", "approved_on")
ANSWER = "answer."
LONGEST = 20_000


def check(text: str, *, questions: Iterable[str]) -> None:
    """Refused when the text is too long or has a blank that nobody can fill."""
    if not text.strip():
        raise Refused(str(_("The letter has no text yet.")))
    if len(text) > LONGEST:
        raise Refused(str(_("This is longer than %(count)s characters.") % {"count": LONGEST}))
    known = {*ALWAYS, *(ANSWER + key for key in questions)}
    unknown = sorted(set(BLANK.findall(text)) - known)
    if unknown:
        raise Refused(str(_("Nobody can fill in: %(names)s.") % {"names": ", ".join(f"{{{one}}}" for one in unknown)}))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled in, once. A blank without a value stays empty; other braces stay as they are."""
    return BLANK.sub(lambda found: safe(values.get(found[1], "")), safe(text))
