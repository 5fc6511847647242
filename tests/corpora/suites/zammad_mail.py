"""Parser expectations: sender, subject, files by hash, and the words."""

import hashlib
import html
import re
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.files import File
from pasillo.doors.channels.email.parsing.html_text import text_of
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from tests.corpora.suites.outcome import Outcome, folded, ordered, squeezed

# The corpus' own note: these are written anew by the other product, so that their bytes cannot be compared.
_REWRITTEN = ("message/", "text/rfc822-headers")


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    mail, contents = parse((folder / row["file"]).read_bytes())
    expected = row["expect"]
    outcome = Outcome(differs=_differs((folder / row["file"]).read_bytes(), mail, expected))
    _sender(outcome, mail, expected)
    outcome.expect("subject", folded(mail.subject), folded(expected["subject"][: limits.SUBJECT]))
    _files(outcome, mail, contents, expected)
    _words(outcome, mail, expected)
    return outcome


def _differs(raw: bytes, mail: ParsedMail, expected: dict[str, Any]) -> str:
    """Where we read more than the other product on purpose."""
    theirs = expected["body_text_norm"]
    if b"charset=unicode-1-1-utf-7" in raw[:20_000].lower().replace(b'"', b""):
        return "text in UTF-7 is read, theirs stays coded"
    if theirs.startswith("begin 644 ") and mail.attachments:
        return "a file written into the text becomes a file, theirs stays coded text"
    if theirs == "no visible content" and {"parts_not_found", "boundary_guessed"} & set(mail.problems):
        return "words outside the announced parts are shown, theirs are hidden"
    return ""


def _sender(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any]) -> None:
    theirs = expected["from_email"].replace('"', "").strip("<>").rstrip(".")
    outcome.expect("sender", mail.sender.address.lower(), theirs.lower())


def _files(outcome: Outcome, mail: ParsedMail, contents: list[bytes], expected: dict[str, Any]) -> None:
    theirs = [file for file in expected["attachments"] if not file.get("synthetic_html_alternative")]
    ours = list(zip(mail.attachments, contents, strict=True))
    outcome.expect(
        "rewritten files",
        sum(file.media_type.startswith(_REWRITTEN) for file, _ in ours),
        sum(file["mime"].startswith(_REWRITTEN) for file in theirs),
    )
    wanted = ordered(file["md5"] for file in theirs if not file["mime"].startswith(_REWRITTEN))
    hashes = {file["md5"] for file in theirs}
    outcome.expect(
        "files",
        ordered(_hash(file, content, hashes) for file, content in ours if not file.media_type.startswith(_REWRITTEN)),
        wanted,
    )


def _hash(file: File, content: bytes, wanted: set[str]) -> str:
    """The hash of the bytes, or of the text in UTF-8 with plain line ends: the other product keeps texts so."""
    plain = content.replace(b"\r\n", b"\n")
    read = words(content, file.charset).encode() if file.media_type.startswith("text/") else plain
    versions = [content, plain, plain.rstrip(b"\n"), plain.rstrip(b"\n") + b"\n", read]
    hashes = [hashlib.md5(version, usedforsecurity=False).hexdigest() for version in versions]
    return next((found for found in hashes if found in wanted), file.md5)


def _words(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any]) -> None:
    theirs = expected["body_text_norm"]
    theirs = "" if theirs == "no visible content" else theirs
    ours = text_of(mail.html) if mail.html and expected["content_type"] == "text/html" else mail.text
    ours, theirs = _bare(ours), _bare(theirs)
    title = _bare(_title(mail.html))
    outcome.expect("text", ours, theirs.removeprefix(title) if title and not ours.startswith(title) else theirs)


# Their text is the cleaned HTML without its tags: it keeps the page's title, and has no marks for quotations,
# lists and pictures. Old and new HTML name two angle brackets differently.
_MARKS = str.maketrans(
    {">": "", "*": "", "<": "", "\u27e8": "\u3008", "\u27e9": "\u3009", "\u2329": "\u3008", "\u232a": "\u3009"}
)


def _bare(text: str) -> str:
    return squeezed(re.sub(r"\[[^\]]{0,200}\]", "", text).translate(_MARKS))


def _title(source: str) -> str:
    """The title of an HTML page, whatever its capitals."""
    _, found, rest = source.lower().partition("<title")
    start = len(source) - len(rest) + rest.find(">") + 1
    return html.unescape(source[start : source.lower().find("</title", start)]) if found else ""
