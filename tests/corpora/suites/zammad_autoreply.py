"""Who may get an automatic answer, and who is out of office."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.parsing.automatic import is_of_our_house
from pasillo.doors.channels.email.parsing.message import parse
from tests.corpora.suites.outcome import Outcome

OUR_DOMAIN = frozenset({"zammad.example.com"})


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail."""
    mail, _ = parse((folder / row["file"]).read_bytes())
    expected = row["expect"]
    outcome = Outcome()
    if "is_out_of_office" in expected:
        outcome.expect("out of office", mail.is_out_of_office, expected["is_out_of_office"])
    if "is_auto_response" in expected:
        outcome.expect("automatic", mail.is_generated, expected["is_auto_response"])
    if "send_auto_response" in expected:
        ours = mail.may_auto_answer and not is_of_our_house(mail.message_id, OUR_DOMAIN)
        outcome.expect("may answer", ours, expected["send_auto_response"])
    return outcome
