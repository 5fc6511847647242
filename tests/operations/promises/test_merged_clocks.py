"""Two cases about the same need are one promise, counted from the earlier start; the other leaves the figures."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, merge, open_case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock
from pasillo.strategy.objectives.commands import set_objective
from tests.operations.conftest import MONDAY
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact, told


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric, **more):
    return Clock.objects.get(case=case, metric=metric, **more)


def stands(case, metric, **more):
    one = clock(case, metric, **more)
    return one.state, one.started_at, one.due_at


@pytest.fixture(autouse=True)
def _what_is_kept_is_what_the_journal_says(db):
    """After each of these stories, all clocks are played again from the journal."""
    yield
    assert mismatches() == []


@pytest.fixture
def second(dead_line, opening, ana):
    """Ana asks again at eleven: the case that will be kept."""
    return open_case(opening=opening, by=ana.ref, at=at_hour(2, 11))


def story_of(case):
    tale, pledges = stories.Tale(case_id=case.pk), stories.Pledges()
    stories.fold_all(tale, pledges, Entry.objects.filter(about=case.ref).order_by("id"))
    return tale, pledges


def test_r12_the_case_that_is_kept_counts_from_the_earlier_of_both_starts(dead_line, second, budi):
    assert stands(second, "resolution") == ("running", at_hour(2, 11), at_hour(3, 11))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 12))

    assert stands(second, "resolution") == ("running", MONDAY, at_hour(2, 17))
    assert stands(second, "first_response") == ("running", MONDAY, at_hour(2, 10))
    moved = Entry.objects.filter(about=second.ref, name="promise.moved").values_list("data__metric", "data__cause")
    assert set(moved) == {("resolution", "merged"), ("first_response", "merged")}
    second.refresh_from_db()
    assert (second.opened_at, second.next_due_at) == (MONDAY, at_hour(2, 10))


def test_r12_the_earlier_case_that_is_kept_does_not_move(dead_line, second, budi):
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=at_hour(2, 12))

    assert stands(dead_line, "resolution") == ("running", MONDAY, at_hour(2, 17))
    assert told(dead_line, "promise.moved", "promise.cancelled") == []


def test_r12_the_clocks_of_the_other_are_void_and_say_why(dead_line, second, budi):
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 9, 30))

    assert set(Clock.objects.filter(case=dead_line).values_list("state", flat=True)) == {"cancelled"}
    assert fact(dead_line, "promise.cancelled").data["cause"] == "merged"
    assert told(dead_line, "promise.kept", "promise.broken") == []
    ring(at=at_hour(6, 9))
    assert told(dead_line, "promise.broken") == []


def test_r12_what_was_answered_in_the_other_case_is_answered_and_the_newer_words_are_owed_an_answer(
    dead_line, second, budi
):
    cases.reply(dead_line.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 11, 30))

    assert stands(second, "first_response") == ("met", MONDAY, at_hour(2, 10))
    assert clock(second, "first_response").stopped_at == at_hour(2, 9, 30)
    assert stands(second, "next_response") == ("running", at_hour(2, 11), at_hour(2, 13))
    assert Clock.objects.filter(case=second, metric="first_response").count() == 1


def test_r12_what_nobody_answered_in_the_other_case_is_owed_in_the_kept_one(dead_line, second, budi, ana):
    cases.reply(dead_line.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    assert not Clock.objects.filter(case=dead_line, metric="next_response").exists()
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=at_hour(2, 12))

    assert stands(dead_line, "next_response") == ("running", at_hour(2, 11), at_hour(2, 13))
    dead_line.refresh_from_db()
    assert dead_line.waiting_since == at_hour(2, 11)


def test_r12_an_answer_in_the_other_case_ends_what_was_owed_in_the_kept_one(dead_line, second, budi, ana):
    cases.reply(dead_line.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 9, 30))
    words = Words(text="¿Y bien?", channel="portal")
    cases.customer_writes(dead_line.pk, author_id=ana.pk, words=words, by=ana.ref, at=at_hour(2, 10, 30))
    cases.reply(second.pk, text="Mañana", by=budi.ref, at=at_hour(2, 12))
    merge(second.pk, into_id=dead_line.pk, by=budi.ref, at=at_hour(2, 12, 15))

    assert clock(dead_line, "next_response").state == "met"
    assert clock(dead_line, "next_response").stopped_at == at_hour(2, 12)


def test_r12_what_is_broken_stays_broken_and_what_is_late_now_breaks(dead_line, second, opening, ana, budi):
    ring(at=at_hour(2, 12, 30))
    assert clock(second, "first_response").state == "breached_running"
    early = open_case(
        opening=Opening(**{**opening.__dict__, "contact_at": at_hour(2, 8)}), by=ana.ref, at=at_hour(2, 12)
    )
    cases.reply(early.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 12, 40))
    merge(early.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 12, 45))
    assert clock(second, "first_response").state == "breached_stopped"

    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 16, 59))
    assert stands(second, "resolution")[0] == "running"
    ring(at=at_hour(2, 17, 1))
    broken = [one.data["metric"] for one in Entry.objects.filter(about=second.ref, name="promise.broken")]
    assert sorted(broken) == ["first_response", "resolution"]


def test_r12_the_time_in_which_the_customer_kept_us_waiting_before_is_not_ours(dead_line, opening, ana, budi):
    cases.reply(dead_line.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 10))
    second = open_case(opening=opening, by=ana.ref, at=at_hour(2, 13))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 14))

    assert stands(second, "resolution") == ("running", MONDAY, at_hour(3, 12))
    assert clock(second, "resolution").paused_minutes == 180


def test_r12_several_cases_go_on_in_one_one_after_the_other(dead_line, second, opening, ana, budi, line_repair):
    set_objective(line_repair.pk, metric="update_cadence", target_minutes=240, by="system", at=at_hour(1, 9))
    third = open_case(opening=opening, by=ana.ref, at=at_hour(2, 13))
    cases.reply(dead_line.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 12))
    merge(second.pk, into_id=third.pk, by=budi.ref, at=at_hour(2, 13, 10))
    assert stands(third, "first_response") == ("running", at_hour(2, 11), at_hour(2, 12))
    merge(dead_line.pk, into_id=third.pk, by=budi.ref, at=at_hour(2, 13, 20))

    assert stands(third, "resolution") == ("running", MONDAY, at_hour(2, 17))
    assert (clock(third, "first_response").state, clock(third, "first_response").started_at) == (
        "breached_stopped", MONDAY,
    )  # fmt: skip
    assert stands(third, "next_response") == ("running", at_hour(2, 13), at_hour(2, 15))
    assert stands(third, "update_cadence") == ("running", at_hour(2, 12), at_hour(2, 16))
    cases.reply(third.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 14))
    assert (clock(third, "resolution").state, clock(third, "next_response").state) == ("met", "met")


def test_r12_the_other_leaves_the_figures_and_counts_as_a_contact(dead_line, second, budi, ana):
    cases.reply(dead_line.pk, text="Lo miro", by=budi.ref, at=at_hour(2, 10, 30))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 12))
    cases.reply(second.pk, text="Hecho", then="resolve", by=budi.ref, at=at_hour(2, 13))

    left, pledges = story_of(dead_line)
    assert {pledge.outcome for pledge in pledges.values()} == {"cancelled"}  # also what had been broken at ten
    assert (left.kept, left.broken, left.lived_minutes, left.severity) == (0, 0, None, None)
    assert (left.merged_into_id, left.over_at, left.contacts_in) == (second.pk, at_hour(2, 12), 1)
    kept, _pledges = story_of(second)
    assert (kept.opened_at, kept.duplicates, kept.contacts_in) == (MONDAY, 1, 1)
    assert kept.lived_minutes == 4 * 60
    assert kept.first_answer_at == at_hour(2, 10, 30)
    assert stories.lived(kept, until=at_hour(2, 13)).contacts == 2


def test_r12_an_area_s_own_time_begins_when_the_kept_case_came_to_it(dead_line, opening, ana, line_repair, budi):
    set_objective(line_repair.pk, metric="area_time", target_minutes=240, by="system", at=MONDAY - timedelta(days=3))
    second = open_case(opening=opening, by=ana.ref, at=at_hour(2, 11))
    merge(dead_line.pk, into_id=second.pk, by=budi.ref, at=at_hour(2, 12))

    assert stands(second, "area_time") == ("running", at_hour(2, 11), at_hour(2, 15))
