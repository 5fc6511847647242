"""Plain replies of many mail programs: what is new. Other rows are about HTML markup and learnt signatures."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.quoting import parted
from tests.corpora.suites.outcome import Outcome, squeezed

ROWS = "cases.jsonl"


def is_ours(row: dict[str, Any]) -> bool:
    """Plain replies."""
    return row["kind"] == "reply_plain"


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one text."""
    outcome = Outcome()
    expected = row["expect"]["reply_text"]
    if "\n-- \n" in expected or "Sent from my" in expected:
        outcome.differs = "a signature is folded with the quotation"
    outcome.expect("reply", squeezed(parted(row["input"]).new), squeezed(expected))
    return outcome
