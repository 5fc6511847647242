"""What is over, or was told as broken, changes by a repair alone: with a reason, and the old values are kept."""

from argparse import Namespace

import pytest

from pasillo.doors.console import repair
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.measurement.stories import fold as stories
from pasillo.operations.cases import commands as cases
from pasillo.operations.promises.commands import repair_clocks, ring
from pasillo.operations.promises.models import Clock, Repair
from pasillo.operations.promises.repairs import played_again
from tests.operations.promises.replayed import mismatches
from tests.operations.promises.test_rules_of_time import at_hour, clock
from tests.operations.told import fact, told

NOON = at_hour(2, 12)


@pytest.fixture
def called_in_time(dead_line, budi):
    """Budi called Ana at half past nine and wrote it down at eleven, when the promise had been told as broken."""
    ring(at=at_hour(2, 10))
    cases.reply(dead_line.pk, text="La llamé.", channel="phone", by=budi.ref, at=at_hour(2, 9, 30))
    return dead_line


def test_r08_what_was_told_as_broken_stays_until_somebody_puts_it_right_with_a_reason(called_in_time, budi):
    was = clock(called_in_time, "first_response")
    assert (was.state, was.stopped_at) == ("breached_stopped", at_hour(2, 9, 30))
    (difference,) = played_again(called_in_time.pk, at=NOON)
    assert ("state", "breached_stopped", "met") in difference.changes

    repair_clocks(called_in_time.pk, reason="The call was written down late.", by=budi.ref, at=NOON)

    assert clock(called_in_time, "first_response").state == "met"
    kept = Repair.objects.get()
    assert (kept.was["state"], kept.became["state"], kept.repaired_by) == ("breached_stopped", "met", budi.ref)
    assert "reason" not in fact(called_in_time, "promise.repaired").data
    assert played_again(called_in_time.pk, at=NOON) == []
    assert mismatches() == []


def test_the_figures_follow_a_repair(called_in_time, budi):
    assert _tale(called_in_time).broken == 1
    repair_clocks(called_in_time.pk, reason="Late note.", by=budi.ref, at=NOON)

    tale = _tale(called_in_time)
    assert (tale.broken, tale.kept) == (0, 1)


def _tale(case):
    tale = stories.Tale(case_id=case.pk)
    stories.fold_all(tale, {}, Entry.objects.filter(about=case.ref).order_by("id"))
    return tale


def test_without_a_reason_or_a_difference_nothing_is_put_right(called_in_time, dead_line, budi):
    with pytest.raises(Refused, match="why"):
        repair_clocks(called_in_time.pk, reason=" ", by=budi.ref, at=NOON)
    repair_clocks(called_in_time.pk, reason="Late note.", by=budi.ref, at=NOON)
    with pytest.raises(Refused, match="nothing to put right"):
        repair_clocks(called_in_time.pk, reason="Again.", by=budi.ref, at=NOON)

    assert Repair.objects.count() == 1
    assert told(called_in_time, "promise.repaired") == ["promise.repaired"]


def test_a_clock_that_was_changed_by_hand_goes_on_as_the_journal_says(dead_line, budi):
    Clock.objects.filter(metric="resolution").update(due_at=at_hour(5, 9), next_alarm_at=None, state="paused")
    assert mismatches() != []
    repair_clocks(dead_line.pk, reason="Somebody touched the table.", by="system", at=at_hour(2, 14))

    mended = clock(dead_line, "resolution")
    assert (mended.state, mended.due_at, mended.next_alarm_at) == ("running", at_hour(2, 17), at_hour(2, 15))
    assert mended.warned == 50
    assert clock(dead_line, "first_response").state == "running"  # what is due is left to who rings
    assert mismatches() == []
    ring(at=at_hour(2, 14))
    assert clock(dead_line, "first_response").state == "breached_running"
    assert mismatches() == []


def test_the_terminal_shows_what_would_change_and_changes_it_with_a_reason(called_in_time, capsys, monkeypatch):
    monkeypatch.setattr(repair, "now", lambda: NOON)
    with pytest.raises(SystemExit):
        repair.run(Namespace(what="clocks", case=[called_in_time.number], reason=""))
    shown = capsys.readouterr().out
    assert "state breached_stopped -> met" in shown
    assert not Repair.objects.exists()

    repair.run(Namespace(what="clocks", case=[], reason="The call was written down late."))
    assert "1 clocks were put right" in capsys.readouterr().out
    repair.run(Namespace(what="clocks", case=[], reason=""))
    assert "Every clock says what the journal says" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="no case 7"):
        repair.run(Namespace(what="clocks", case=[7], reason=""))
    assert Entry.objects.filter(name="promise.repaired").count() == 1
