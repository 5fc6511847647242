"""Every kind of event that LINE sends."""

import json
from pathlib import Path
from typing import Any

from pasillo.doors.channels.line.reading import read
from pasillo.doors.channels.messaging.plain import Delivery
from tests.corpora.suites.outcome import Outcome

ROWS = "events.jsonl"
NAMES = {"follow": "started", "unfollow": "stopped"}


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one event."""
    outcome, expected = Outcome(), row["expect_derived"]
    update = read(Delivery(body=json.dumps(row["payload"]).encode()))
    source = expected["source"] or {}
    if expected["type"] != "message":
        outcome.expect("sort", [one.sort for one in update.happened], [NAMES.get(expected["type"], expected["type"])])
        outcome.expect("sender", update.happened[0].sender, source.get("userId", ""))
        outcome.expect("nobody says anything", len(update.said), 0)
        return outcome
    outcome.expect("messages", len(update.said), 1)
    said = update.said[0]
    outcome.expect("id", said.outside_id, expected["message_id"])
    outcome.expect("sender", said.sender, source.get("userId", ""))
    outcome.expect("group", said.group, source.get("groupId") or source.get("roomId") or "")
    outcome.expect("at", said.at and round(said.at.timestamp() * 1000), expected["timestamp_ms"])
    outcome.expect("token", said.token, expected["reply_token"])
    outcome.expect("type", said.details["type"], expected["message_type"])
    outcome.expect("redelivery", said.details["redelivery"], expected["redelivery"])
    if expected["text"] is not None:
        outcome.expect("text", said.text, expected["text"])
    return outcome
