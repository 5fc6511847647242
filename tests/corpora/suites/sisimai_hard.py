"""Whether an address is gone for good, or only did not take this mail."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.message import parse
from tests.corpora.suites.outcome import Outcome
from tests.corpora.suites.sisimai_status import FOLDER, is_ours

__all__ = ["FOLDER", "check", "is_ours"]


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares the first address of one report."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    outcome = Outcome()
    ours = bool(mail.bounce.fates) and mail.bounce.fates[0].is_hard
    outcome.expect("hard", ours, row["expect"]["results"][0]["hard_bounce"])
    return outcome
