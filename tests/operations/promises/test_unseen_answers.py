"""An answer that nobody can have seen is none: the promise of it runs on, whatever we believed for a while."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import set_password
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import note_seen, note_unseen
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.queries import due_to_close
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock, Repair
from pasillo.operations.promises.repairs import played_again
from tests.operations.promises.replayed import mismatches
from tests.operations.told import told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric):
    return Clock.objects.get(case=case, metric=metric)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    yield
    assert mismatches() == []


@pytest.fixture
def answers(dead_line, budi):
    def answer(text="Ya vamos.", *, at, **more):
        cases.reply(dead_line.pk, text=text, by=budi.ref, at=at, **more)
        return Message.objects.filter(conversation=dead_line.conversation, direction="out").latest("id")

    return answer


def test_an_answer_that_came_back_is_none_and_its_promise_runs_on(dead_line, answers):
    letter = answers(at=at_hour(2, 9, 30))
    assert clock(dead_line, "first_response").state == "met"

    note_unseen(letter.pk, at=at_hour(2, 9, 40))

    answer = clock(dead_line, "first_response")
    assert (answer.state, answer.due_at, answer.stopped_at) == ("running", at_hour(2, 10), None)
    assert Repair.objects.get().was["state"] == "met"
    dead_line.refresh_from_db()
    assert (dead_line.waiting_since, dead_line.next_due_at) == (at_hour(2, 9), at_hour(2, 10))
    ring(at=at_hour(2, 10, 1))
    assert clock(dead_line, "first_response").state == "breached_running"
    assert played_again(dead_line.pk, at=at_hour(2, 10, 2)) == []


def test_whoever_comes_in_with_a_password_has_it_before_their_eyes(dead_line, answers, ana):
    set_password(ana.pk, password="correct horse battery", by=ana.ref, at=at_hour(2, 9))
    letter = answers(at=at_hour(2, 9, 30))

    note_unseen(letter.pk, at=at_hour(2, 9, 40))

    assert clock(dead_line, "first_response").state == "met"
    assert told(dead_line, "message.unseen") == []


def test_an_answer_by_phone_in_between_is_the_first_one(dead_line, answers):
    letter = answers(at=at_hour(2, 9, 10))
    answers("La llamé.", channel="phone", at=at_hour(2, 9, 30))

    note_unseen(letter.pk, at=at_hour(2, 9, 50))

    answer = clock(dead_line, "first_response")
    assert (answer.state, answer.stopped_at) == ("met", at_hour(2, 9, 30))


def test_what_is_read_at_last_is_given_then_and_not_before(dead_line, answers):
    note_unseen(answers(at=at_hour(2, 9, 30)).pk, at=at_hour(2, 9, 40))

    note_seen(dead_line.pk, by="person:1", at=at_hour(2, 11))
    note_seen(dead_line.pk, by="person:1", at=at_hour(2, 12))

    answer = clock(dead_line, "first_response")
    assert (answer.state, answer.stopped_at) == ("breached_stopped", at_hour(2, 11))
    assert told(dead_line, "message.seen") == ["message.seen"]
    dead_line.refresh_from_db()
    assert dead_line.waiting_since is None


def test_resolving_does_not_hide_that_nobody_was_answered_and_silence_proves_nothing(dead_line, answers):
    letter = answers(then="resolve", at=at_hour(2, 9, 30))
    note_unseen(letter.pk, at=at_hour(2, 9, 31))

    assert clock(dead_line, "first_response").state == "running"
    assert due_to_close(resolved_before=at_hour(20, 9)) == []
    note_seen(dead_line.pk, at=at_hour(3, 9))
    assert due_to_close(resolved_before=at_hour(20, 9)) == [dead_line.pk]


def test_resolving_again_after_a_lost_answer_leaves_the_promise_open(dead_line, answers, budi):
    note_unseen(answers(at=at_hour(2, 9, 10)).pk, at=at_hour(2, 9, 20))
    cases.resolve(dead_line.pk, by=budi.ref, at=at_hour(2, 9, 30))

    assert clock(dead_line, "first_response").state == "running"


def test_a_question_that_nobody_saw_stops_no_clock(dead_line, answers):
    letter = answers("¿Qué luz ve?", then="wait", at=at_hour(2, 10))
    cases.set_priority(dead_line.pk, priority=2, by="person:1", at=at_hour(2, 11))
    assert clock(dead_line, "resolution").state == "paused"

    note_unseen(letter.pk, at=at_hour(2, 12))

    solution = clock(dead_line, "resolution")
    assert (solution.state, solution.due_at, solution.paused_minutes) == ("running", at_hour(2, 17), 0)
    assert not Pause.objects.get(case=dead_line, ended_at=None).proven
    note_seen(dead_line.pk, at=at_hour(2, 13))
    assert Pause.objects.get(case=dead_line, ended_at=None).proven
    assert clock(dead_line, "resolution").paused_since == at_hour(2, 13)


def test_what_is_over_stays_and_a_machine_s_words_are_no_answer(dead_line, answers, ana, budi):
    letter = answers(then="resolve", at=at_hour(2, 9, 30))
    cases.confirm(dead_line.pk, by=ana.ref, at=at_hour(2, 10))

    note_unseen(letter.pk, at=at_hour(2, 11))

    assert clock(dead_line, "first_response").state == "met"
    assert Case.objects.get(pk=dead_line.pk).state == "closed"


def test_the_figures_forget_an_answer_that_was_none(dead_line, answers):
    note_unseen(answers(at=at_hour(2, 9, 30)).pk, at=at_hour(2, 9, 40))
    tale = stories.Tale(case_id=dead_line.pk)
    stories.fold_all(tale, {}, Entry.objects.filter(about=dead_line.ref).order_by("id"))
    assert (tale.first_answer_at, tale.contacts_out, tale.kept) == (None, 0, 0)

    answers("La llamé.", channel="phone", at=at_hour(2, 9, 50))
    tale = stories.Tale(case_id=dead_line.pk)
    stories.fold_all(tale, {}, Entry.objects.filter(about=dead_line.ref).order_by("id"))
    assert (tale.first_answer_at, tale.contacts_out, tale.kept) == (at_hour(2, 9, 50), 1, 1)


@pytest.mark.parametrize(
    ("words", "proven"),
    [("Vamos el miércoles.", True), ("Vamos el día 4.", True), ("Ya lo miramos.", False), ("Vamos el jueves.", False)],
)
def test_a_day_is_agreed_by_words_that_name_it_and_not_by_any_earlier_word(dead_line, answers, budi, words, proven):
    answers(words, at=at_hour(2, 9, 30))
    cases.wait(dead_line.pk, why="scheduled", until=at_hour(4, 10), by=budi.ref, at=at_hour(2, 10))

    assert Pause.objects.get(case=dead_line).proven is proven
    assert clock(dead_line, "resolution").state == ("paused" if proven else "running")


def test_the_word_that_names_the_day_may_come_after_it_was_set(dead_line, answers, budi):
    answers("Ya lo miramos.", at=at_hour(2, 9, 30))
    cases.wait(dead_line.pk, why="scheduled", until=at_hour(4, 10), by=budi.ref, at=at_hour(2, 10))
    answers("Vamos el miércoles a las diez.", at=at_hour(2, 11))

    assert Pause.objects.get(case=dead_line, ended_at=None).proven
    assert clock(dead_line, "resolution").paused_since == at_hour(2, 11)
