"""Reads an HTML mail as plain words, with a scanner that walks once over the text."""

import html
from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing import limits

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "title",
        "body",
        "html",
    ]
)
_SILENT = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "textarea", "select", "object", "svg", "math"]
)
_RAW = frozenset({"script", "style", "textarea", "title"})
_CELLS = frozenset({"td", "th"})
_BLANK_LINE = frozenset({"p", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"})


@dataclass
class _Page:
    """What was read so far, and how deep inside silent or quoted parts we are."""

    lines: list[str] = field(default_factory=lambda: [""])
    silent: str = ""
    quotes: int = 0
    preformatted: int = 0

    def say(self, text: str) -> None:
        if self.preformatted and "\n" in text:
            first, *rest = text.split("\n")
            self._add(first)
            for line in rest:
                self.lines.append("> " * min(self.quotes, 20) + line)
            return
        joined = " ".join(text.split())
        if text[:1].isspace():
            joined = " " + joined
        if text[-1:].isspace() and joined.strip():
            joined += " "
        self._add(joined)

    def _add(self, text: str) -> None:
        last = self.lines[-1]
        if not last.strip("> "):
            text = text.lstrip(" ") if not self.preformatted else text
            last = "> " * min(self.quotes, 20) if text else last
        elif last.endswith(" ") and text.startswith(" "):
            text = text[1:]
        self.lines[-1] = last + text

    def break_line(self, *, blank: bool = False) -> None:
        if self.lines[-1].strip("> "):
            self.lines.append("")
        if blank and len(self.lines) > 1 and self.lines[-2].strip("> "):
            self.lines.append("")


def text_of(source: str) -> str:
    """The words of an HTML text, line by line, quotations marked with >."""
    source = source[: limits.HTML]
    page = _Page()
    position = 0
    while position < len(source):
        start = source.find("<", position)
        stop = len(source) if start == -1 else start
        if stop > position and not page.silent:
            page.say(html.unescape(source[position:stop]).replace("\xa0", " "))
        if start == -1:
            break
        position = _markup(source, start, page)
    return _joined(page.lines)


def _markup(source: str, start: int, page: _Page) -> int:
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return len(source) if end == -1 else end + 3
    if not (source[start + 1 : start + 2].isalpha() or source[start + 1 : start + 2] in ("/", "!", "?")):
        if not page.silent:
            page.say("<")
        return start + 1
    end = _tag_end(source, start)
    closing = source[start + 1] == "/"
    name = _name(source, start + 2 if closing else start + 1)
    if not closing and name in _RAW:
        return _after_raw(source, end, name)
    _apply(page, name, closing=closing)
    if name == "img" and not closing and not page.silent:
        alternative = attribute(source[start:end], "alt")
        if alternative:
            page.say(f"[{alternative[:200]}]")
    return end


def _tag_end(source: str, start: int) -> int:
    """After the closing > of a tag; a > inside a quoted attribute does not count."""
    plain = source.find(">", start)
    if plain == -1:
        return len(source)
    inside = source[start:plain]
    if inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0:
        return plain + 1
    limit = min(len(source), start + 20_000)
    quote = ""
    for position in range(start, limit):
        sign = source[position]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and source[position - 1] in "= \n\t":
            quote = sign
        elif sign == ">":
            return position + 1
    return plain + 1


def _name(source: str, start: int) -> str:
    end = start
    while end < len(source) and end < start + 20 and source[end].isalnum():
        end += 1
    return source[start:end].lower()


def _after_raw(source: str, position: int, name: str) -> int:
    """Script and style are skipped to their end; without one, to the end of the text."""
    mark = f"</{name}"
    lowered = position
    while (found := source.find("</", lowered)) != -1:
        if source[found : found + len(mark)].lower() == mark:
            close = source.find(">", found)
            return len(source) if close == -1 else close + 1
        lowered = found + 2
    return len(source)


def _apply(page: _Page, name: str, *, closing: bool) -> None:
    if page.silent:
        if (closing and name == page.silent) or name == "body":
            page.silent = ""
    elif name in _SILENT and not closing:
        page.silent = name
    elif name == "br":
        page.lines.append("")
    elif name in _CELLS:
        page.say(" ")
    elif name in _BLOCKS:
        _block(page, name, closing=closing)


def _block(page: _Page, name: str, *, closing: bool) -> None:
    page.break_line(blank=name in _BLANK_LINE and name != "pre")
    step = -1 if closing else 1
    if name == "blockquote":
        page.quotes = max(0, page.quotes + step)
    elif name == "pre":
        page.preformatted = max(0, page.preformatted + step)
    elif name == "li" and not closing:
        page.say("* ")


def _joined(lines: list[str]) -> str:
    out: list[str] = []
    for line in lines:
        line = line.rstrip()
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n")


def attribute(tag: str, name: str) -> str:
    """The value of one attribute in a tag's source, empty if it is not there."""
    lowered = tag.lower()
    found = lowered.find(f" {name}=")
    if found == -1:
        return ""
    start = found + len(name) + 2
    quote = tag[start : start + 1]
    if quote in ("'", '"'):
        end = tag.find(quote, start + 1)
        return html.unescape(tag[start + 1 : end if end != -1 else len(tag)])
    end = start
    while end < len(tag) and tag[end] not in " >\t\n":
        end += 1
    return html.unescape(tag[start:end])


def too_nested(source: str) -> bool:
    """Would this HTML be too deep to clean? Counted before anything is built from it."""
    depth = deepest = 0
    position = source.find("<")
    while position != -1:
        following = source[position + 1 : position + 2]
        if following == "/":
            depth = max(0, depth - 1)
        elif following.isalpha() and _name(source, position + 1) not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
        position = source.find("<", position + 1)
    return deepest > limits.NESTING


_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "option",
    ]
)
