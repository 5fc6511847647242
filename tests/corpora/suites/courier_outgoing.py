"""What a connector of others asks providers to send, call by call, and what it makes of their answers."""

import fnmatch
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pasillo.doors.channels.messaging.channel import Channel
from pasillo.doors.channels.messaging.plain import (
    Attached,
    Away,
    Choice,
    Failing,
    Filled,
    Outgoing,
    Rejected,
    Reply,
    Request,
    Stopped,
    Throttled,
    TryAgain,
    Unexpected,
    Unreadable,
)
from tests.corpora.suites.courier import CHANNELS
from tests.corpora.suites.outcome import Outcome

FOLDER, ROWS = "courier", "outgoing.jsonl"
NOT_OURS = ("whatsapp_360dialog",)
# How long a message of theirs may be: they set it by the account, and so it is told here.
LONGEST = {"twilio": 160, "line": 160, "facebook_messenger": 100, "instagram": 100, "whatsapp_cloud": 100,
           "telegram": 4096, "slack": 4000}  # fmt: skip
SETTINGS = {
    "whatsapp_cloud": {"number_id": "12345_ID", "token": "a123"},
    "telegram": {"token": "auth_token"},
    "facebook_messenger": {"token": "a123"},
    "instagram": {"token": "a123"},
    "line": {"token": "AccessToken"},
    "slack": {"token": "xoxb"},
}
ERRORS = {
    "ErrConnectionThrottled": (Throttled,),
    "ErrConnectionFailed": (Away, TryAgain),
    "ErrResponseStatus": (Rejected, TryAgain),
    "ErrResponseUnparseable": (Unreadable,),
    "ErrResponseUnexpected": (Unexpected,),
    "ErrResponseContent": (Unexpected, Rejected),
    "ErrContactStopped": (Stopped,),
    "ErrFailedWithReason": (Rejected,),
    "ErrRetryableWithReason": (TryAgain,),
}


def is_ours(row: dict[str, Any]) -> bool:
    """The channels that we have."""
    return row["channel"] in CHANNELS and row["channel"] not in NOT_OURS


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Sends one message to answers that are written down, and compares what was asked."""
    outcome, expected = Outcome(differs=_differs(row)), row["expect"]
    line = _Line(CHANNELS[row["channel"]], _settings(row), row["mock_responses"] or {})
    names, failing = line.send(_outgoing(row))
    for place, (ours, theirs) in enumerate(_pairs(line.asked, expected["requests"])):
        _compare(outcome, f"call {place}", ours, theirs)
    if expected["requests"] is not None:
        outcome.expect("calls", len(line.asked), len(expected["requests"]))
    if expected["external_ids"]:
        outcome.expect("names", names, expected["external_ids"])
    _failed(outcome, failing, expected)
    return outcome


def _pairs(asked: list[Request], requests: list[Any] | None) -> Iterator[tuple[Request, dict[str, Any]]]:
    return zip(asked, requests or [], strict=False)


class _Line:
    """A provider whose answers are written down."""

    def __init__(self, channel: Channel, settings: dict[str, str], answers: dict[str, list[Any]]) -> None:
        self.channel, self.settings, self.answers = channel, settings, {key: list(v) for key, v in answers.items()}
        self.asked: list[Request] = []

    def send(self, outgoing: Outgoing) -> tuple[list[str], Failing | None]:
        names: list[str] = []
        try:
            for request in self.channel.write(outgoing, self.settings):
                reply = self._go(request)
                other = self.channel.instead(request, reply, outgoing, self.settings)
                names.append(self.channel.judge(self._go(other) if other else reply))
        except Failing as failing:
            return names, failing
        return [name for name in names if name], None

    def _go(self, request: Request) -> Reply:
        self.asked.append(request)
        for pattern, waiting in self.answers.items():
            if fnmatch.fnmatch(
                request.address.partition("?")[0], pattern.rstrip("*") + ("*" if "*" in pattern else "")
            ):
                told = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                return Reply(status=told["status"], body=told["body"].encode())
        return Reply(status=503, body=b"{}")


def _settings(row: dict[str, Any]) -> dict[str, str]:
    if row["channel"] != "twilio":
        return SETTINGS[row["channel"]]
    told = {"account": "accountSID", "token": "authToken"}
    called = next(iter(row["mock_responses"] or {}), "")
    api = called.partition("/2010-04-01")[0]
    forms = [one.get("Form", {}) for one in row["expect"]["requests"] or []]
    named = {"service": "MessagingServiceSid", "number": "From"}
    found = {name: form[key][0].rpartition(":")[2] for form in forms for name, key in named.items() if key in form}
    return told | found | ({"api": api} if "twilio.com" not in api else {})


def _outgoing(row: dict[str, Any]) -> Outgoing:
    send, called = row["send"], [one.get("Form", {}) for one in row["expect"]["requests"] or []]
    network, to = send["urn"].partition(":")[::2]
    if row["channel"] == "twilio" and network == "whatsapp":
        to = f"whatsapp:{to}"
    back = next((form["StatusCallback"][0] for form in called if "StatusCallback" in form), "")
    origin = (send.get("origin") or {}).get("ident", "")
    said = Outgoing(
        to=to,
        text=send.get("text") or "",
        attached=tuple(_attached(one) for one in send.get("attachments") or ()),
        choices=tuple(Choice(text=one.get("Text", ""), sort=one["Type"], extra=one.get("Extra", ""))
                      for one in send.get("quickreplies") or ()),
        filled=_filled(send.get("templating")),
        answers_to=send.get("responsetoexternalid") or "",
        token=send.get("urnauth") or "",
        is_personal=origin.endswith("Chat"),
        longest=LONGEST[row["channel"]],
        called_back_at=back,
    )  # fmt: skip
    return replace(said, longest=0) if row["channel"] == "whatsapp_cloud" else said


def _attached(told: str) -> Attached:
    kind, _colon, link = told.partition(":")
    return Attached(media_type=kind, link=link)


def _filled(told: str | None) -> Filled | None:
    if not told:
        return None
    found = json.loads(told)
    values = [(one["type"], _address_in(one["value"])) for one in found.get("variables") or []]
    parts = tuple(
        (one["name"] if one["type"].startswith("button") else one["type"], tuple(values[at] for at in _places(one)))
        for one in found.get("components") or []
    )
    return Filled(
        name=found["template"]["name"], language=found.get("language") or "", outside_id=found.get("external_id") or "",
        parts=parts,
    )  # fmt: skip


def _address_in(value: str) -> str:
    kind, _colon, link = value.partition(":")
    return link if "/" in kind and link.startswith("http") else value


def _places(component: dict[str, Any]) -> list[int]:
    return [component["variables"][name] for name in sorted(component.get("variables") or {})]


def _differs(row: dict[str, Any]) -> str:
    sent = row["send"].get("attachments") or []
    if row["channel"] == "line" and any(one.startswith(("audio/", "video/")) for one in sent):
        return "a file is not turned into another sort, and no preview of a film is made"
    if row["channel"] == "slack" and sent:
        return "files are handed over from here, not fetched from an address"
    if row["channel"] == "telegram" and any(one.startswith("unknown") for one in sent):
        return "words go out although a file beside them cannot"
    return ""


def _compare(outcome: Outcome, name: str, ours: Request, theirs: dict[str, Any]) -> None:
    if theirs.get("Path"):
        outcome.expect(f"{name} path", urlsplit(ours.address).path.endswith(theirs["Path"]), True)
    if theirs.get("Body"):
        outcome.expect(name, ours.json, json.loads(theirs["Body"]))
    if theirs.get("Form"):
        outcome.expect(name, {key: [value] for key, value in (ours.form or {}).items()}, theirs["Form"])
    for key, value in (theirs.get("Params") or {}).items():
        outcome.expect(f"{name} {key}", parse_qs(urlsplit(ours.address).query).get(key), value)
    for key, value in (theirs.get("Headers") or {}).items():
        if key != "Content-Type":
            outcome.expect(f"{name} {key}", ours.headers.get(key), value)


def _failed(outcome: Outcome, failing: Failing | None, expected: dict[str, Any]) -> None:
    told = expected["error"]
    missing = any("ValueMissing" in str(one) for one in expected["log_errors"] or [])
    if told is None:
        fine = failing is None or (missing and isinstance(failing, Unexpected))
        outcome.expect("failing", None if fine else repr(failing), None)
        return
    name = (told.get("ident") or told.get("call") or "").rpartition(".")[2]
    outcome.expect(f"failing as {name}", isinstance(failing, ERRORS[name]), True)
    if name == "ErrFailedWithReason" and failing is not None:
        outcome.expect("code", failing.code, told["args"][0])
