"""What messages on Telegram and by text become in another product. Rows whose payload is absent are not counted.

Rows of a network that has closed its door (their shape only) are none of ours.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pasillo.doors.channels.messaging.plain import Delivery
from pasillo.doors.channels.sms.reading import read as read_sms
from pasillo.doors.channels.telegram.reading import read as read_telegram
from tests.corpora.suites.outcome import Outcome, squeezed


def is_ours(row: dict[str, Any]) -> bool:
    """Telegram, and texts by Twilio."""
    return row["channel"] in ("telegram", "sms_twilio")


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one message."""
    outcome, expected = Outcome(), row["expect"]
    raw = (folder / row["file"]).read_bytes()
    if row["channel"] == "sms_twilio":
        body = urlencode(json.loads(raw)).encode() if raw.lstrip()[:1] == b"{" else raw
        update = read_sms(Delivery(body=body))
        outcome.expect("body", [one.text for one in update.said], [expected["body"]])
        return outcome
    update = read_telegram(Delivery(body=raw))
    if "creates" in expected or "effect" in expected:
        outcome.expect("nobody says anything", [one.text for one in update.said if one.is_for_people], [])
        return outcome
    outcome.expect("messages", len(update.said), 1)
    if "body" in expected and "<" not in expected["body"]:
        outcome.expect("body", squeezed(update.said[0].text), squeezed(expected["body"]))
    if "attachments" in expected or "image" in expected:
        outcome.expect("files", len(update.said[0].media), len(expected.get("attachments", [1])))
    return outcome
