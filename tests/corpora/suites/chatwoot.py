"""Replies without quotations, subjects in other alphabets, threads by reference."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from tests.corpora.suites.outcome import Outcome, folded


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    expected = row["expect"]
    outcome = Outcome()
    _words(outcome, mail, expected)
    if "attachments" in expected:
        outcome.expect("files", len(mail.attachments), expected["attachments"])
    if "uuid" in expected:
        outcome.expect("reply address", any(expected["uuid"] in one.address for one in mail.to), True)
    if expected.get("threads_by", "").startswith("In-Reply-To equal"):
        outcome.expect("thread", bool(mail.in_reply_to), True)
    if "sender_is" in expected:
        outcome.expect("reply to", bool(mail.reply_to), True)
    return outcome


def _words(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any]) -> None:
    if "reply_text" in expected:
        outcome.expect("reply", folded(mail.new_text), folded(expected["reply_text"]))
    if "subject" in expected:
        outcome.expect("subject", folded(mail.subject), folded(expected["subject"]))
    for key in ("text_starts_with", "reply_starts_with"):
        start = folded(expected.get(key, ""))
        outcome.expect(key, folded(mail.new_text)[: len(start)], start)
    for words in expected.get("text_contains", ()):
        outcome.expect("contains", words in mail.text, True)
