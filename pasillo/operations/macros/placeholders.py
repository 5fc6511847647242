"""What a macro may ask for. A short list, filled in once; everything else stays as it was written."""

import re
from collections.abc import Mapping

ALLOWED = ("customer.name", "case.number", "agent.name", "service.name", "promise.due")
GAP = re.compile(r"\u27e6[^\u27e6\u27e7\n]{1,80}\u27e7")
PLACE = re.compile(r"\{\{ *([a-z]+\.[a-z]+) *\}\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in their places. A value is never read again, whatever it looks like."""
    return PLACE.sub(lambda found: _value(found, values), text)


def _value(found: "re.Match[str]", values: Mapping[str, str]) -> str:
    name = found[1]
    return values[name] if name in ALLOWED and name in values else found[0]


def gap(what: str) -> str:
    """What stands where nothing could be filled in, so that whoever sends it sees it first."""
    return f"\u27e6{what}\u27e7"


def gaps_in(text: str) -> list[str]:
    """What still has to be filled in by hand, in the order in which it stands, without its brackets."""
    return [found[0][1:-1] for found in GAP.finditer(text)]


def unknown_in(text: str) -> list[str]:
    """What looks like a placeholder and is none: it would stay as it stands."""
    return sorted({found[0] for found in re.finditer(r"\{\{.*?\}\}", text) if not _is_known(found[0])})


def _is_known(written: str) -> bool:
    found = PLACE.fullmatch(written)
    return found is not None and found[1] in ALLOWED
