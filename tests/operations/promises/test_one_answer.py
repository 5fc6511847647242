"""Verify, the repair and the page of a clock give one answer: what ended stays, whatever the hours do afterwards."""

from argparse import Namespace
from datetime import UTC, date, datetime

import pytest

from pasillo.doors.console import repair
from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.queries import newest_version
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import open_case
from pasillo.operations.promises.commands import repair_clocks, ring
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.explaining import why
from pasillo.operations.promises.models import Clock, Repair
from pasillo.operations.promises.repairs import played_again
from tests.operations.promises.replayed import mismatches
from tests.operations.told import told

NURIA = "person:1"
WORKDAYS = ((Opening.of("09:00", "17:00"),),) * 5 + ((),) * 2
MONDAY_CLOSED = CalendarRule(week=WORKDAYS, exceptions={date(2026, 3, 2): ()})
TUESDAY_CLOSED = CalendarRule(week=WORKDAYS, exceptions={date(2026, 3, 3): ()})


def at_hour(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(case, metric, cycle=1):
    return Clock.objects.get(case=case, metric=metric, cycle=cycle)


@pytest.fixture
def nuria_closes(office):
    def close(rule, *, at):
        known = newest_version(office.pk).pk
        return change_hours(office.pk, rule=rule, effective_from=at, known=known, by=NURIA, at=at)

    return close


@pytest.fixture
def helped(dead_line, budi):
    """Budi helped Ana at half past nine, long before it was due at five."""
    cases.reply(dead_line.pk, text="Ya está", then="resolve", by=budi.ref, at=at_hour(2, 9, 30))
    return dead_line


def test_hours_that_change_after_a_promise_was_kept_make_nothing_unsound(helped, nuria_closes, opening, ana):
    waits = open_case(opening=opening, by=ana.ref, at=at_hour(2, 9, 40))
    assert nuria_closes(MONDAY_CLOSED, at=at_hour(2, 10)) > 0

    kept = clock(helped, "resolution")
    assert (kept.state, kept.due_at) == ("met", at_hour(2, 17))
    assert clock(waits, "resolution").due_at == at_hour(3, 16, 40)
    assert mismatches() == []
    assert played_again(helped.pk, at=at_hour(2, 11)) == []
    assert played_again(waits.pk, at=at_hour(2, 11)) == []
    shown = why(kept.pk, case_id=helped.pk, at=at_hour(2, 11))
    assert len(shown.hours.pieces) == 1


def test_what_ends_after_the_hours_changed_knows_them_and_a_second_change_does_not_reach_it(
    dead_line, budi, nuria_closes
):
    nuria_closes(MONDAY_CLOSED, at=at_hour(2, 10))
    cases.reply(dead_line.pk, text="Ya está", then="resolve", by=budi.ref, at=at_hour(2, 11))
    nuria_closes(TUESDAY_CLOSED, at=at_hour(2, 12))

    kept = clock(dead_line, "resolution")
    assert (kept.state, kept.due_at) == ("met", at_hour(3, 16))
    assert mismatches() == []
    assert played_again(dead_line.pk, at=at_hour(2, 13)) == []


def test_a_repair_of_what_had_ended_counts_in_the_hours_of_its_end(helped, nuria_closes, budi):
    nuria_closes(MONDAY_CLOSED, at=at_hour(2, 10))
    Clock.objects.filter(case=helped, metric="resolution").update(due_at=at_hour(9, 9))
    (difference,) = played_again(helped.pk, at=at_hour(2, 11))
    assert difference.changes == [("due_at", at_hour(9, 9), at_hour(2, 17))]

    repair_clocks(helped.pk, reason="Somebody touched the table.", by=budi.ref, at=at_hour(2, 11))

    assert clock(helped, "resolution").due_at == at_hour(2, 17)
    assert mismatches() == []
    assert played_again(helped.pk, at=at_hour(2, 12)) == []


def test_what_was_repaired_and_is_over_stays_when_the_hours_change(dead_line, budi, nuria_closes):
    ring(at=at_hour(2, 10))
    cases.reply(dead_line.pk, text="La llamé.", channel="phone", by=budi.ref, at=at_hour(2, 9, 30))
    repair_clocks(dead_line.pk, reason="Written down late.", by=budi.ref, at=at_hour(2, 12))
    nuria_closes(MONDAY_CLOSED, at=at_hour(2, 13))

    answer = clock(dead_line, "first_response")
    assert (answer.state, answer.due_at) == ("met", at_hour(2, 10))
    assert mismatches() == []
    assert played_again(dead_line.pk, at=at_hour(2, 14)) == []


def test_a_kept_promise_that_had_warned_is_no_difference(dead_line, budi, capsys):
    ring(at=at_hour(2, 9, 30))
    ring(at=at_hour(2, 9, 45))
    ring(at=at_hour(2, 14))
    cases.reply(dead_line.pk, text="Ya está", then="resolve", by=budi.ref, at=at_hour(2, 14, 30))
    assert (clock(dead_line, "resolution").warned, clock(dead_line, "resolution").state) == (50, "met")

    assert mismatches() == []
    assert played_again(dead_line.pk, at=at_hour(2, 15)) == []
    repair.run(Namespace(what="clocks", case=[], reason=""))
    assert "Every clock says what the journal says" in capsys.readouterr().out


def test_a_clock_between_its_due_moment_and_the_next_look_is_no_difference(dead_line):
    assert clock(dead_line, "first_response").state == "running"

    assert mismatches() == []
    assert played_again(dead_line.pk, at=at_hour(2, 10)) == []
    assert played_again(dead_line.pk, at=at_hour(2, 16)) == []
    assert clock(dead_line, "first_response").warned == 0
    ring(at=at_hour(2, 16))
    assert clock(dead_line, "first_response").state == "breached_running"
    assert played_again(dead_line.pk, at=at_hour(2, 16, 30)) == []


def test_what_is_put_right_keeps_its_warnings_and_tells_them_once(dead_line, budi):
    ring(at=at_hour(2, 13))
    assert clock(dead_line, "resolution").warned == 50
    Clock.objects.filter(metric="resolution").update(due_at=at_hour(5, 9))
    (difference,) = played_again(dead_line.pk, at=at_hour(2, 14))
    assert difference.changes == [("due_at", at_hour(5, 9), at_hour(2, 17))]

    repair_clocks(dead_line.pk, reason="Somebody touched the table.", by=budi.ref, at=at_hour(2, 14))

    mended = clock(dead_line, "resolution")
    assert (mended.warned, mended.due_at, mended.next_alarm_at) == (50, at_hour(2, 17), at_hour(2, 15))
    assert told(dead_line, "promise.warned") == ["promise.warned"]
    assert mismatches() == []


def test_what_was_written_down_late_is_told_apart_from_a_row_that_somebody_changed(
    dead_line, budi, capsys, monkeypatch
):
    ring(at=at_hour(2, 10))
    cases.reply(dead_line.pk, text="La llamé.", channel="phone", by=budi.ref, at=at_hour(2, 9, 30))
    (late,) = played_again(dead_line.pk, at=at_hour(2, 12))
    assert late.is_late
    assert mismatches() == []

    Clock.objects.filter(case=dead_line, metric="resolution").update(due_at=at_hour(9, 9))
    late, changed = played_again(dead_line.pk, at=at_hour(2, 12))
    assert (late.is_late, changed.is_late) == (True, False)

    monkeypatch.setattr(repair, "now", lambda: at_hour(2, 12))
    with pytest.raises(SystemExit):
        repair.run(Namespace(what="clocks", case=[], reason=""))
    shown = capsys.readouterr().out
    assert "state breached_stopped -> met (written down after it was told)" in shown
    assert "due_at 2026-03-09 09:00:00+00:00 -> 2026-03-02 17:00:00+00:00\n" in shown
    assert not Repair.objects.exists()
