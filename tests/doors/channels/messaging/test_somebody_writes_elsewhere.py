"""Customers write on Telegram, by text, on Messenger, Instagram and LINE, a colleague on Slack: each becomes a case."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from pasillo.doors.channels.messaging.channel import channels
from pasillo.doors.channels.messaging.commands import AccountAs, set_up
from pasillo.doors.channels.messaging.models import Thread
from pasillo.doors.channels.messaging.places import webhook_of
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.egress import Answer
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, everything_out, read_all, signed

pytestmark = pytest.mark.django_db
SECRETS = {name: f"{name}-word" for name in ("token", "secret", "verify")}
GIVEN = SECRETS | {"account": "AC1", "number": "+34900111222", "page_id": "1060", "app_id": "A1"}
NOON = 1772442000
KINDS = ("telegram", "sms", "messenger", "instagram", "line", "slack")


@pytest.fixture(autouse=True)
def _it_is_monday(monkeypatch):
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY)


def account_on(kind, service):
    wish = AccountAs(name=f"Nidalia on {kind}", service_id=service.pk, given=GIVEN)
    return set_up(None, wish, kind=kind, version=0, by="system", at=MONDAY)


def page(name, words, mid):
    told = {"sender": {"id": "555"}, "recipient": {"id": "1060"}, "timestamp": NOON * 1000}
    return {"object": name, "entry": [{"id": "1060", "messaging": [told | {"message": {"mid": mid, "text": words}}]}]}


def body_of(kind, words, number=1):
    """What each provider sends when somebody writes."""
    if kind == "sms":
        return urlencode({"MessageSid": f"SM{number}", "From": "+34600111222", "To": "+34900111222", "Body": words,
                          "NumMedia": "0"}).encode()  # fmt: skip
    told = {
        "telegram": {"update_id": number, "message": {
            "message_id": number, "date": NOON, "text": words, "chat": {"id": 555, "type": "private"},
            "from": {"id": 555, "first_name": "Ana", "last_name": "Pons", "language_code": "es"}}},
        "messenger": page("page", words, f"m{number}"),
        "instagram": page("instagram", words, f"m{number}"),
        "line": {"events": [{"type": "message", "replyToken": f"r{number}", "timestamp": NOON * 1000,
                             "source": {"type": "user", "userId": "U555"},
                             "message": {"id": str(number), "type": "text", "text": words}}]},
        "slack": {"type": "event_callback", "api_app_id": "A1", "event_id": f"Ev{number}", "event": {
            "type": "message", "user": "U555", "text": words, "channel": "D1", "channel_type": "im", "ts": str(NOON)}},
    }[kind]  # fmt: skip
    return json.dumps(told).encode()


def marks_of(kind, account, body):
    """How each provider proves that it is theirs."""
    if kind == "telegram":
        return {"HTTP_X_TELEGRAM_BOT_API_SECRET_TOKEN": "secret-word"}
    if kind == "sms":
        from pasillo.doors.channels.messaging.signatures import form_mark
        from pasillo.doors.channels.sms.reading import fields_of

        return {"HTTP_X_TWILIO_SIGNATURE": form_mark(webhook_of(account), fields_of(body), "token-word")}
    if kind == "line":
        mark = base64.b64encode(hmac.digest(b"secret-word", body, "sha256")).decode()
        return {"HTTP_X_LINE_SIGNATURE": mark}
    if kind == "slack":
        mark = hmac.new(b"secret-word", b"v0:" + str(NOON).encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"HTTP_X_SLACK_SIGNATURE": f"v0={mark}", "HTTP_X_SLACK_REQUEST_TIMESTAMP": str(NOON)}
    return {"HTTP_X_HUB_SIGNATURE_256": signed(body, "secret-word")}


@pytest.fixture
def hands_in(client):
    """A provider hands something in; the worker reads it."""

    def hand(account, body, marks=None):
        kind = "application/x-www-form-urlencoded" if account.kind == "sms" else "application/json"
        marks = marks_of(account.kind, account, body) if marks is None else marks
        answer = client.post(f"/hooks/{account.kind}/{account.key}", body, content_type=kind, **marks)
        read_all()
        return answer

    return hand


def test_each_channel_of_the_house_is_here():
    assert set(channels) == {*KINDS, "whatsapp", "chat", "teams", "mastodon", "reviews"}


@pytest.mark.parametrize("kind", KINDS)
def test_words_become_one_case_and_the_next_ones_go_on_in_it(hands_in, line_repair, kind):
    account = account_on(kind, line_repair)

    assert hands_in(account, body_of(kind, "No hay línea")).status_code == 200
    hands_in(account, body_of(kind, "No hay línea"))
    hands_in(account, body_of(kind, "¿Hay alguien?", 2))

    case = Case.objects.get()
    said = Message.objects.filter(conversation=case.conversation_id).order_by("id").values_list("text", "channel")
    assert list(said) == [("No hay línea", kind), ("¿Hay alguien?", kind)]
    assert (case.service_id, case.customer.email) == (line_repair.pk, None)


@pytest.mark.parametrize("kind", KINDS)
def test_who_cannot_sign_is_refused_and_nothing_is_kept(hands_in, line_repair, kind):
    account = account_on(kind, line_repair)
    body = body_of(kind, "No hay línea")
    other = {name: value[:-1] + "x" for name, value in marks_of(kind, account, body).items()}

    assert hands_in(account, body, marks={}).status_code == 403
    assert hands_in(account, body, marks=other).status_code == 403
    assert not Inbound.objects.exists()


ANSWERS = {
    "telegram": {"ok": True, "result": {"message_id": 7}},
    "sms": {"sid": "SM900"},
    "messenger": {"message_id": "m900"},
    "instagram": {"message_id": "m900"},
    "line": {"sentMessages": [{"id": "900"}]},
    "slack": {"ok": True, "ts": "900.1"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_our_answer_goes_out_where_they_wrote(hands_in, provider, line_repair, budi, kind):
    account = account_on(kind, line_repair)
    hands_in(account, body_of(kind, "No hay línea"))
    provider.answers = {"/": ANSWERS[kind]}

    reply(Case.objects.get().pk, text="Vamos hoy.", by=budi.ref, at=MONDAY + timedelta(minutes=5))
    everything_out(MONDAY + timedelta(minutes=5))

    message = Message.objects.get(direction="out")
    sent = provider.calls[0]
    assert (message.channel, message.delivery) == (kind, "sent")
    assert len(provider.calls) == 1
    assert "Vamos hoy." in str(sent["form"] or json.loads(sent["body"]))
    assert any(to in str(sent["form"] or sent["body"]) for to in ("555", "+34600111222", "r1"))


def test_who_blocks_the_bot_wants_no_more_until_they_write_again(hands_in, provider, line_repair, budi):
    account = account_on("telegram", line_repair)
    hands_in(account, body_of("telegram", "No hay línea"))
    case = Case.objects.get()
    refusal = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    provider.answers = {"/": Answer(status=403, body=json.dumps(refusal).encode())}
    reply(case.pk, text="Vamos hoy.", by=budi.ref, at=MONDAY)
    everything_out(MONDAY)

    assert Message.objects.get(direction="out").delivery == "failed"
    with pytest.raises(Refused, match="Telegram"):
        reply(case.pk, text="¿Hola?", by=budi.ref, at=MONDAY)

    hands_in(account, body_of("telegram", "Perdón", 2))
    assert Thread.objects.get().stopped_at is None


def test_a_text_message_carries_no_file(hands_in, line_repair, budi):
    from pasillo.ground.files.commands import keep
    from pasillo.operations.conversations.commands import FileIn

    hands_in(account_on("sms", line_repair), body_of("sms", "No hay línea"))

    with pytest.raises(Refused, match="SMS"):
        files = [FileIn(name="plan.pdf", blob=keep(b"%PDF-1.4"))]
        reply(Case.objects.get().pk, text="Mire.", files=files, by=budi.ref, at=MONDAY)


def test_after_seven_days_messenger_takes_nothing_and_it_is_said_at_once(hands_in, line_repair, budi):
    hands_in(account_on("messenger", line_repair), body_of("messenger", "No hay línea"))

    with pytest.raises(Refused, match="168 hours"):
        reply(Case.objects.get().pk, text="Vamos.", by=budi.ref, at=MONDAY + timedelta(days=8))


def test_line_is_answered_with_its_token_once_and_then_as_a_message_of_its_own(hands_in, provider, line_repair, budi):
    hands_in(account_on("line", line_repair), body_of("line", "No hay línea"))
    provider.answers = {
        "/reply": Answer(status=400, body=b'{"message":"Invalid reply token"}'), "/push": ANSWERS["line"],
    }  # fmt: skip

    for words in ("Vamos hoy.", "Ya estamos."):
        reply(Case.objects.get().pk, text=words, by=budi.ref, at=MONDAY)
        everything_out(MONDAY)

    assert [one["address"].rpartition("/")[2] for one in provider.calls] == ["reply", "push", "push"]


def test_a_file_by_text_is_asked_for_at_twilio_alone_and_our_token_goes_nowhere_else(hands_in, provider, line_repair):
    account = account_on("sms", line_repair)
    told = {"MessageSid": "SM1", "From": "+34600111222", "Body": "", "NumMedia": "2",
            "MediaUrl0": "https://api.twilio.com/M1", "MediaContentType0": "image/jpeg",
            "MediaUrl1": "https://evil.example/api.twilio.com", "MediaContentType1": "image/jpeg"}  # fmt: skip
    provider.answers = {
        "twilio.com/M1": Answer(status=307, body=b"", place="https://mms.twiliocdn.com/x"),
        "mms.twiliocdn.com": Answer(status=200, body=b"\xff\xd8\xff picture", media_type="image/jpeg"),
    }

    hands_in(account, urlencode(told).encode())
    everything_out(MONDAY)

    assert [one["address"] for one in provider.calls] == ["https://api.twilio.com/M1", "https://mms.twiliocdn.com/x"]
    assert ["Authorization" in one["headers"] for one in provider.calls] == [True, False]
    assert Message.objects.get().files.count() == 1


def test_slack_learns_its_own_word_and_that_is_nothing_to_keep(hands_in, line_repair):
    account = account_on("slack", line_repair)

    answer = hands_in(account, json.dumps({"type": "url_verification", "challenge": "abc"}).encode())

    assert (answer.status_code, answer.content) == (200, b"abc")
    assert not Inbound.objects.exists()


def test_ana_on_telegram_is_not_taken_for_whoever_has_her_name_elsewhere(hands_in, line_repair, ana):
    hands_in(account_on("telegram", line_repair), body_of("telegram", "No hay línea"))

    case = Case.objects.get()
    assert case.customer.name == ana.name
    assert case.customer_id != ana.pk


INSIDE = (
    "https://127.0.0.1/x", "http://localhost:8000/x", "https://[::ffff:127.0.0.1]/x", "https://169.254.169.254/latest",
    "https://0/x", "https://2130706433/x", "file:///etc/passwd", "https://user@127.0.0.1/x", "https://10.0.0.7/x",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_file_that_is_said_to_lie_inside_our_house_is_never_asked_for(hands_in, line_repair, monkeypatch, address):
    knocked = []
    monkeypatch.setattr("socket.create_connection", lambda *where, **_how: knocked.append(where))
    told = page("page", "Mire", "m1")
    attached = [{"type": "image", "payload": {"url": address}}]
    told["entry"][0]["messaging"][0]["message"]["attachments"] = attached

    hands_in(account_on("messenger", line_repair), json.dumps(told).encode())
    everything_out(MONDAY)

    assert knocked == []
    assert Message.objects.get().files.count() == 0
    effect = Effect.objects.get(kind="media")
    assert (effect.state, effect.error) == (
        "queued", "That server could not be reached, or its answer made no sense.",
    )  # fmt: skip
