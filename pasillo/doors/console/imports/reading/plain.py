"""What was written in HTML, as plain words. Nothing of it is shown as it came."""

import re
from html.parser import HTMLParser

BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "hr"})
SILENT = frozenset({"script", "style", "head", "title", "template"})
LONGEST = 200_000


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.words.append("\n")
        if tag == "li":
            self.words.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BREAKS and tag not in ("br", "hr"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(re.sub(r"\s+", " ", data))


def words_of(html: str) -> str:
    """The words of a piece of HTML, with its lines."""
    parser = _Words()
    parser.feed(html[:LONGEST])
    parser.close()
    lines = [line.strip() for line in "".join(parser.words).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_words(text: object) -> str:
    """Words as they stand, no longer than anybody writes."""
    return str(text or "").strip()[:LONGEST]
