"""Every kind of update that WhatsApp sends: of which sort it is, from whom, when, and what it says."""

import json
from pathlib import Path
from typing import Any

from pasillo.doors.channels.messaging.plain import Delivery, Receipt, Said
from pasillo.doors.channels.whatsapp.reading import read
from tests.corpora.suites.outcome import Outcome

FOLDER, ROWS = "pywa_whatsapp", "updates.jsonl"


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one update."""
    outcome, expected = Outcome(), row["expect_derived"]
    update = read(Delivery(body=json.dumps(row["payload"]).encode()))
    if expected["kind"] == "message":
        outcome.expect("messages", len(update.said), 1)
        _message(outcome, update.said[0], expected, row["expect_upstream"] or {})
    elif expected["kind"] == "status":
        outcome.expect("receipts", len(update.receipts), 1)
        _receipt(outcome, update.receipts[0], expected)
    else:
        outcome.expect("sort", [one.sort for one in update.happened], [expected["field"]])
        outcome.expect("nobody says anything", len(update.said) + len(update.receipts), 0)
    return outcome


def _message(outcome: Outcome, said: Said, expected: dict[str, Any], upstream: dict[str, Any]) -> None:
    outcome.expect("id", said.outside_id, expected["id"])
    outcome.expect("from", said.sender, expected["from"])
    outcome.expect("type", said.sort, expected["type"])
    outcome.expect("at", said.at and int(said.at.timestamp()), expected["timestamp"])
    outcome.expect("name", said.name or None, expected.get("contact_name"))
    outcome.expect("answers to", said.answers_to or None, expected.get("context_message_id"))
    _words(outcome, said, expected)
    if expected.get("error_code"):
        outcome.expect("error", said.details["errors"][0]["code"], expected["error_code"])
    if upstream.get("system_type"):
        outcome.expect("system", said.details["system"]["type"], upstream["system_type"])


def _words(outcome: Outcome, said: Said, expected: dict[str, Any]) -> None:
    if "text" in expected:
        outcome.expect("text", said.text, expected["text"])
    if expected.get("media"):
        _media(outcome, said, expected["media"])
    if expected.get("button"):
        outcome.expect("button", said.text, expected["button"]["text"])
    if expected.get("interactive"):
        chosen = expected["interactive"]
        outcome.expect("chosen", said.text, chosen.get("title") or chosen.get("body"))
    if expected.get("location"):
        place = expected["location"]
        outcome.expect("place", said.place, (place["latitude"], place["longitude"]))
    if expected.get("reaction"):
        outcome.expect("reacts to", said.details["reaction"]["message_id"], expected["reaction"]["message_id"])
        outcome.expect("is no case", said.is_for_people, False)


def _media(outcome: Outcome, said: Said, media: dict[str, Any]) -> None:
    outcome.expect("files", len(said.media), 1)
    outcome.expect("file", (said.media[0].ref, said.media[0].media_type), (media["id"], media["mime_type"]))
    outcome.expect("file name", said.media[0].name or None, media.get("filename"))
    outcome.expect("caption", said.text or None, media.get("caption"))


def _receipt(outcome: Outcome, receipt: Receipt, expected: dict[str, Any]) -> None:
    outcome.expect("id", receipt.outside_id, expected["id"])
    outcome.expect("state", receipt.state, expected["status"])
    outcome.expect("recipient", receipt.recipient, expected["recipient"])
    outcome.expect("at", receipt.at and int(receipt.at.timestamp()), expected["timestamp"])
    outcome.expect("error", receipt.code or None, expected["error_code"] and str(expected["error_code"]))
