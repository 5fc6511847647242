"""Those who read the journal: each fact once, none left out, whatever order transactions end in."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from pasillo.ground.journal import followers as room
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.followers import catch_up, follow, followers, rebuild
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to, tell

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact):
    name = "test.bell_rang"
    number: int


class Ear:
    """Remembers what it heard."""

    def __init__(self):
        self.heard = []

    def read(self, entries):
        self.heard += [entry.data["number"] for entry in entries if entry.name == BellRang.name]

    def forget(self):
        self.heard = []


@pytest.fixture
def ear(monkeypatch):
    listening = Ear()
    monkeypatch.setattr(followers, "_parts", {"ear": listening})
    return listening


def hear(ear, count):
    """Lets the ear read until it has heard so many: other tests of this server may hold the horizon for a while."""
    end = time.monotonic() + 60
    while len(ear.heard) < count and time.monotonic() < end:
        if not follow("ear"):
            time.sleep(0.05)
    return ear.heard


def ring(number):
    return tell(BellRang(number=number), about="bell:1", by="system", at=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_follower_hears_each_fact_once(ear):
    for number in range(5):
        ring(number)

    assert hear(ear, 5) == [0, 1, 2, 3, 4]
    assert catch_up() == 0
    assert ear.heard == [0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_slow_transaction_is_not_left_out(ear):
    begun, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            ring(1)
            begun.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    ring(2)
    assert catch_up() == 0, "what a transaction still open may precede is not read yet"
    may_end.set()
    thread.join()

    assert sorted(hear(ear, 2)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_what_a_follower_could_not_write_it_hears_again(ear):
    ring(1)

    def fail(entries):
        raise RuntimeError

    read, ear.read = ear.read, fail
    with pytest.raises(RuntimeError):
        hear(ear, 1)
    ear.read = read

    assert hear(ear, 1) == [1]


@pytest.mark.django_db(transaction=True)
def test_reading_from_zero_gives_the_same(ear):
    for number in range(4):
        ring(number)
    once = list(hear(ear, 4))

    assert rebuild("ear") == 4
    assert ear.heard == once


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_not_read_the_same(ear):
    catch_up()
    ring(1)
    with transaction.atomic():
        room.commands.lock_position("ear")
        found = []
        other = threading.Thread(target=lambda: (found.append(follow("ear")), connection.close()))
        other.start()
        other.join(10)

    assert found == [0]
    assert ear.heard == []
    assert hear(ear, 1) == [1]


def test_two_reactions_at_one_place_are_refused():
    reacts_to(BellRang, order=1)(lambda entry: None)
    with pytest.raises(LookupError, match="already reacts"):
        reacts_to(BellRang, order=1)(lambda entry: None)


def test_the_running_product_cannot_rewrite_what_happened(db):
    entry = ring(1)
    for change in (lambda: Entry.objects.filter(pk=entry.pk).update(by="x"), lambda: entry.delete()):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            change()
