"""What we promise, and whether it was kept."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.operations.cases import commands as cases
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import clocks_of
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric, cycle=1):
    return Clock.objects.get(case=case, metric=metric, cycle=cycle)


def test_the_promises_of_a_case_are_due_in_the_hours_of_its_service(dead_line):
    assert clock(dead_line, "first_response").due_at == at_hour(2, 10)
    assert clock(dead_line, "resolution").due_at == at_hour(2, 17)
    dead_line.refresh_from_db()
    assert dead_line.next_due_at == at_hour(2, 10)


def test_a_human_answer_keeps_the_promise_of_one(dead_line, budi):
    cases.reply(dead_line.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 40))

    assert clock(dead_line, "first_response").state == "met"
    assert fact(dead_line, "promise.kept").data["served_minutes"] == 40
    dead_line.refresh_from_db()
    assert dead_line.next_due_at == at_hour(2, 17)


def test_people_are_warned_at_half_three_quarters_and_when_it_breaks_and_only_once(dead_line):
    assert ring(at=at_hour(2, 9, 29)) == 0
    assert ring(at=at_hour(2, 9, 30)) == 1
    assert ring(at=at_hour(2, 9, 30)) == 0
    ring(at=at_hour(2, 9, 45))
    ring(at=at_hour(2, 10))
    ring(at=at_hour(2, 10, 30))

    assert told(dead_line, "promise.warned", "promise.broken") == ["promise.warned", "promise.warned", "promise.broken"]
    assert fact(dead_line, "promise.broken").happened_at == at_hour(2, 10)


def test_a_worker_that_slept_tells_the_break_once_and_at_its_moment(dead_line):
    ring(at=at_hour(2, 16))

    assert told(dead_line, "promise.broken") == ["promise.broken"]
    assert fact(dead_line, "promise.broken").happened_at == at_hour(2, 10)
    assert clock(dead_line, "first_response").state == "breached_running"


def test_a_late_answer_breaks_the_promise_though_no_alarm_rang(dead_line, budi):
    cases.reply(dead_line.pk, text="Perdón", by=budi.ref, at=at_hour(2, 11))

    assert told(dead_line, "promise.broken", "promise.stopped_late", "promise.kept") == [
        "promise.broken", "promise.stopped_late",
    ]  # fmt: skip
    assert clock(dead_line, "first_response").state == "breached_stopped"


def test_waiting_for_an_answer_moves_the_promise_by_the_open_hours_of_the_wait(dead_line, budi, ana):
    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 15))
    dead_line.refresh_from_db()
    assert dead_line.next_due_at is None
    words = Words(text="Roja", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(3, 11))

    assert clock(dead_line, "resolution").due_at == at_hour(3, 13)
    assert clock(dead_line, "next_response").due_at == at_hour(3, 13)


def test_a_wait_without_a_question_moves_nothing(dead_line, budi):
    cases.wait(dead_line.pk, why="customer", by=budi.ref, at=at_hour(2, 10))
    cases.resume(dead_line.pk, by=budi.ref, at=at_hour(2, 16))

    assert clock(dead_line, "resolution").due_at == at_hour(2, 17)


@pytest.mark.parametrize("why", ["supplier"])
def test_a_supplier_s_delay_is_not_the_customer_s(dead_line, budi, why):
    cases.wait(dead_line.pk, why=why, by=budi.ref, at=at_hour(2, 10))

    assert clock(dead_line, "resolution").state == "running"


def test_a_dispute_has_a_clock_of_its_own_and_leaves_the_first_as_it_was(dead_line, budi, ana):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    cases.dispute(dead_line.pk, reason="No va", by=ana.ref, at=at_hour(4, 10))

    assert clock(dead_line, "resolution").state == "met"
    assert clock(dead_line, "dispute", cycle=2).due_at == at_hour(4, 14)
    dead_line.refresh_from_db()
    assert dead_line.next_due_at == at_hour(4, 12)


def test_a_cancelled_case_owes_nothing(dead_line, budi):
    cases.cancel(dead_line.pk, reason="Repetido", by=budi.ref, at=at_hour(2, 9, 10))

    assert set(Clock.objects.values_list("state", flat=True)) == {"cancelled"}
    assert ring(at=at_hour(5, 9)) == 0
    dead_line.refresh_from_db()
    assert dead_line.next_due_at is None


def test_a_machine_s_answer_keeps_no_promise(dead_line):
    from pasillo.operations.cases.commands.step import locked, say
    from pasillo.operations.cases.facts import MessageSent

    case = locked(dead_line.pk)
    sent = MessageSent(
        case_id=case.pk, message_id=1, conversation_id=case.conversation_id, channel="email", person_id=None,
        is_human=False,
    )  # fmt: skip
    say(case, sent, by="system", at=at_hour(2, 9, 5))

    assert clock(case, "first_response").state == "running"


def test_what_a_page_shows_is_what_is_served_so_far(dead_line):
    views = clocks_of([dead_line.pk], at=at_hour(2, 9, 30))[dead_line.pk]

    assert [(v.metric, v.served_minutes, v.share) for v in views] == [("first_response", 30, 50), ("resolution", 30, 6)]
    late = clocks_of([dead_line.pk], at=at_hour(2, 10) + timedelta(minutes=12))[dead_line.pk][0]
    assert late.is_broken
    assert late.share == 120


def test_thanks_after_the_resolution_owe_no_answer(dead_line, budi, ana):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    cases.customer_writes(
        dead_line.pk, author_id=ana.pk, words=Words(text="Gracias", channel="portal"), by=ana.ref, at=at_hour(2, 14)
    )
    assert not Clock.objects.filter(case=dead_line, metric="next_response").exists()
    cases.confirm(dead_line.pk, by=ana.ref, at=at_hour(2, 14, 5))

    assert not Clock.objects.filter(case=dead_line, metric="next_response").exists()
    assert ring(at=at_hour(5, 9)) == 0


def test_who_says_that_it_is_not_solved_is_owed_an_answer_from_those_words_on_not_from_her_thanks(dead_line, budi, ana):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    thanks = Words(text="Gracias", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=thanks, by=ana.ref, at=at_hour(2, 14))
    cases.dispute(dead_line.pk, reason="Ha vuelto a caer", by=ana.ref, at=at_hour(3, 10))

    owed = clock(dead_line, "next_response", 2)
    assert (owed.state, owed.started_at, owed.due_at) == ("running", at_hour(3, 10), at_hour(3, 12))
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(3, 11))
    assert clock(dead_line, "next_response", 2).state == "met"
    assert mismatches() == []


def test_who_writes_soon_after_the_end_is_owed_an_answer_from_then_on(dead_line, budi, ana):
    cases.reply(dead_line.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    cases.confirm(dead_line.pk, by=ana.ref, at=at_hour(2, 14))
    again = Words(text="Otra vez sin línea", channel="email")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=again, by=ana.ref, at=at_hour(3, 10))

    owed = clock(dead_line, "next_response", 2)
    assert (owed.state, owed.started_at, owed.due_at) == ("running", at_hour(3, 10), at_hour(3, 12))
    assert Clock.objects.filter(case=dead_line, metric="next_response").count() == 1
    assert mismatches() == []
