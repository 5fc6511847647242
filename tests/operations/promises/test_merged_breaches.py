"""What was broken in a case that is merged stays broken in the one that is kept, and counts once."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, merge, open_case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.explaining import why
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import clocks_of
from pasillo.strategy.objectives.commands import end_objective, set_objective
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.scope import Scope
from tests.operations.conftest import MONDAY
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric, **more):
    return Clock.objects.get(case=case, metric=metric, **more)


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    """After each of these stories, all clocks are played again from the journal."""
    yield
    assert mismatches() == []


def outcomes(case):
    """What became of the promises to the customer, by metric."""
    tale, pledges = stories.Tale(case_id=case.pk), stories.Pledges()
    stories.fold_all(tale, pledges, Entry.objects.filter(about=case.ref).order_by("id"))
    found = sorted((one.metric, one.outcome, one.decided_at) for one in pledges.values() if one.audience == "customer")
    return found, tale.broken


@pytest.fixture
def urgent(dead_line, line_repair, budi):
    """It pressed: the solution was promised within two hours, and that broke at eleven."""
    set_objective(
        line_repair.pk, metric="resolution", target_minutes=120, scope=Scope(priority=1), by="system",
        at=MONDAY - timedelta(days=3),
    )  # fmt: skip
    cases.set_priority(dead_line.pk, priority=1, by=budi.ref, at=at_hour(2, 9, 5))
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 10))
    ring(at=at_hour(2, 11, 1))
    assert clock(dead_line, "resolution").state == "breached_running"
    return dead_line


def test_a_broken_solution_stays_broken_in_the_case_that_is_kept_as_of_its_moment(urgent, opening, ana, budi):
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 11, 30))
    merge(urgent.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 12))

    solution = clock(kept, "resolution")
    assert (solution.state, solution.started_at, solution.due_at) == ("breached_running", MONDAY, at_hour(2, 11))
    assert (solution.target_minutes, solution.warned, solution.next_alarm_at) == (480, 100, None)
    broke = fact(kept, "promise.broken")
    assert (broke.data["clock_id"], broke.happened_at, broke.data["cause"]) == (solution.pk, at_hour(2, 11), "merged")
    assert outcomes(kept) == (
        [
            ("first_response", "kept", at_hour(2, 9, 10)),
            ("next_response", "running", None),
            ("resolution", "broken", at_hour(2, 11)),
        ],
        1,
    )
    assert outcomes(urgent)[1] == 0
    kept.refresh_from_db()
    assert kept.next_due_at == at_hour(2, 11)
    (view,) = [one for one in clocks_of([kept.pk], at=at_hour(2, 12))[kept.pk] if one.metric == "resolution"]
    assert view.is_broken
    told_there = [one.name for one in why(solution.pk, case_id=kept.pk, at=at_hour(2, 12)).told]
    assert told_there.count("promise.broken") == 1

    cases.reply(kept.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))
    solution.refresh_from_db()
    assert (solution.state, solution.stopped_at) == ("breached_stopped", at_hour(2, 13))
    assert told(kept, "promise.broken") == ["promise.broken"]
    assert outcomes(kept)[1] == 1


def test_what_broke_a_moment_ago_and_was_not_looked_at_yet_is_not_washed_away(dead_line, opening, ana, budi):
    Objective.objects.filter(metric="first_response").update(target_minutes=600)
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 9, 59))
    merge(dead_line.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 10, 1))

    answer = clock(kept, "first_response")
    assert (answer.state, answer.due_at) == ("breached_running", at_hour(2, 10))
    assert fact(dead_line, "promise.broken").happened_at == at_hour(2, 10)


def test_what_was_answered_late_there_is_not_kept_here(dead_line, opening, ana, budi):
    """The kept case was answered in time by itself; the need was not."""
    ring(at=at_hour(2, 10, 1))
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 10, 30))
    cases.reply(kept.pk, text="Vamos", by=budi.ref, at=at_hour(2, 10, 40))
    assert clock(kept, "first_response").state == "met"
    merge(dead_line.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 11))

    answer = clock(kept, "first_response")
    assert (answer.state, answer.started_at, answer.due_at, answer.stopped_at) == (
        "breached_stopped", MONDAY, at_hour(2, 10), at_hour(2, 10, 40),
    )  # fmt: skip
    assert outcomes(kept)[0][0] == ("first_response", "broken", at_hour(2, 10))
    assert outcomes(kept)[1] == 1


def test_a_next_answer_that_was_late_there_comes_along(dead_line, opening, ana, budi):
    cases.reply(dead_line.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 10))
    words = Words(text="¿Y bien?", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 9, 30))
    ring(at=at_hour(2, 11, 31))
    cases.reply(dead_line.pk, text="Perdón", by=budi.ref, at=at_hour(2, 12))
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 13))
    merge(dead_line.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 13, 10))

    late = clock(kept, "next_response", state="breached_stopped")
    assert (late.started_at, late.due_at, late.stopped_at) == (at_hour(2, 9, 30), at_hour(2, 11, 30), at_hour(2, 12))
    assert clock(kept, "next_response", state="running").started_at == at_hour(2, 13)
    assert outcomes(kept)[1] == 1


def test_a_first_answer_that_was_late_is_a_late_next_answer_in_an_older_case(dead_line, opening, ana, budi):
    early = Opening(**{**opening.__dict__, "contact_at": datetime(2026, 2, 27, 9, tzinfo=UTC)})
    kept = open_case(opening=early, by=ana.ref, at=datetime(2026, 2, 27, 9, tzinfo=UTC))
    cases.reply(kept.pk, text="Vamos", by=budi.ref, at=datetime(2026, 2, 27, 9, 5, tzinfo=UTC))
    ring(at=at_hour(2, 10, 1))
    merge(dead_line.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 10, 30))

    assert clock(kept, "first_response").state == "met"
    owed = clock(kept, "next_response")
    assert (owed.state, owed.started_at, owed.due_at) == ("breached_running", MONDAY, at_hour(2, 10))


def test_it_goes_along_through_several_merges_and_counts_once(urgent, opening, ana, budi):
    second = open_case(opening=opening, by=ana.ref, at=at_hour(2, 11, 30))
    merge(urgent.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 12))
    third = open_case(opening=opening, by=ana.ref, at=at_hour(2, 12, 30))
    merge(second.pk, into_id=third.pk, by=budi.ref, at=at_hour(2, 13))

    solution = clock(third, "resolution")
    assert (solution.state, solution.due_at) == ("breached_running", at_hour(2, 11))
    assert [outcomes(case)[1] for case in (urgent, second, third)] == [0, 0, 1]


def test_what_is_promised_no_more_comes_along_broken(urgent, opening, ana, budi, line_repair):
    end_objective(line_repair.pk, metric="resolution", by="system", at=at_hour(2, 11, 10))
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 11, 30))
    assert not Clock.objects.filter(case=kept, metric="resolution", audience="customer").exists()
    merge(urgent.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 12))

    solution = clock(kept, "resolution", audience="customer")
    assert (solution.state, solution.due_at, solution.target_minutes) == ("breached_running", at_hour(2, 11), 120)


def test_what_was_answered_in_time_in_the_kept_case_is_not_broken_by_the_other(dead_line, opening, ana, budi):
    """Nothing was broken there: nothing is here."""
    kept = open_case(opening=opening, by=ana.ref, at=at_hour(2, 9, 30))
    cases.reply(kept.pk, text="Vamos", by=budi.ref, at=at_hour(2, 9, 40))
    merge(dead_line.pk, into_id=kept.pk, by=budi.ref, at=at_hour(2, 9, 50))

    assert (clock(kept, "first_response").state, told(kept, "promise.broken")) == ("met", [])
