"""Words out of markup: what a provider sends as HTML, as a person would read it. Plain Python."""

from html.parser import HTMLParser

LONGEST = 50_000
BLOCKS = ("p", "div", "li", "blockquote")


def plain_of(html: str, *, with_addresses: bool = False) -> str:
    """The words, a line for each paragraph and break; where a link leads only `with_addresses`."""
    reader = _Words(with_addresses)
    reader.feed(html[:LONGEST])
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.found).strip().splitlines())


class _Words(HTMLParser):
    """Keeps text, where lines end, and where links lead."""

    def __init__(self, with_addresses: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.with_addresses, self.address, self.begins = with_addresses, "", 0

    def handle_data(self, data: str) -> None:
        self.found.append(data.replace("\xa0", " "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.found.append("\n")
        if tag == "a":
            self.address, self.begins = dict(attrs).get("href") or "", len(self.found)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.found.append("\n\n" if tag == "p" else "\n")
        if tag == "a" and self.with_addresses and self.address:
            self.found[self.begins :] = [linked(self.address, "".join(self.found[self.begins :]))]
            self.address = ""


def linked(address: str, label: str) -> str:
    """A link as one writes it where nothing can be pressed: its words, and where they lead if they do not say so."""
    bare = address.partition(":")[2] if address.startswith(("mailto:", "tel:")) else address
    said = label.strip()
    if not said or said.rstrip("/") in (bare.rstrip("/"), bare.partition("://")[2].rstrip("/")):
        return bare
    return f"{said} ({bare})"
