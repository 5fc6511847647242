"""A forum's mails: senders, automatic mails, bounces, replies without their quotations."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing import quoting
from pasillo.doors.channels.email.parsing.html_text import text_of
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from pasillo.doors.channels.email.parsing.when import said_at
from tests.corpora.suites.outcome import Outcome, folded

_FORUM = {
    "sender_inactive": "a forum's own rule: we accept mail of people who left",
    "reply_key_sender_mismatch": "we keep a stranger's reply, held apart, instead of refusing it",
    "body_too_short": "a forum's own rule: short words are welcome",
    "unsubscribe_not_allowed": "a forum's own rule: a mail never cancels anything by its subject",
    "strangers_not_allowed": "everybody may write to a service desk",
    "ignored_by_subject": "a forum's own rule: no mail is dropped for its subject",
    "empty_body": "an empty mail becomes a visible case",
}
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    expected = row["expect"]
    outcome = Outcome(differs=_FORUM.get(expected.get("reject_reason"), ""))
    if expected.get("creates") == "like":
        outcome.differs = "a forum's own rule: one word is not a vote"
    _nature(outcome, mail, expected)
    _words(outcome, mail, expected, bool(row.get("context", {}).get("prefer_html")))
    _rest(outcome, mail, expected)
    return outcome


def _nature(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any]) -> None:
    reason = expected.get("reject_reason")
    if reason == "auto_generated" or expected.get("is_auto_reply"):
        outcome.expect("generated", (mail.is_generated, mail.may_auto_answer), (True, False))
    if reason == "no_sender":
        outcome.expect("sender", mail.sender.usable, False)
    if expected.get("is_bounce"):
        outcome.expect("bounce", mail.is_bounce, True)
    if "bounce" in expected:
        outcome.expect("for ever", mail.bounce.is_permanent, expected["bounce"] == "hard")
    if expected.get("accepted") and not outcome.differs:
        outcome.expect("accepted", mail.sender.usable and not mail.is_bounce and not mail.is_auto_reply, True)
    if "is_spam" in expected:
        outcome.expect("spam", mail.is_spam, expected["is_spam"])


def _words(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any], prefer_html: bool) -> None:
    ours = quoting.parted(text_of(mail.html)) if prefer_html and mail.html else quoting.parted(mail.text)
    if "reply_text" in expected:
        outcome.expect("reply", _bare(ours.new), _bare(expected["reply_text"]))
    if "elided_text" in expected:
        outcome.expect("rest", folded(ours.rest), folded(expected["elided_text"]))
    if "reply_matches" in expected:
        words = re.findall(r"Before|After", expected["reply_matches"])
        outcome.expect("pictures", any(file.media_type.startswith("image/") for file in mail.attachments), True)
        outcome.expect("words", re.findall(r"Before|After", ours.new), words)


def _rest(outcome: Outcome, mail: ParsedMail, expected: dict[str, Any]) -> None:
    if "message_id" in expected:
        outcome.expect("id", mail.message_id, "")
    if "created_at" in expected:
        outcome.expect("not in the future", said_at(mail.date, _NOON), _NOON)
    if "attachments" in expected:
        outcome.expect("files", [file.filename for file in mail.attachments], expected["attachments"])
    if "participants" in expected:
        ours = {one.address for one in (mail.sender, *mail.to, *mail.cc)}
        outcome.expect("people", sorted(set(expected["participants"]) - ours), [])
    if "original_sender" in expected:
        outcome.expect("forwarded from", mail.sent_on and mail.sent_on.sender.address, expected["original_sender"])
        outcome.expect("forwarder", mail.sender.address, expected["forwarder"])
        outcome.expect("comment", expected["comment_matches"] in quoting.parted(mail.text).new, True)


def _bare(text: str) -> str:
    return folded(text.replace("*", ""))
