"""Reads delivery reports that only speak in prose: which addresses stand in them, and what is said about each."""

from dataclasses import dataclass, field

from pasillo.doors.channels.email.parsing.addresses import Address

LINES, LINE, SAID = 400, 500, 2_000
_RETURNED = (
    "original message", "copy of", "header of", "headers of", "unsent message", "returned message", "enclosed is",
    "below this line", "message headers follow", "message follows", "undelivered message", "message header",
    "message text follows", "mensaje original", "mail header",
)  # fmt: skip
_HEADERS = ("received:", "return-path:", "dkim-signature:", "x-originating-ip:", "message-id:", "delivered-to:")
_NAMING = ("delivered to", "rcpt to:", "recipient:", "recipients:", "address:", "delivering your mail to", "message to")
_SENDERS = ("from:", "mail from", "sender:", "to:", "cc:", "reply-to:", "subject:")


@dataclass
class Said:
    """An address that a report names, and its words about it."""

    address: str
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.words)[:SAID]


def addresses_in(text: str) -> tuple[list[Said], str]:
    """The addresses of a report with what is said about each, and all words before the returned mail."""
    lines = _own_words(text)
    found: dict[str, Said] = {}
    last: Said | None = None
    for line in lines:
        address = _leading(line) or _after_code(line)
        if address:
            last = found.setdefault(address.lower(), Said(address))
        if last is not None:
            last.words.append(line)
    if not found:
        named = _named(lines)
        found = {named.lower(): Said(named, lines)} if named else {}
    return list(found.values())[:50], "\n".join(lines)


def _own_words(text: str) -> list[str]:
    """What the mail system says itself: up to where it repeats the mail that failed."""
    lines: list[str] = []
    for raw in text.split("\n")[:LINES]:
        line = raw[:LINE].rstrip()
        low = line.strip().lower()
        if lines and (low.startswith(_HEADERS) or (len(low) < 90 and _announces(low))):
            break
        lines.append(line)
    return lines


def _announces(low: str) -> bool:
    return any(mark in low for mark in _RETURNED) and (low[:1] in "-=*|" or low.endswith(":") or "follow" in low)


def _leading(line: str) -> str:
    """kijitora@example.jp: 550 …, <kijitora@example.jp>:, or the address alone on its line."""
    bare = line.strip().lstrip("*•-<\"'( ").strip()
    word, _, rest = bare.partition(" ")
    return _address(word) if not rest.startswith(("wrote", "said")) else ""


def _after_code(line: str) -> str:
    """550 <kijitora@example.jp>... User unknown"""
    bare = line.strip()
    return _address(bare[3:].split("...")[0].strip(" -")) if bare[:3].isdigit() and "<" in bare[3:6] else ""


def _named(lines: list[str]) -> str:
    """Could not be delivered to: <kijitora@example.jp>, or else the first address that is nobody's sender line."""
    for wanted in (True, False):
        for line in lines[:80]:
            low = line.strip().lower()
            if low.startswith(_SENDERS) or (wanted and not any(mark in low for mark in _NAMING)):
                continue
            found = next((one for word in line.split() if (one := _address(word.rpartition(":")[2]))), "")
            if found:
                return found
    return ""


def _address(word: str) -> str:
    bare = word.strip("<>()[]:;,.\"'“”*")
    if bare.count("@") != 1 or "." not in bare.rpartition("@")[2] or not Address("", bare).usable:
        return ""
    return bare
