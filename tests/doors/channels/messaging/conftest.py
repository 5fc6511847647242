"""A company that is reached on messaging channels, and a provider who stands at the other end of the line."""

import hashlib
import hmac
import json

import pytest

from pasillo.doors.channels.messaging.commands import AccountAs, set_up
from pasillo.doors.channels.messaging.models import Account
from pasillo.ground.effects.sending import send_all
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one, waiting
from pasillo.ground.kit.egress import Answer
from tests.operations.conftest import (  # noqa: F401
    MONDAY,
    ana,
    billing,
    budi,
    clara,
    dead_line,
    later,
    line_repair,
    monday,
    office,
    opening,
    repairs,
)

FILLED = {
    "number_id": "1060", "business_id": "77", "token": "tok-very-secret", "secret": "app-secret", "verify": "pasillo",
}  # fmt: skip


class Provider:
    """Takes what we send, and answers what a test wishes."""

    def __init__(self):
        self.calls = []
        self.answers = {}
        self.counted = 0

    def call(self, address, *, form=None, body=None, headers=None, inside=(), most=0):
        self.calls.append({"address": address, "form": form, "body": body, "headers": headers})
        for part, answer in self.answers.items():
            if part in address:
                answer = answer.pop(0) if isinstance(answer, list) else answer
                return answer if isinstance(answer, Answer) else Answer(status=200, body=json.dumps(answer).encode())
        self.counted += 1
        return Answer(status=200, body=json.dumps({"messages": [{"id": f"wamid.out{self.counted}"}]}).encode())

    def sent(self):
        """The bodies of what was sent, as objects."""
        return [json.loads(one["body"]) for one in self.calls if one["body"] and one["body"].startswith(b"{")]


@pytest.fixture
def provider(monkeypatch):
    """The other end of the line."""
    found = Provider()
    monkeypatch.setattr("pasillo.doors.channels.messaging.line.egress.call", found.call)
    return found


@pytest.fixture
def number(line_repair):  # noqa: F811
    """Nidalia's number on WhatsApp."""
    wish = AccountAs(name="Nidalia on WhatsApp", service_id=line_repair.pk, language="es", given=FILLED)
    return set_up(None, wish, kind="whatsapp", version=0, by="system", at=MONDAY)


def signed(body, key="app-secret"):
    """The mark of Meta on these bytes."""
    return "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def calls(client):
    """A provider calls our webhook; the worker reads whatever came in."""

    def call(account, told, *, key="app-secret", read=True, **headers):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        address = f"/hooks/{account.kind}/{account.key}"
        marks = headers or {"HTTP_X_HUB_SIGNATURE_256": signed(body, key)}
        answer = client.post(address, body, content_type="application/json", **marks)
        if read:
            read_all()
        return answer

    return call


def read_all():
    """As the worker does it."""
    for inbound_id in waiting():
        read_one(inbound_id)


def everything_out(at):
    """As the worker does it."""
    send_all(at=at)


def from_whatsapp(*messages, statuses=(), number="1060", name="Ana Pons", wa_id="34600111222"):
    """A call of WhatsApp, as they come."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34900000000", "phone_number_id": number},
        "contacts": [{"profile": {"name": name}, "wa_id": wa_id}],
        "messages": list(messages),
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": {name: found for name, found in value.items() if found}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "77", "changes": [change]}]}


def text(words, *, outside_id="wamid.1", at=MONDAY, sender="34600111222"):
    """Somebody writes words."""
    told = {"from": sender, "id": outside_id, "timestamp": str(int(at.timestamp())), "type": "text"}
    return told | {"text": {"body": words}}


def state(name, outside_id, *, at=MONDAY, errors=()):
    """What became of a message of ours."""
    told = {"id": outside_id, "status": name, "timestamp": str(int(at.timestamp())), "recipient_id": "34600111222"}
    return told | ({"errors": list(errors)} if errors else {})


def inbounds():
    """What came in, the first first."""
    return list(Inbound.objects.order_by("id"))


def the_account(account):
    """The account as it is now."""
    return Account.objects.get(pk=account.pk)
