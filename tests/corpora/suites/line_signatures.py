"""Marks of LINE on bytes: the right one is taken, any other is not."""

import json
from pathlib import Path
from typing import Any

from pasillo.doors.channels.line.channel import LINE
from pasillo.doors.channels.messaging.plain import Delivery
from tests.corpora.suites.outcome import Outcome

FOLDER, ROWS = "line", "signature.json"


def rows_of(suite: Path) -> list[dict[str, Any]]:
    """They stand in one list."""
    return json.loads((suite / ROWS).read_text("utf-8"))


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mark."""
    outcome = Outcome()
    told = Delivery(body=row["body"].encode(), headers={"x-line-signature": row["x_line_signature"]})
    outcome.expect("is genuine", LINE.is_genuine(told, {"secret": row["channel_secret"]}), row["valid"])
    return outcome
