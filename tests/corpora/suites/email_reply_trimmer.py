"""Replies in fifteen languages: what is new stays, what is quoted goes to the rest."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.charsets import words
from pasillo.doors.channels.email.parsing.quoting import parted
from tests.corpora.suites.outcome import Outcome, folded


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one text."""
    reply = parted(words((folder / row["file"]).read_bytes(), "utf-8"))
    outcome = Outcome()
    if "reply_text" in row["expect"]:
        if not row["expect"]["reply_text"].strip() and reply.new:
            outcome.differs = "a mail that only quotes is shown whole: the only text is never hidden"
        outcome.expect("reply", folded(reply.new), folded(row["expect"]["reply_text"]))
    return outcome
