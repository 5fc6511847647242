"""How people who come from another system name a case of theirs: its mark in the subject, the text or a file, its ids.

Plain Python. Set for each mailbox by whoever moves house; without it none of this proves anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pasillo.doors.channels.email.parsing.html_text import text_of
from pasillo.doors.channels.email.parsing.message import ParsedMail

PLACES = ("subject", "body", "attachment", "references")
_PREFIXES = frozenset(
    [
        "re",
        "aw",
        "fw",
        "fwd",
        "wg",
        "rv",
        "enc",
        "tr",
        "sv",
        "vs",
        "antw",
        "rif",
        "r",
        "res",
        "odp",
        "ynt",
        "bls",
        "trs",
    ]
)
_SEARCHED = 200_000
_DIGITS = 20


@dataclass(frozen=True)
class Former:
    """The mark before the numbers of the former system, such as Request#, and where it counts."""

    mark: str = ""
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clues:
    """What a mail says about a case of the former system."""

    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    subject: str = ""

    def lead_to(self, *, number: str, subject: str, message_ids: Iterable[str]) -> bool:
        """Do they mean this case? By its number, by an id of its mails, or by an id and the same subject."""
        known = set(message_ids)
        same = bool(self.subject) and self.subject == bare_subject(subject)
        return number in self.numbers or bool(known & set(self.ids)) or (same and bool(known & set(self.replied)))


def clues_in(mail: ParsedMail, contents: list[bytes], former: Former) -> Clues:
    """Looks only where it was said that it counts."""
    texts: list[str] = []
    if "subject" in former.places:
        texts.append(mail.subject)
    if "body" in former.places:
        texts.append(mail.text[:_SEARCHED])
    if "attachment" in former.places:
        texts += _written_files(mail, contents)
    ids = tuple(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))
    return Clues(
        numbers=tuple(dict.fromkeys(number for text in texts for number in _numbers(text, former.mark))),
        ids=ids if "references" in former.places else (),
        replied=ids if "subject" in former.places else (),
        subject=bare_subject(mail.subject),
    )


def bare_subject(subject: str) -> str:
    """The subject without what programs put before it: Re:, AW:, Fwd:"""
    rest = subject.strip()
    while True:
        prefix, colon, after = rest.partition(":")
        if not colon or prefix.strip().rstrip("[]0123456789 ").lower() not in _PREFIXES:
            return " ".join(rest.split()).lower()
        rest = after.strip()


def _written_files(mail: ParsedMail, contents: list[bytes]) -> list[str]:
    """The words of files that are text; of a page, what a person reads in it."""
    found = []
    for file, content in zip(mail.attachments, contents, strict=False):
        text = content[:_SEARCHED].decode("utf-8", "replace")
        if file.media_type == "text/plain":
            found.append(text)
        elif file.media_type == "text/html":
            found.append(text_of(text))
    return found


def _numbers(text: str, mark: str) -> list[str]:
    """The numbers right after the mark, both standing for themselves and not inside a word."""
    found: list[str] = []
    low, wanted = text.lower(), mark.strip().lower()
    position = low.find(wanted) if wanted else -1
    while position != -1 and len(found) < 20:
        start = end = position + len(wanted)
        while end < len(text) and end - start < _DIGITS and text[end].isdigit():
            end += 1
        before, after = text[position - 1 : position], text[end : end + 1]
        if end > start and not (before.isalnum() or before in ("-", "_")) and not after.isalnum():
            found.append(text[start:end])
        position = low.find(wanted, end)
    return found
