"""Whether words ask something: a question mark of any script. Plain Python."""

import re

MARKS = "?\u061f\uff1f\u037e\u1367\u2047\u2048\u2049\u203d"
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


def asks_something(text: str) -> bool:
    """A question has its mark; one that is part of an address on the web asks nothing. What is quoted is not ours."""
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    return any(mark in MARKS for mark in ADDRESS.sub("", own))
