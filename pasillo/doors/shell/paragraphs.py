"""Plain words as paragraphs: what a person wrote, with the lines they made and nothing that runs."""

import re

from markupsafe import Markup, escape

BLANK = re.compile(r"\n\s*\n")


def paragraphs(words: str | None) -> Markup:
    """Blank lines part paragraphs, single lines stay lines. Everything else is shown as written."""
    blocks = [block.strip("\n") for block in BLANK.split((words or "").replace("\r\n", "\n").strip())]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
        if block
    )
