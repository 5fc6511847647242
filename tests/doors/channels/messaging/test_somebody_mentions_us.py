"""Elena grumbles about us on Mastodon: it is a case, answered where she wrote, and nothing of last year comes back."""

import json
from datetime import timedelta

import pytest

from pasillo.doors.channels.mastodon.polling import poll_all
from pasillo.doors.channels.mastodon.reading import plain_of
from pasillo.doors.channels.mastodon.writing import write
from pasillo.doors.channels.messaging.commands import AccountAs, set_up
from pasillo.doors.channels.messaging.health import of_accounts
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.plain import Outgoing
from pasillo.ground.kit.egress import Answer
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.messaging.conftest import MONDAY, everything_out, read_all

pytestmark = pytest.mark.django_db
SERVER = "https://toot.example"


@pytest.fixture
def account(line_repair, monkeypatch):
    monkeypatch.setattr("pasillo.doors.channels.messaging.handler.now", lambda: MONDAY)
    wish = AccountAs(name="@nidalia", service_id=line_repair.pk, given={"server": SERVER, "token": "secret-token"})
    return set_up(None, wish, kind="mastodon", version=0, by="system", at=MONDAY)


def mention(number, words="<p>@nidalia my line is dead</p>", seen="public", kind="mention"):
    status = {
        "id": f"9{number}",
        "content": words,
        "visibility": seen,
        "created_at": MONDAY.isoformat(),
        "language": "en",
    }
    return {"id": str(number), "type": kind, "status": status, "account": {"acct": "elena@home.example",
            "display_name": "Elena Prats"}}  # fmt: skip


def lists(*found):
    return [Answer(status=200, body=json.dumps(one).encode()) for one in found]


def test_what_is_new_becomes_one_case_and_is_answered_where_it_was_said(provider, account):
    provider.answers["/api/v1/notifications"] = lists(
        [mention(7, "<p>Last year</p>")], [mention(8), mention(9, "<p>Anybody<br>there?</p>")], [], [mention(9)]
    )
    provider.answers["/api/v1/statuses"] = {"id": "500"}
    poll_all(MONDAY)
    poll_all(MONDAY)
    read_all()
    poll_all(MONDAY)
    read_all()

    case = Case.objects.get()
    reply(case.pk, text="We are on our way.", channel="mastodon", by="system", at=MONDAY + timedelta(hours=1))
    everything_out(MONDAY + timedelta(hours=1))
    said = Message.objects.filter(conversation=case.conversation_id).order_by("id")
    assert [one.text for one in said] == ["@nidalia my line is dead", "Anybody\nthere?", "We are on our way."]
    assert case.customer.name == "Elena Prats"
    asked = [one["address"] for one in provider.calls if "notifications" in one["address"]]
    assert [place.partition("mention")[2] for place in asked][:3] == [
        "&limit=1",
        "&min_id=7&limit=30",
        "&min_id=9&limit=30",
    ]
    sent = json.loads(provider.calls[-1]["body"])
    assert sent == {
        "status": "@elena@home.example We are on our way.",
        "visibility": "unlisted",
        "in_reply_to_id": "99",
    }
    assert provider.calls[-1]["headers"]["Authorization"] == "Bearer secret-token"
    assert said.last().delivery == "sent"


def test_who_mentions_us_first_of_all_is_heard_and_asking_is_no_news(provider, account):
    provider.answers["/api/v1/notifications"] = lists([], [], [mention(7)], [])
    poll_all(MONDAY)
    poll_all(MONDAY)
    read_all()
    assert (Case.objects.count(), of_accounts([account])[account.pk].last_at) == (0, None)
    poll_all(MONDAY + timedelta(hours=1))
    read_all()

    assert Case.objects.get().customer.name == "Elena Prats"
    assert of_accounts([Account.objects.get()])[account.pk].last_at == MONDAY + timedelta(hours=1)


def test_a_server_that_is_away_is_trouble_in_words_and_passes(provider, account):
    provider.answers["/api/v1/notifications"] = [Answer(status=401, body=b"{}"), *lists([])]
    poll_all(MONDAY)
    assert Account.objects.get().trouble == "401"
    poll_all(MONDAY)

    assert Account.objects.get().trouble == ""
    assert not Case.objects.exists()


def test_nobody_hands_anything_in_by_the_webhook(client, account):
    told = json.dumps({"notifications": [mention(1)]})

    assert client.post(f"/hooks/mastodon/{account.key}", told, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    ("token", "seen"), [("91|public", "unlisted"), ("91|private", "direct"), ("91|direct", "direct"), ("", "direct")]
)
def test_what_was_said_among_two_is_answered_among_two(token, seen):
    asked = write(Outgoing(to="elena", text="word " * 200, token=token), {"server": "toot.example", "token": "t"})

    assert {one.json["visibility"] for one in asked} == {seen}
    assert all(len(one.json["status"]) <= 500 and one.json["status"].startswith("@elena ") for one in asked)
    assert len({one.headers["Idempotency-Key"] for one in asked}) == len(asked) == 3
    assert asked[0].address == "https://toot.example/api/v1/statuses"


def test_the_words_of_a_status_are_plain():
    assert plain_of("<p>Hi &amp; <b>bye</b><br/>you</p><p>&lt;script&gt;</p>") == "Hi & bye\nyou\n\n<script>"
