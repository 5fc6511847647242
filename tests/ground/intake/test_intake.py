"""What comes in is kept before it is read, and one bad message stops nobody."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.files.queries import whole
from pasillo.ground.intake import commands
from pasillo.ground.intake.commands import LeaseLost
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one, read_waiting, readers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clerk:
    """Reads messages; stumbles over those that say so."""

    def __init__(self):
        self.read_ones, self.given_up = [], []

    def read(self, claim):
        raw = whole(claim.inbound.blob_id)
        if b"poison" in raw:
            raise ValueError("unreadable")
        commands.conclude(claim, state="read", at=NOON)
        self.read_ones.append(raw)

    def give_up(self, claim, *, error):
        commands.conclude(claim, state="quarantined", reason=error, at=NOON)
        self.given_up.append(error)


@pytest.fixture
def clerk(db, monkeypatch):
    reading = Clerk()
    monkeypatch.setattr(readers, "_parts", {"test": reading})
    return reading


def take_in(raw, outside_id=""):
    return commands.take_in(channel="test", mailbox="help@nidalia.example", raw=raw, outside_id=outside_id, at=NOON)


def test_the_bytes_are_kept_as_they_came(clerk):
    raw = bytes(range(256)) * 3000
    inbound = take_in(raw)

    assert whole(inbound.blob_id) == raw
    assert inbound.state == "new"


def test_the_same_place_taken_in_twice_is_one(clerk):
    assert take_in(b"hello", "7:1") == take_in(b"hello", "7:1")
    assert take_in(b"hello", "8:1") != take_in(b"hello", "7:1")
    assert Inbound.objects.count() == 2


def test_each_message_is_read_once(clerk):
    take_in(b"one")
    take_in(b"two")

    assert read_waiting() == 2
    assert read_waiting() == 0
    assert clerk.read_ones == [b"one", b"two"]


def test_a_message_that_cannot_be_read_becomes_visible_and_the_next_is_read(clerk):
    poison = take_in(b"poison")
    take_in(b"two")
    for _ in range(4):
        read_waiting()

    assert clerk.read_ones == [b"two"]
    poison.refresh_from_db()
    assert (poison.state, poison.reason) == ("quarantined", "ValueError: unreadable")
    assert len(clerk.given_up) == 1


def test_who_has_lost_the_lease_writes_nothing(clerk):
    inbound = take_in(b"one")
    slow = commands.claim(inbound.pk)
    assert slow is not None
    assert read_one(inbound.pk) is False
    Inbound.objects.update(lease_until=NOON.replace(year=2020))
    assert read_one(inbound.pk) is True

    with pytest.raises(LeaseLost):
        commands.conclude(slow, state="ignored", at=NOON)
    inbound.refresh_from_db()
    assert inbound.state == "read"
