"""A case may leave the queue for a while; it comes back by itself, and its promises never stop for it."""

from datetime import timedelta

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands
from pasillo.operations.cases.queue import counts
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.models import Clock
from tests.operations.told import fact, told


@pytest.fixture
def put_off(dead_line, budi, later):
    """Budi looks at it again at five."""
    return commands.snooze(dead_line.pk, until=later(8), by=budi.ref, at=later(1))


def splits(person):
    return counts(sight_of(person))


def test_a_case_that_is_put_off_leaves_the_queue_and_waits(put_off, budi, later):
    put_off.refresh_from_db()

    assert put_off.snoozed_until == later(8)
    assert put_off.state == "new"
    assert splits(budi) == {"todo": 0, "new": 0, "waiting": 1, "me": 0}
    assert fact(put_off, "case.snoozed").data["until"] == later(8).isoformat()


def test_its_promises_run_on(dead_line, budi, later):
    before = list(Clock.objects.order_by("id").values_list("due_at", "state"))

    commands.snooze(dead_line.pk, until=later(30), by=budi.ref, at=later(0.5))

    assert list(Clock.objects.order_by("id").values_list("due_at", "state")) == before
    assert told(dead_line, "case.paused") == []


def test_it_comes_back_when_its_hour_has_come_and_not_before(put_off, budi, later):
    assert commands.wake_due(at=later(8) - timedelta(minutes=1)) == 0
    assert splits(budi)["new"] == 0

    assert commands.wake_due(at=later(8)) == 1
    assert commands.wake_due(at=later(8)) == 0

    assert splits(budi) == {"todo": 1, "new": 1, "waiting": 0, "me": 0}
    assert fact(put_off, "case.woken").data["why"] == "time"


def test_it_comes_back_when_the_customer_writes(put_off, ana, budi, later):
    words = Words(text="¿Y bien?", channel="portal")
    commands.customer_writes(put_off.pk, author_id=ana.pk, words=words, by=ana.ref, at=later(2))

    put_off.refresh_from_db()
    assert put_off.snoozed_until is None
    assert splits(budi)["new"] == 1
    assert fact(put_off, "case.woken").data["why"] == "customer"


def test_a_machines_answer_wakes_nobody(put_off, ana, later):
    words = Words(text="Out of office", channel="email", by_machine=True)
    commands.customer_writes(put_off.pk, author_id=ana.pk, words=words, by=ana.ref, at=later(2))

    put_off.refresh_from_db()
    assert put_off.snoozed_until == later(8)


def test_another_area_gets_it_awake(put_off, billing, budi, clara, later):
    commands.transfer(put_off.pk, area_id=billing.pk, reason="A bill.", by=budi.ref, at=later(2))

    assert splits(clara)["new"] == 1


def test_a_resolved_case_is_not_put_off_any_more(put_off, budi, later):
    commands.resolve(put_off.pk, by=budi.ref, at=later(2))

    put_off.refresh_from_db()
    assert put_off.snoozed_until is None


@pytest.mark.parametrize(("hours", "why"), [(1, "must lie ahead"), (-3, "must lie ahead"), (9000, "a year at most")])
def test_a_moment_that_makes_no_sense_is_refused_and_changes_nothing(dead_line, budi, later, hours, why):
    before = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        commands.snooze(dead_line.pk, until=later(hours), by=budi.ref, at=later(1))

    dead_line.refresh_from_db()
    assert dead_line.snoozed_until is None
    assert Entry.objects.count() == before


def test_what_is_over_cannot_be_put_off(dead_line, budi, later):
    commands.cancel(dead_line.pk, reason="Asked twice.", by=budi.ref, at=later(1))

    with pytest.raises(Refused, match="Only an open case"):
        commands.snooze(dead_line.pk, until=later(5), by=budi.ref, at=later(2))


def test_waking_what_is_awake_tells_nothing(dead_line, budi, later):
    commands.wake(dead_line.pk, by=budi.ref, at=later(1))

    assert told(dead_line, "case.woken") == []


def test_a_priority_is_told_once_and_moves_no_promise(dead_line, budi, later):
    before = list(Clock.objects.order_by("id").values_list("due_at", flat=True))
    for _ in range(2):
        commands.set_priority(dead_line.pk, priority=1, by=budi.ref, at=later(1))

    dead_line.refresh_from_db()
    assert dead_line.priority == 1
    assert fact(dead_line, "case.priority_set").data == {
        "case_id": dead_line.pk, "priority": 1, "previous": 3, "why": "",
    }  # fmt: skip
    assert list(Clock.objects.order_by("id").values_list("due_at", flat=True)) == before


@pytest.mark.parametrize("priority", [0, 5, -1])
def test_there_is_no_such_priority(dead_line, budi, later, priority):
    with pytest.raises(Refused, match="no such priority"):
        commands.set_priority(dead_line.pk, priority=priority, by=budi.ref, at=later(1))
