"""Real delivery reports of dozens of mail systems: known as such, never answered, every address found."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.message import parse
from tests.corpora.suites.outcome import Outcome


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one report."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    expected = row["expect"]
    outcome = Outcome()
    if expected["kind"] == "bounce":
        outcome.expect("bounce", mail.is_bounce, True)
        outcome.expect("addresses", len(mail.bounce.recipients), expected["recipients"])
    elif expected["kind"] == "not_a_bounce":
        outcome.expect("bounce", mail.is_bounce, False)
    else:
        outcome.expect("automatic", mail.is_auto_reply or mail.is_bounce, True)
    outcome.expect("may answer", mail.may_auto_answer, expected["kind"] == "not_a_bounce")
    return outcome
