"""Reads a feed, RSS or Atom, from bytes to plain values. A document that defines words of its own is refused unread.

Plain Python; it runs in a process of its own that may be killed (`process`).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from xml.parsers import expat

MOST_ENTRIES, DEEPEST, LONGEST = 200, 40, 20_000
ENTRIES = ("item", "entry")
NAMES = {
    "guid": "name", "id": "name", "link": "link", "title": "title", "description": "words", "summary": "words",
    "content": "words", "encoded": "words", "creator": "author", "author": "author", "name": "author",
    "rating": "score", "starrating": "score", "ratingvalue": "score", "pubdate": "at", "published": "at",
    "updated": "at", "date": "at", "language": "language",
}  # fmt: skip
_TAG = re.compile(r"<[^<>]{0,2000}>")


class NoFeed(ValueError):
    """These bytes are no feed that we read."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """What somebody said in public: 1 the worst to 5 the best, where they gave stars."""

    name: str
    link: str = ""
    author: str = ""
    title: str = ""
    words: str = ""
    score: int | None = None
    at: str = ""


def read_feed(raw: bytes) -> list[Review]:
    """The entries of a feed, as they stand there. NoFeed for anything else."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise NoFeed(str(fault)) from None
    if not reader.is_feed:
        raise NoFeed("neither RSS nor Atom")
    return [review for review in map(_review, reader.entries) if review.name]


class _Reader:
    """Walks through the document and keeps what stands directly in an entry."""

    def __init__(self) -> None:
        self.entries: list[dict[str, str]] = []
        self.path: list[str] = []
        self.is_feed = False
        self.inside = 0
        self.field = ""
        self.heard: list[str] = []

    def refuse(self, *_: object) -> None:
        raise ValueError("it defines words of its own")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2].lower()
        self.path.append(local)
        if len(self.path) > DEEPEST:
            raise ValueError("too deep")
        self.is_feed = self.is_feed or self.path[0] in ("rss", "feed", "rdf")
        if local in ENTRIES and not self.inside and len(self.entries) < MOST_ENTRIES:
            self.entries.append({})
            self.inside = len(self.path)
        elif self.inside:
            self._field(local, attributes)

    def _field(self, local: str, attributes: dict[str, str]) -> None:
        self.field, self.heard = NAMES.get(local, ""), []
        if local == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
            self.entries[-1].setdefault("link", attributes["href"][:1000])

    def data(self, text: str) -> None:
        if self.inside and self.field and sum(map(len, self.heard)) < LONGEST:
            self.heard.append(text)

    def end(self, tag: str) -> None:
        if self.inside and self.field and "".join(self.heard).strip():
            told = "".join(self.heard).strip()[:LONGEST]
            known = self.entries[-1].get(self.field, "")
            if not known or (self.field == "words" and len(told) > len(known)):
                self.entries[-1][self.field] = told
        self.field, self.heard = "", []
        if self.inside == len(self.path):
            self.inside = 0
        self.path.pop()


def _review(entry: dict[str, str]) -> Review:
    return Review(
        name=(entry.get("name") or entry.get("link", ""))[:200],
        link=entry.get("link", "") if entry.get("link", "").startswith("https://") else "",
        author=_plain(entry.get("author", ""))[:120],
        title=_plain(entry.get("title", ""))[:300],
        words=_plain(entry.get("words", "")),
        score=_score(entry.get("score", "")),
        at=_moment(entry.get("at", "")),
    )


def _plain(text: str) -> str:
    return unescape(_TAG.sub(" ", text)).replace("\xa0", " ").strip()


def _score(text: str) -> int | None:
    found = re.fullmatch(r"\s*([1-5])(?:[.,]\d+)?\s*(?:/\s*5)?\s*", text)
    return int(found.group(1)) if found else None


def _moment(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return ""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()
