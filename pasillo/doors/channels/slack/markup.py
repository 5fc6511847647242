"""Slack's own marks in a text, as words. Plain Python."""

import re

from pasillo.doors.channels.messaging.markup import linked

MARK = re.compile(r"<([^<>\n]{1,4000})>")
ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def plain_of(text: str) -> str:
    """What somebody wrote, as they saw it: names with their sign, links with their address, no escaped signs."""
    pieces = MARK.split(text)  # every second piece stood between the marks
    return "".join(_unescaped(_said(piece) if place % 2 else piece) for place, piece in enumerate(pieces))


def _said(mark: str) -> str:
    meant, _bar, label = mark.partition("|")
    if meant.startswith(("@", "#")):
        return meant[0] + (label or meant[1:]).removeprefix(meant[0])
    if meant.startswith("!"):
        return label or "@" + meant[1:].partition("^")[0]
    return linked(meant, label)


def _unescaped(text: str) -> str:
    return re.sub("|".join(ESCAPED), lambda found: ESCAPED[found[0]], text)
