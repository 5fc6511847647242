"""Reads a page of ours as a browser would, and tells what in it could run or call somebody else."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

LEADS = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "background", "srcset", "cite"}
LEADS |= {"hx-get", "hx-post", "hx-put", "hx-delete"}
NEVER = {"object", "embed", "base", "applet", "frameset", "portal", "math", "noembed", "plaintext", "xmp"}
HERE = ("localhost", "127.0.0.1", "testserver", "help.nidalia.example")


class _Page(HTMLParser):
    """Everything in a page that is more than words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        named = f"<{tag} {' '.join(given)}>"
        if tag in NEVER or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.found.append(named)
        if tag == "iframe" and "allow-scripts" in given.get("sandbox", "allow-scripts"):
            self.found.append(named)
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.found.append(named)
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc") or name.startswith("hx-on"):
                self.found.append(f"{named}: {name}")
            elif name in LEADS and not _is_ours(value):
                self.found.append(f"{named}: {name}={value[:80]}")


def _is_ours(address: str) -> bool:
    """A place of this house, or one to which a person is led by a click and a mail program or phone answers."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme in ("mailto", "tel", "sms"):
        return True
    return parts.scheme in ("", "http", "https") and parts.hostname in (None, *HERE)


def more_than_words(html: str) -> list[str]:
    """What of this page is neither words nor of ours."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.found
