"""Webhooks of many messaging providers, and what a connector of others reads in them: what came, from whom, with what.

What the provider is answered is left out: we keep whatever is signed and answer that we have it, and refuse what is
not signed. Rows in which the same bytes are refused that are read elsewhere had a wrong signature: ours have none.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pasillo.doors.channels.instagram.channel import INSTAGRAM
from pasillo.doors.channels.line.channel import LINE
from pasillo.doors.channels.messaging.channel import Channel
from pasillo.doors.channels.messaging.picking import NotUnderstood, located
from pasillo.doors.channels.messaging.plain import Delivery, Said, Update
from pasillo.doors.channels.messenger.channel import MESSENGER
from pasillo.doors.channels.slack.channel import SLACK
from pasillo.doors.channels.sms.channel import SMS
from pasillo.doors.channels.telegram.channel import TELEGRAM
from pasillo.doors.channels.whatsapp.channel import WHATSAPP
from tests.corpora.suites.outcome import Outcome, ordered

ROWS = "incoming.jsonl"
CHANNELS: dict[str, Channel] = {
    "whatsapp_cloud": WHATSAPP, "whatsapp_360dialog": WHATSAPP, "telegram": TELEGRAM, "twilio": SMS,
    "facebook_messenger": MESSENGER, "instagram": INSTAGRAM, "line": LINE, "slack": SLACK,
}  # fmt: skip
STATES = {"Sent": "sent", "Delivered": "delivered", "Read": "read", "Failed": "failed", "Errored": "put_off"}
EVENTS = {"NewConversation": "started", "Referral": "referral", "StopContact": "stopped"}
TOLD = ("text", "sender", "statuses", "events", "errors", "attachments")


def is_ours(row: dict[str, Any]) -> bool:
    """The channels that we have."""
    return row["channel"] in CHANNELS


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one call."""
    expected = row["expect"]
    update = Update() if _was_refused(row, folder) else _read(row)
    outcome = Outcome(differs=_differs(row, update))
    _said(outcome, update, expected)
    _receipts(outcome, update, expected)
    _happened(outcome, update, expected)
    _troubles(outcome, update, expected)
    return outcome


def _read(row: dict[str, Any]) -> Update:
    body = (row["request"].get("body") or "").encode()
    try:
        return CHANNELS[row["channel"]].read(Delivery(body=body, address=row["request"]["url"]))
    except NotUnderstood:
        return Update()


@cache
def _taken(folder: Path) -> frozenset[tuple[str, str]]:
    rows = map(json.loads, (folder / ROWS).read_text("utf-8").splitlines())
    return frozenset((row["channel"], row["request"].get("body") or "") for row in rows if _tells(row["expect"]))


def _tells(expected: dict[str, Any]) -> bool:
    return any(expected.get(name) for name in TOLD)


def _was_refused(row: dict[str, Any], folder: Path) -> bool:
    same = (row["channel"], row["request"].get("body") or "")
    return not _tells(row["expect"]) and same in _taken(folder)


def _differs(row: dict[str, Any], update: Update) -> str:
    if any(said.media for said in update.said) and not _tells({**row["expect"], "errors": None}):
        return "a file that cannot be fetched does not lose the message it came with"
    if any(said.sort == "unsupported" for said in update.said):
        return "whoever sent what cannot be shown waits for an answer, too"
    return ""


def _said(outcome: Outcome, update: Update, expected: dict[str, Any]) -> None:
    """Others hand on one message; ours is all that were in the call, and theirs must be among them."""
    if "sender" not in expected:
        outcome.expect(
            "nobody says anything", [one.text for one in update.said if one.is_for_people and not one.group], []
        )
        return
    alike = [one for one in update.said if one.text == expected.get("text", "")]
    outcome.expect("said", bool(alike), True)
    if not alike:
        return
    said = alike[0]
    outcome.expect("sender", _bare(said.sender), _bare(expected["sender"].partition("#")[0]))
    if "#" in expected["sender"]:
        outcome.expect("handle", said.handle.lower(), expected["sender"].partition("#")[2])
    for name, ours in (("external_id", said.outside_id), ("contact_name", said.name)):
        if expected.get(name):
            outcome.expect(name, ours, expected[name])
    if expected.get("sent_at"):
        outcome.expect("at", said.at and said.at.timestamp(), _stamp(expected["sent_at"]))
    _attached(outcome, said, expected.get("attachments") or [])
    new = (expected.get("new_sender_address") or {}).get("Value")
    if new:
        outcome.expect("second name", _bare(said.also_known_as), _bare(new))


def _bare(address: str) -> str:
    """The network is told by the channel, and a number with or without a plus is one number."""
    return address.rpartition(":")[2].lstrip("+")


def _stamp(told: str) -> float:

    return datetime.fromisoformat(told).timestamp()


def _attached(outcome: Outcome, said: Said, expected: list[str]) -> None:
    """Addresses must be the same; where a provider gives a name first, the address comes only when one asks."""
    ours = [media.ref for media in said.media] + ([located(said.place)] if said.place else [])
    outcome.expect("attachments", len(ours), len(expected))
    told = [media.ref.partition("?")[0] for media in said.media if media.is_address] or None
    if told:
        theirs = [one.partition("?")[0] for one in expected if not one.startswith("geo:")]
        outcome.expect("addresses", told, theirs)
    if said.place:
        outcome.expect("place", [located(said.place)], [one for one in expected if one.startswith("geo:")])


def _receipts(outcome: Outcome, update: Update, expected: dict[str, Any]) -> None:
    theirs = expected.get("statuses") or []
    ours = [one for one in update.receipts if one.state in STATES.values()]
    outcome.expect("states", ordered(one.state for one in ours), ordered(map(_state, theirs)))
    named = [one["ExternalID"] for one in theirs if "ExternalID" in one]
    if named:
        outcome.expect("names", ordered(one.outside_id for one in ours), ordered(named))


def _state(status: dict[str, Any]) -> str:
    return STATES[status["Status"]["ident"].removeprefix("models.MsgStatus")]


def _happened(outcome: Outcome, update: Update, expected: dict[str, Any]) -> None:
    theirs = expected.get("events") or []
    ours = [one for one in update.happened if one.sort in EVENTS.values()]
    wanted = [(EVENTS[one["Type"]["ident"].removeprefix("models.EventType")], _bare(one["URN"])) for one in theirs]
    outcome.expect("events", [(one.sort, _bare(one.sender)) for one in ours], wanted)
    for one, their in zip(ours, theirs, strict=False):
        if their.get("Time"):
            outcome.expect("event at", one.at and one.at.timestamp(), _stamp(their["Time"]))
        if their.get("Extra"):
            outcome.expect("event says", dict(one.details), their["Extra"])


def _troubles(outcome: Outcome, update: Update, expected: dict[str, Any]) -> None:
    external = [one["args"] for one in expected.get("errors") or [] if one["call"].endswith("ErrorExternal")]
    outcome.expect("troubles", [[one.code, one.words] for one in update.troubles], external)
