"""How good the alarms of the line repair were, counted from what the journal tells."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.measurement.reports.escalation import Decided, escalation_of, quality_of
from pasillo.measurement.reports.window import Window
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.cases import commands as cases
from tests.measurement.journal import read_again
from tests.operations.alarms.conftest import at_hour

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARCH = Window(start=at_hour(1, 0), end=at_hour(31, 0))


def _decided(case_id, *, broke, called_before=None, seen_to=False):
    called_at = NOON - timedelta(minutes=called_before) if called_before else None
    return Decided(case_id=case_id, broke=broke, at=NOON, called_at=called_at, seen_to=seen_to)


def test_ten_promises_are_counted_exactly():
    found = quality_of(
        [
            _decided(1, broke=True, called_before=240),
            _decided(2, broke=True, called_before=60),
            _decided(3, broke=True, called_before=59),
            _decided(4, broke=True),
            _decided(5, broke=False, called_before=120, seen_to=True),
            _decided(6, broke=False, called_before=120, seen_to=True),
            _decided(7, broke=False, called_before=120),
            _decided(8, broke=False),
            _decided(9, broke=False),
            _decided(10, broke=False),
        ]
    )

    assert (found.decided, found.called, found.broke) == (10, 6, 4)
    assert (found.called_broke, found.precision) == (3, 0.5)
    assert (found.saved_at_most, found.precision_at_most) == (2, 5 / 6)
    assert (found.in_time, found.recall) == (2, 0.5)
    assert found.lead_minutes == 60
    assert found.missed_cases == (3, 4)
    assert found.saved_cases == (5, 6)
    assert found.vain_cases == (7,)
    assert found.recall_between == pytest.approx((0.15003898915214947, 0.8499610108478506))


def test_where_nothing_was_decided_nothing_is_claimed():
    found = quality_of([])

    assert (found.precision, found.precision_at_most, found.recall, found.lead_minutes) == (None, None, None, None)


def test_what_rang_what_broke_and_what_was_kept_is_told_by_the_journal(opening, ana, budi, carla, line_repair):
    dead, quick, forgotten = (cases.open_case(opening=opening, by=ana.ref, at=at_hour(2, 9)) for _ in range(3))
    cases.reply(quick.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 10))
    cases.reply(dead.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 20))
    sweep(at=at_hour(2, 9, 30))
    sweep(at=at_hour(2, 10))
    cases.reply(forgotten.pk, text="Perdón", by=budi.ref, at=at_hour(2, 10, 5))
    sweep(at=at_hour(2, 13))
    cases.take(quick.pk, by=budi.ref, at=at_hour(2, 13, 5))
    for one in (quick, forgotten):
        cases.resolve(one.pk, by=budi.ref, at=at_hour(2, 14))
    sweep(at=at_hour(2, 17))
    read_again()

    found = escalation_of(line_repair.pk, MARCH)

    # three answers (one broken, called half an hour before) and three solutions (one broken, called four hours before)
    assert (found.decided, found.broke) == (6, 2)
    assert (found.called, found.called_broke) == (4, 2)
    assert (found.in_time, found.recall) == (1, 0.5)
    assert found.missed_cases == (forgotten.pk,)
    assert (found.saved_at_most, found.saved_cases) == (2, (forgotten.pk, quick.pk))
    assert found.vain_cases == ()
    assert found.lead_minutes == (30 + 240) / 2

    earlier = escalation_of(line_repair.pk, MARCH.before)
    assert (earlier.decided, earlier.called) == (0, 0)
    other = escalation_of(line_repair.pk + 1, MARCH)
    assert other.decided == 0


def test_a_case_that_left_the_figures_leaves_these_too(dead_line, budi, line_repair):
    sweep(at=at_hour(2, 10))
    cases.cancel(dead_line.pk, reason="A test call.", by=budi.ref, at=at_hour(2, 11))
    read_again()

    assert escalation_of(line_repair.pk, MARCH).decided == 0
