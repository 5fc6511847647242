"""Odd MIME: headers, the words to read, and the files by hash. Snapshots of another parser."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.body import choose
from pasillo.doors.channels.email.parsing.charsets import clean, words
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from pasillo.doors.channels.email.parsing.tree import cut
from tests.corpora.suites.outcome import Outcome, folded, ordered, squeezed


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    raw = (folder / row["file"]).read_bytes()
    mail, contents = parse(raw)
    expected = row["expect"]
    outcome = Outcome(differs=_differs(mail, expected))
    _headers(outcome, mail, expected["headers"])
    body = choose(cut(raw))
    for side, ours in (("text_body", body.text), ("html_body", body.html)):
        read = [part.text() for part in ours if part.media_type.startswith("text/")]
        outcome.expect(side, squeezed("".join(read)), squeezed(clean("".join(expected[side]))))
    _files(outcome, mail, contents, expected["attachments"])
    return outcome


def _differs(mail: ParsedMail, expected: dict[str, Any]) -> str:
    if "parts_not_found" in mail.problems and not expected["text_body"]:
        return "words outside the announced parts are shown, theirs become a file"
    return ""


def _headers(outcome: Outcome, mail: ParsedMail, headers: dict[str, Any]) -> None:
    if headers.get("subject"):
        outcome.expect("subject", folded(mail.subject), folded(headers["subject"]))
    if headers.get("message_id"):
        outcome.expect("id", mail.message_id, f"<{headers['message_id']}>")
    if headers.get("date"):
        outcome.expect("date", mail.date, datetime.fromisoformat(headers["date"]).astimezone(UTC).isoformat())
    for name, ours in (("from", [mail.sender]), ("to", mail.to), ("cc", mail.cc), ("reply_to", mail.reply_to)):
        theirs = [one["address"].lower() for one in headers.get(name, ()) if one.get("address")]
        outcome.expect(name, [one.address.lower() for one in ours if one.address][: len(theirs)], theirs)


def _files(outcome: Outcome, mail: ParsedMail, contents: list[bytes], theirs: list[dict[str, Any]]) -> None:
    """Files by hash; mails inside the mail by their number; an empty part without a name is no file of ours."""
    inside = [file for file in mail.attachments if file.media_type == "message/rfc822"]
    outcome.expect(
        "mails inside",
        len(inside),
        sum(one["kind"] == "message" or one.get("content_type") == "message/rfc822" for one in theirs),
    )
    wanted = {one["md5"] for one in theirs if "md5" in one}
    ours = [
        _hash(content, file.charset, wanted)
        for file, content in zip(mail.attachments, contents, strict=True)
        if file.media_type != "message/rfc822"
    ]
    outcome.expect(
        "files",
        ordered(ours),
        ordered(
            one["md5"] for one in theirs if "md5" in one and one["size"] and one.get("content_type") != "message/rfc822"
        ),
    )


def _hash(content: bytes, charset: str, wanted: set[str]) -> str:
    """Texts are hashed there as UTF-8."""
    versions = [content, words(content, charset or None).encode(), content.rstrip(b"\r\n")]
    found = [hashlib.md5(one, usedforsecurity=False).hexdigest() for one in versions]
    return next((one for one in found if one in wanted), found[0])
