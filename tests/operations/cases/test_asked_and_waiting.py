"""A question is sent, and at once one waits: proven while the question goes out, and never if it is taken back."""

from datetime import timedelta

import pytest

from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Pause
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.models import Clock
from tests.operations.promises.replayed import mismatches
from tests.operations.told import told

SECOND = timedelta(seconds=1)


@pytest.fixture
def pressed_at(later):
    return later(1)


@pytest.fixture
def presses(dead_line, budi, pressed_at):
    return lambda text: cases.send(dead_line.pk, text=text, person_id=budi.pk, at=pressed_at)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    """After each of these stories, all clocks are played again from the journal."""
    yield
    assert mismatches() == []


def solution(case):
    return Clock.objects.get(case=case, metric="resolution")


def waits(case):
    return list(Pause.objects.filter(case=case).order_by("id").values_list("why", "proven", "ended_at"))


def test_who_asks_and_then_waits_has_proof_once_the_question_has_left(presses, dead_line, budi, pressed_at, ana):
    presses("¿Qué luz ve?")
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=pressed_at + 3 * SECOND)
    assert cases.say_what_is_due(at=pressed_at + 11 * SECOND) == 1

    assert waits(dead_line) == [("customer", True, None)]
    clock = solution(dead_line)
    assert (clock.state, clock.paused_since) == ("paused", pressed_at + 3 * SECOND)
    dead_line.refresh_from_db()
    assert dead_line.state == "waiting_customer"
    words = Words(text="Roja", channel="portal")
    answered_at = pressed_at + timedelta(hours=1, seconds=3)
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=answered_at)
    assert (solution(dead_line).state, solution(dead_line).paused_minutes) == ("running", 60)


def test_a_question_that_is_taken_back_proves_nothing_and_no_second_stood_still(presses, dead_line, budi, pressed_at):
    draft = presses("¿Qué luz ve?")
    before = solution(dead_line).due_at
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=pressed_at + 3 * SECOND)
    cases.take_back(draft.pk, by_id=budi.pk, at=pressed_at + 8 * SECOND)

    clock = solution(dead_line)
    assert (clock.state, clock.paused_minutes, clock.due_at) == ("running", 0, before)
    assert waits(dead_line) == [("customer", True, pressed_at + 3 * SECOND), ("customer", False, None)]
    dead_line.refresh_from_db()
    assert dead_line.state == "waiting_customer"


def test_what_asks_nothing_proves_nothing_and_a_wait_of_another_proof_stays(
    presses, dead_line, budi, pressed_at, later
):
    presses("Vamos.")
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=pressed_at + SECOND)
    assert waits(dead_line) == [("customer", False, None)]
    assert cases.say_what_is_due(at=pressed_at + 11 * SECOND) == 1
    assert solution(dead_line).state == "running"

    cases.reply(dead_line.pk, text="¿Y el cable?", then="wait", by=budi.ref, at=later(2))
    draft = cases.send(dead_line.pk, text="Perdón, ¿y la luz?", person_id=budi.pk, at=later(3))
    cases.take_back(draft.pk, by_id=budi.pk, at=later(3) + SECOND)
    assert solution(dead_line).state == "paused"
    assert told(dead_line, "case.paused") == ["case.paused", "case.paused"]


def test_words_of_the_customer_after_the_question_was_sent_are_its_answer(presses, dead_line, budi, pressed_at, ana):
    presses("¿Qué luz ve?")
    words = Words(text="Sigue igual", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=pressed_at + SECOND)
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=pressed_at + 3 * SECOND)

    assert waits(dead_line) == [("customer", False, None)]
    assert solution(dead_line).state == "running"


def test_who_waits_first_and_asks_then_has_proof_from_the_question_on(dead_line, budi, later):
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=later(1))
    cases.reply(dead_line.pk, text="Vamos.", by=budi.ref, at=later(1.5))
    assert solution(dead_line).state == "running"
    cases.reply(dead_line.pk, text="¿Qué luz ve?", by=budi.ref, at=later(2))

    clock = solution(dead_line)
    assert (clock.state, clock.paused_since) == ("paused", later(2))
    assert waits(dead_line) == [("customer", False, later(2)), ("customer", True, None)]
    dead_line.refresh_from_db()
    assert dead_line.state == "waiting_customer"
