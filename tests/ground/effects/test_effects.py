"""What we owe the outside happens, once on our side, whoever dies meanwhile."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from pasillo.ground.effects import commands
from pasillo.ground.effects.models import Done, Effect
from pasillo.ground.effects.sending import NeverWill, TryLater, send_all, send_one, senders

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def post(monkeypatch):
    """A sender that notes what it sent, and can be told to stumble."""
    sent, trouble = [], []

    def send(claimed, *, at):
        if trouble:
            raise trouble.pop()
        sent.append(claimed.effect.key)

    send.sent, send.trouble = sent, trouble
    monkeypatch.setattr(senders, "_parts", {"post": send})
    return send


def owe(key, **more):
    commands.promise("post", key=key, payload={}, at=NOON, **more)


def test_owed_twice_is_sent_once(db, post):
    owe("letter:1")
    owe("letter:1")

    assert send_all(at=NOON) == 1
    assert send_all(at=NOON) == 0
    assert post.sent == ["letter:1"]


def test_what_cannot_go_now_goes_later(db, post):
    owe("letter:1")
    post.trouble.append(TryLater("421 busy"))
    send_all(at=NOON)
    assert Effect.objects.get().error == "421 busy"
    assert send_all(at=NOON + timedelta(seconds=59)) == 0
    send_all(at=NOON + timedelta(seconds=61))

    assert post.sent == ["letter:1"]
    assert Effect.objects.get().attempts == 2


def test_a_refusal_for_good_is_not_tried_again_and_says_why(db, post):
    owe("letter:1")
    post.trouble.append(NeverWill("550 no such person"))
    send_all(at=NOON)

    assert (Effect.objects.get().state, Effect.objects.get().error) == ("failed", "550 no such person")
    assert send_all(at=NOON + timedelta(days=1)) == 0


def test_one_bad_letter_does_not_hold_up_the_others(db, post):
    owe("letter:1")
    owe("letter:2")
    post.trouble.append(RuntimeError("surprise"))

    assert send_all(at=NOON) == 2
    assert len(post.sent) == 1


def test_a_worker_that_lost_its_lease_changes_nothing(db, post):
    owe("letter:1")
    frozen = commands.claim(at=NOON)
    assert frozen is not None
    Effect.objects.update(lease_until=NOON - timedelta(days=900))
    second = commands.claim(at=NOON)

    assert commands.sent(second, at=NOON)
    assert not commands.failed(frozen, error="late", at=NOON)
    assert Effect.objects.get().state == "sent"
    assert Effect.objects.get().uncertain, "the first try may have arrived: people are told so"


def test_nobody_else_takes_what_is_being_sent(db, post):
    owe("letter:1")
    assert commands.claim(at=NOON) is not None
    assert send_one(at=NOON) is False


def test_a_letter_for_tomorrow_waits(db, post):
    owe("letter:1", not_before=NOON + timedelta(days=1))
    assert send_all(at=NOON) == 0
    assert send_all(at=NOON + timedelta(days=1)) == 1


def test_what_was_owed_by_a_change_that_failed_is_not_owed(db, post):
    with pytest.raises(RuntimeError), transaction.atomic():
        owe("letter:1")
        raise RuntimeError

    assert Effect.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first_and_the_other_waits_to_learn_it():
    entered, answers = threading.Barrier(8), []

    def ask():
        entered.wait(10)
        with transaction.atomic():
            answers.append(commands.once("cause:1", at=NOON))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]

    assert sorted(answers) == [False] * 7 + [True]
    assert Done.objects.count() == 1
