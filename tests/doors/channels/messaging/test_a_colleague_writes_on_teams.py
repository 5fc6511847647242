"""Tomás asks on Teams and is answered there. Whoever cannot show a token of Microsoft's for our app stays out."""

import json
import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from pasillo.doors.channels.messaging.commands import AccountAs, set_up
from pasillo.doors.channels.messaging.plain import Away, Rejected, Reply, Stopped, TryAgain
from pasillo.doors.channels.teams import proof, tokens
from pasillo.doors.channels.teams.channel import fetch
from pasillo.doors.channels.teams.reading import read
from pasillo.doors.channels.teams.writing import is_theirs, judge
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, everything_out, read_all

pytestmark = pytest.mark.django_db
APP, TENANT, SERVICE = "app-1", "tenant-1", "https://smba.trafficmanager.net/emea/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(key, name="k1", endorsed=("msteams",)):
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return told | {"kid": name, "use": "sig", "alg": "RS256", "endorsements": list(endorsed)}


@pytest.fixture
def microsoft(provider, monkeypatch):
    """Tells its keys, gives tokens, takes messages."""
    provider.answers["/.well-known/keys"] = {"keys": [public(KEY), public(OTHER, "k2", ("skype",))]}
    provider.answers["/oauth2/v2.0/token"] = {"access_token": "our-token", "expires_in": 3600}
    provider.answers["/activities"] = {"id": "m-1"}
    monkeypatch.setattr(proof.keys, "known", {})
    monkeypatch.setattr(proof.keys, "asked_at", float("-inf"))
    tokens._kept.clear()
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: MONDAY)
    return provider


@pytest.fixture
def bot(line_repair):
    given = {"app_id": APP, "tenant": TENANT, "secret": "app-secret-word"}
    wish = AccountAs(name="Help on Teams", service_id=line_repair.pk, given=given)
    return set_up(None, wish, kind="teams", version=0, by="system", at=MONDAY)


def activity(text="Mi portátil no arranca", number=1, **more):
    return {
        "type": "message", "id": f"a{number}", "timestamp": MONDAY.isoformat(), "serviceUrl": SERVICE,
        "channelId": "msteams", "from": {"id": "29:tomas", "name": "Tomás Vidal"}, "text": text, "locale": "es-ES",
        "conversation": {"id": "a:tomas-chat", "conversationType": "personal", "tenantId": TENANT},
        "recipient": {"id": f"28:{APP}"}, "channelData": {"tenant": {"id": TENANT}},
    } | more  # fmt: skip


def token(key=KEY, name="k1", **more):
    claims = {"iss": "https://api.botframework.com", "aud": APP, "exp": int(time.time()) + 600, "serviceurl": SERVICE}
    return jwt.encode(claims | more, key, algorithm="RS256", headers={"kid": name})


@pytest.fixture
def tells(client, bot):
    def tell(told, mark=None):
        header = f"Bearer {token() if mark is None else mark}"
        answer = client.post(
            f"/hooks/teams/{bot.key}", json.dumps(told), content_type="application/json",
            headers={"Authorization": header},
        )  # fmt: skip
        read_all()
        return answer

    return tell


def test_a_question_becomes_a_case_and_is_answered_in_the_same_chat(microsoft, tells):
    assert tells(activity()).status_code == 200
    tells(activity())
    tells(activity("¿Hay alguien?", 2))
    case = Case.objects.get()
    reply(case.pk, text="Voy para allá.", channel="teams", by="system", at=MONDAY + timedelta(hours=1))
    everything_out(MONDAY + timedelta(hours=1))

    said = Message.objects.filter(conversation=case.conversation_id).order_by("id")
    assert [(one.text, one.channel) for one in said] == [
        ("Mi portátil no arranca", "teams"), ("¿Hay alguien?", "teams"), ("Voy para allá.", "teams"),
    ]  # fmt: skip
    assert (case.customer.name, case.customer.language) == ("Tomás Vidal", "es")
    sent = microsoft.calls[-1]
    assert sent["address"] == "https://smba.trafficmanager.net/teams/v3/conversations/a%3Atomas-chat/activities"
    assert sent["headers"]["Authorization"] == "Bearer our-token"
    assert json.loads(sent["body"])["text"] == "Voy para allá."
    assert said.last().delivery == "sent"
    assert len([one for one in microsoft.calls if "keys" in one["address"]]) == 1


@pytest.mark.parametrize(
    "mark",
    [
        "", "nonsense", token(OTHER), token(OTHER, "k2"), token(aud="another-app"), token(iss="https://evil.example"),
        token(exp=1), token(serviceurl="https://elsewhere.example/"), jwt.encode({"aud": APP}, "x" * 40, "HS256"),
    ],
)  # fmt: skip
def test_who_cannot_prove_it_stays_out(microsoft, tells, mark):
    assert tells(activity(), mark).status_code == 403
    assert not Inbound.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"channelData": {"tenant": {"id": "another"}}},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"},
    ],
)
def test_another_house_and_another_service_stay_out(microsoft, tells, told):
    assert tells(activity(**told), token(serviceurl=told.get("serviceUrl", SERVICE))).status_code == 403
    assert not Inbound.objects.exists()


def test_when_the_keys_cannot_be_had_nothing_is_lost_and_nobody_let_in(microsoft, tells):
    from pasillo.ground.kit.egress import Answer

    microsoft.answers["/.well-known/keys"] = Answer(status=503, body=b"busy")

    assert tells(activity()).status_code == 503
    assert not Inbound.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"type": "typing"}, {"type": "conversationUpdate", "text": ""}, {"text": " "},
        {"conversation": {"id": "19:group", "conversationType": "groupChat", "tenantId": TENANT}},
    ],
)  # fmt: skip
def test_what_is_not_said_to_us_makes_no_case(microsoft, tells, told):
    assert tells(activity(**told)).status_code == 200
    assert not Case.objects.exists()


def test_files_are_fetched_where_they_lie_and_our_token_is_told_to_microsoft_alone(microsoft, tells):
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "log.txt",
            "content": {"downloadUrl": "https://nidalia-my.sharepoint.com/x?t=1"}}  # fmt: skip
    picture = {"contentType": "image/*", "contentUrl": SERVICE + "v3/attachments/1"}
    html = {"contentType": "text/html", "content": "<p>Mi portátil</p>"}
    tells(activity(attachments=[file, picture, html]))
    everything_out(MONDAY)

    asked = {one["address"]: one["headers"] for one in microsoft.calls}
    assert "Authorization" not in asked["https://nidalia-my.sharepoint.com/x?t=1"]
    assert asked[SERVICE + "v3/attachments/1"]["Authorization"] == "Bearer our-token"
    assert Effect.objects.filter(kind="media", state="sent").count() == 2


def test_a_file_elsewhere_is_not_asked_for(microsoft, bot):
    from pasillo.doors.channels.messaging.plain import Delivery

    told = activity(attachments=[{"contentType": "image/png", "contentUrl": "https://evil.example/x.png"}])
    media = read(Delivery(body=json.dumps(told).encode())).said[0].media[0]
    with pytest.raises(Rejected):
        fetch(media, {"app_id": APP}, lambda request: pytest.fail("nobody is asked"))


@pytest.mark.parametrize(
    ("status", "body", "met"),
    [
        (403, {"error": {"code": "BotBlockedByUser"}}, Stopped), (400, {"error": {"code": "BadSyntax"}}, Rejected),
        (502, {}, TryAgain), (401, {}, TryAgain),
    ],
)  # fmt: skip
def test_what_an_answer_means(status, body, met):
    with pytest.raises(met):
        judge(Reply(status=status, body=json.dumps(body).encode()))


def test_a_secret_that_microsoft_does_not_know_is_said_and_one_that_cannot_be_tried_waits():
    tokens._kept.clear()
    told = {"app_id": APP, "tenant": TENANT, "secret": "x"}
    with pytest.raises(Rejected, match="invalid_client"):
        tokens.token_for(told, lambda _: Reply(status=401, body=b'{"error": "invalid_client"}'))
    with pytest.raises(Away):
        tokens.token_for(told, lambda _: Reply(status=503, body=b"<html>"))


def test_only_microsofts_own_hosts_are_theirs():
    assert is_theirs(SERVICE)
    assert not is_theirs("http://smba.trafficmanager.net/")
    assert not is_theirs("https://botframework.com.evil.example/")
    assert not is_theirs("https://me@smba.trafficmanager.net/")
