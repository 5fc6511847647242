"""The code of each report: what the other server said, or at least whether it was for ever or for now."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.message import parse
from tests.corpora.suites.outcome import Outcome

FOLDER = "sisimai_bounces"


def is_ours(row: dict[str, Any]) -> bool:
    """Reports that say something about an address."""
    return row["expect"]["kind"] == "bounce" and bool(row["expect"].get("results"))


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares the first address of one report."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    theirs = row["expect"]["results"][0]["status"]
    fate = mail.bounce.fates[0] if mail.bounce.fates else None
    outcome = Outcome()
    ours = "" if fate is None else fate.kind if _is_made_up(theirs) else fate.status
    outcome.expect("status", ours, theirs[:1] if _is_made_up(theirs) else theirs)
    return outcome


def _is_made_up(status: str) -> bool:
    """Where the mail names no code their library makes one of its own, such as 5.0.911: only its class can be met."""
    last = status.rpartition(".")[2]
    return len(last) == 3 and last.startswith("9")
