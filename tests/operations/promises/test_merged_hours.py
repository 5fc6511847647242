"""Two cases become one after our hours have changed: what was closed before the kept case began does not count."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.queries import newest_version
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import merge, open_case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.explaining import why
from pasillo.operations.promises.models import Clock
from pasillo.strategy.objectives.models import Objective
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told

ALWAYS = CalendarRule.always()
WORKDAYS = CalendarRule(week=((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2)


def on_sunday(hour, minute=0, second=0):
    """A Sunday on which nobody would serve in office hours."""
    return datetime(2026, 3, 8, hour, minute, second, tzinfo=UTC)


def clock(case, metric, **more):
    return Clock.objects.get(case=case, metric=metric, **more)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    """After each of these stories, all clocks are played again from the journal."""
    yield
    assert mismatches() == []


@pytest.fixture
def change(office):
    def changed(rule, *, at):
        known = newest_version(office.pk).pk
        return change_hours(office.pk, rule=rule, effective_from=at, known=known, by="person:1", at=at)

    return changed


@pytest.fixture
def asks(change, opening, ana):
    """Day and night somebody serves, and a first answer is promised within a quarter of an hour."""
    Objective.objects.filter(metric="first_response").update(target_minutes=15)
    change(ALWAYS, at=on_sunday(6))
    return lambda at: open_case(opening=opening, by=ana.ref, at=at)


def test_what_was_closed_before_the_kept_case_began_does_not_count(asks, change, budi):
    first = asks(on_sunday(10, 16, 21))
    change(WORKDAYS, at=on_sunday(10, 24, 10))
    change(ALWAYS, at=on_sunday(10, 26, 16))
    assert clock(first, "first_response").due_at == on_sunday(10, 33, 27)
    kept = asks(on_sunday(10, 27, 21))
    merge(first.pk, into_id=kept.pk, by=budi.ref, at=on_sunday(10, 30, 15))

    answer = clock(kept, "first_response")
    assert (answer.started_at, answer.due_at) == (on_sunday(10, 16, 21), on_sunday(10, 33, 27))
    kept.refresh_from_db()
    assert kept.next_due_at == on_sunday(10, 33, 27)
    ring(at=on_sunday(10, 30, 16))
    answer.refresh_from_db()
    assert (answer.warned, answer.next_alarm_at) == (75, on_sunday(10, 33, 27))
    assert told(kept, "promise.broken") == []
    because = why(answer.pk, case_id=kept.pk, at=on_sunday(10, 30, 15))
    assert (because.served, because.lived) == (timedelta(minutes=11, seconds=48), timedelta(minutes=13, seconds=54))

    ring(at=on_sunday(10, 33, 28))
    assert fact(kept, "promise.broken").happened_at == on_sunday(10, 33, 27)


def test_a_question_that_stood_open_while_we_were_closed_counts_once(asks, change, budi):
    """Solution in eight hours: asked from ten to thirteen, closed from eleven to twelve, so two open hours stood."""
    first = asks(on_sunday(9))
    cases.reply(first.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=on_sunday(10))
    change(WORKDAYS, at=on_sunday(11))
    change(ALWAYS, at=on_sunday(12))
    kept = asks(on_sunday(13))
    assert clock(first, "resolution").state == "paused"
    merge(first.pk, into_id=kept.pk, by=budi.ref, at=on_sunday(14))

    solution = clock(kept, "resolution")
    assert (solution.state, solution.paused_minutes) == ("running", 120)
    assert solution.due_at == on_sunday(20)  # nine, eight hours, one closed, two of theirs
    assert solution.next_alarm_at == on_sunday(16)
    ring(at=on_sunday(16))
    assert fact(kept, "promise.warned").happened_at == on_sunday(16)


def test_a_case_that_took_in_another_is_taken_in_itself(asks, change, budi):
    """What stood still in the first of three still stood still in the last."""
    first = asks(on_sunday(9))
    cases.reply(first.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=on_sunday(10))
    change(WORKDAYS, at=on_sunday(11))
    change(ALWAYS, at=on_sunday(12))
    second = asks(on_sunday(13))
    merge(first.pk, into_id=second.pk, by=budi.ref, at=on_sunday(13, 30))
    change(WORKDAYS, at=on_sunday(14))
    change(ALWAYS, at=on_sunday(14, 30))
    assert clock(second, "resolution").due_at == on_sunday(20, 30)
    third = asks(on_sunday(15))
    merge(second.pk, into_id=third.pk, by=budi.ref, at=on_sunday(15, 30))

    solution = clock(third, "resolution")
    assert (solution.started_at, solution.paused_minutes) == (on_sunday(9), 120)
    assert (solution.due_at, solution.next_alarm_at) == (on_sunday(20, 30), on_sunday(16, 30))


def test_in_whichever_order_two_cases_go_on_in_a_third_it_is_due_at_the_same_moment(asks, budi):
    """Ana was asked from eight to nine in one case, from half past eight to ten in the other: that is two hours."""

    def merged(order, day):
        first, other = asks(on_sunday(7) + day), asks(on_sunday(7, 30) + day)
        cases.reply(other.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=on_sunday(8) + day)
        cases.reply(first.pk, text="¿Y el cable?", then="wait", by=budi.ref, at=on_sunday(8, 30) + day)
        cases.resume(other.pk, by=budi.ref, at=on_sunday(9) + day)
        cases.resume(first.pk, by=budi.ref, at=on_sunday(10) + day)
        kept = asks(on_sunday(11) + day)
        for one in (first, other) if order else (other, first):
            merge(one.pk, into_id=kept.pk, by=budi.ref, at=on_sunday(12) + day)
        solution = clock(kept, "resolution")
        return solution.due_at - day, solution.next_alarm_at - day, solution.paused_minutes

    one = merged(True, timedelta())
    assert one == merged(False, timedelta(days=1)) == (on_sunday(17), on_sunday(13), 120)


def test_words_that_are_written_down_late_begin_in_the_hours_of_their_moment(asks, change, budi, ana):
    """Ana called at nine; it is written down when we had closed and opened since."""
    case = asks(on_sunday(7))
    cases.reply(case.pk, text="Vamos", by=budi.ref, at=on_sunday(7, 5))
    change(WORKDAYS, at=on_sunday(10))
    change(ALWAYS, at=on_sunday(11))
    write = Words(text="¿Y bien?", channel="portal")
    cases.customer_writes(case.pk, author_id=ana.pk, words=write, by=ana.ref, at=on_sunday(11, 30))
    assert clock(case, "next_response").due_at == on_sunday(13, 30)
    called = Words(text="¿Vienen?", channel="phone")
    cases.customer_writes(case.pk, author_id=ana.pk, words=called, by=budi.ref, at=on_sunday(9, 30))

    answer = clock(case, "next_response")
    assert (answer.started_at, answer.due_at) == (on_sunday(9, 30), on_sunday(12, 30))
    assert Entry.objects.filter(name="promise.broken").count() == 0
