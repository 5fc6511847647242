"""@Me: what I hold, where I was named and have not looked, where a task waits for me; and nothing beyond my sight."""

import pytest

from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Membership, Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases.commands import ask_area, assign, finish_task, note
from pasillo.operations.cases.queue import counts, numbers, queue
from pasillo.operations.conversations.commands import look


@pytest.fixture
def dewi(repairs, monday):
    """Repairs lines, beside Budi."""
    person = meet(name="Dewi Lestari", email="dewi@nidalia.example", by="system", at=monday)
    give_role(person=person, role=Role.AGENT, area=repairs, by="system", at=monday)
    return person


def mine(person):
    """The cases of @Me, which the count and what is done to all of them must agree with."""
    seen = sight_of(person)
    found = [row["id"] for row in queue(seen, split="me")]
    assert counts(seen)["me"] == len(found)
    assert numbers(seen, split="me", limit=100) == found
    return found


def test_who_is_named_finds_the_case_until_they_have_looked(dead_line, budi, dewi, later):
    assert mine(dewi) == []

    note(dead_line.pk, text="@Dewi Lestari, do you know the house?", named=[dewi.pk], by=budi.ref, at=later(1))
    assert mine(dewi) == [dead_line.pk]
    assert mine(budi) == []

    look(dead_line.conversation_id, person_id=dewi.pk, at=later(2))
    assert mine(dewi) == []


def test_a_task_waits_for_those_who_were_asked_until_it_is_done(dead_line, budi, clara, billing, later):
    task = ask_area(dead_line.pk, area_id=billing.pk, title="Is it paid?", due_at=later(8), by=budi.ref, at=later(1))

    assert mine(clara) == [dead_line.pk]
    assert mine(budi) == []

    finish_task(task.pk, outcome="Yes.", by=clara.ref, at=later(2))
    assert mine(clara) == []


def test_what_one_holds_and_is_named_in_counts_once(dead_line, budi, dewi, later):
    assign(dead_line.pk, assignee_id=budi.pk, by=budi.ref, at=later(1))
    note(dead_line.pk, text="@Budi Santoso, call her.", named=[budi.pk], by=dewi.ref, at=later(2))

    assert mine(budi) == [dead_line.pk]
    assert mine(dewi) == []


def test_who_may_not_see_the_case_any_more_is_not_called_to_it(dead_line, budi, dewi, later):
    note(dead_line.pk, text="@Dewi Lestari?", named=[dewi.pk], by=budi.ref, at=later(1))
    assert mine(dewi) == [dead_line.pk]

    Membership.objects.filter(person=dewi).delete()
    assert mine(dewi) == []


def test_a_task_that_somebody_took_waits_for_them_alone(dead_line, budi, clara, billing, later):
    task = ask_area(dead_line.pk, area_id=billing.pk, title="Is it paid?", due_at=later(8), by=budi.ref, at=later(1))
    other = meet(name="Aitor Kerexeta", email="aitor@nidalia.example", by="system", at=later(0))
    give_role(person=other, role=Role.AGENT, area=billing, by="system", at=later(0))
    assert mine(other) == [dead_line.pk]

    task.assignee = clara
    task.save(update_fields=["assignee"])
    assert mine(other) == []
    assert mine(clara) == [dead_line.pk]
