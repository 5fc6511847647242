"""Awkward mails without expectations: none may stop us, and no part may be lost."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.body import choose
from pasillo.doors.channels.email.parsing.message import parse
from pasillo.doors.channels.email.parsing.tree import cut
from tests.corpora.suites.outcome import Outcome


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Reads one mail and counts its parts."""
    raw = (folder / row["file"]).read_bytes()
    mail, contents = parse(raw)
    tree = cut(raw)
    body = choose(tree)
    outcome = Outcome()
    kept = {id(part) for part in (*body.text, *body.html, *body.files)}
    lost = [part for part in tree.leaves() if id(part) not in kept and part.content().strip()]
    outcome.expect("parts lost", len(lost), 0)
    outcome.expect("bytes of every file", [file.size for file in mail.attachments], [len(one) for one in contents])
    outcome.expect("something to read", bool(mail.text or mail.attachments or mail.subject), True)
    return outcome
