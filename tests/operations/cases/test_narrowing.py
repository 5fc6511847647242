"""What an address may ask of the queue, and what it may not."""

from dataclasses import replace

import pytest

from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.narrowing import Narrowing, narrowing_of
from pasillo.operations.cases.queue import counts, queue, split_of


def asked(**given):
    return narrowing_of({name: [value] for name, value in given.items()})


def found(person, **given):
    return [row["subject"] for row in queue(sight_of(person), asked=asked(**given))]


@pytest.fixture
def two(dead_line, opening, ana, budi, later):
    """Ana's dead line by the portal, and a question by phone that presses and that Budi holds."""
    asking = replace(opening, subject="¿Cuándo vendrá la técnica?", channel="phone", kind="question")
    other = commands.open_case(opening=asking, by=ana.ref, at=later(0.1))
    commands.take(other.pk, by=budi.ref, at=later(0.2))
    commands.set_priority(other.pk, priority=1, by=budi.ref, at=later(0.3))
    return dead_line, Case.objects.get(pk=other.pk)


@pytest.mark.parametrize(
    "given",
    [
        {"channel": "phone"}, {"priority": "1,2"}, {"kind": "question"}, {"assignee": "me"},
        {"words": "tecnica cuando"}, {"words": "TÉCNICA"}, {"service": "line-repair", "channel": "phone"},
    ],
)  # fmt: skip
def test_one_sort_of_case_is_asked_for(two, budi, given):
    assert found(budi, **given) == [two[1].subject]


def test_nobody_is_a_holder_too(two, budi):
    assert found(budi, assignee="nobody") == [two[0].subject]
    assert len(found(budi, assignee="nobody,me")) == 2


def test_words_find_customers_and_numbers(two, budi):
    assert len(found(budi, words="ana pons")) == 2
    assert found(budi, words=f"#{two[0].number}") == [two[0].subject]
    assert found(budi, words="elephant") == []


def test_counts_are_those_of_what_was_asked(two, budi):
    assert counts(sight_of(budi), asked(channel="phone")) == {"todo": 1, "new": 0, "waiting": 0, "me": 1}


@pytest.mark.parametrize(
    "given",
    [
        {"customer__password": "x"}, {"area__memberships": "1"}, {"priority": "9"}, {"channel": "pigeon"},
        {"assignee": "1 or 1=1"}, {"service": "a' or 'b"}, {"area": "٣"}, {"assignee": "9" * 40},
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_passed_over(given):
    assert narrowing_of({name: [value] for name, value in given.items()}) == Narrowing()


def test_an_address_is_read_and_written_the_same_way():
    one = narrowing_of({"priority": ["2", "1"], "words": ["  no   alarm "], "service": ["move-home,repairs"]})

    assert one.asked == {"service": "move-home,repairs", "priority": "1,2", "words": "no alarm"}
    assert narrowing_of({name: [value] for name, value in one.asked.items()}) == one
    assert not Narrowing()


def test_nobody_sees_more_by_asking(two, clara, budi, billing, repairs, later):
    assert not split_of(sight_of(clara), "todo", asked(area=str(repairs.pk))).exists()

    give_role(person=clara, role=Role.AGENT, area=repairs, by="system", at=later(0))
    assert split_of(sight_of(clara), "todo", asked(area=str(repairs.pk))).count() == 2
    assert not split_of(sight_of(clara), "todo", asked(area=str(billing.pk))).exists()
