"""A case that is likely to break its promise calls whoever holds it, before any share of its time says so."""

from datetime import timedelta

import pytest

from pasillo.measurement.reports.commands import foresee
from pasillo.measurement.reports.models import Foreseeing
from pasillo.measurement.stories.models import Pledge, Story
from pasillo.operations.alarms.commands import Wish, set_plan, sweep
from pasillo.operations.alarms.ladder import LADDER
from pasillo.operations.cases import commands as cases
from pasillo.operations.promises.models import Clock
from tests.operations.alarms.conftest import alarms, at_hour


@pytest.fixture
def held(dead_line, budi):
    """Budi holds a case of which seven in ten took longer than they should."""
    cases.take(dead_line.pk, by=budi.ref, at=at_hour(2, 9, 5))
    cases.reply(dead_line.pk, text="Hola", by=budi.ref, at=at_hour(2, 9, 10))
    clock = Clock.objects.get(case=dead_line, metric="resolution")
    _lived(dead_line, clock.pk, clock.due_at, outcome="running")
    for number in range(40):
        late = number % 10 < 7
        _lived(dead_line, -1 - number, clock.due_at, outcome="broken" if late else "kept", took=700 if late else 300)
    Foreseeing.objects.create(pk=1, worked_out_at=at_hour(2, 9), n=40, brier=0.1, base=0.2)
    return dead_line


def _lived(case, clock_id, due_at, *, outcome, took=None):
    Story.objects.create(case_id=clock_id if took else case.pk, service_id=case.service_id, kind=case.kind)
    Pledge.objects.create(
        clock_id=clock_id, case_id=clock_id if took else case.pk, service_id=case.service_id, metric="resolution",
        target_minutes=480, made_at=at_hour(2, 9) - timedelta(days=30 if took else 0), due_at=due_at, outcome=outcome,
        decided_at=at_hour(2, 9) - timedelta(days=20) if took else None, served_minutes=took,
    )  # fmt: skip


def test_whoever_holds_it_is_called_once(held, budi):
    assert foresee(at=at_hour(2, 10)) == 1
    foresee(at=at_hour(2, 10, 10))
    sweep(at=at_hour(2, 10, 11))

    (alarm,) = alarms(held, sort="predicted")
    assert (alarm.mark, alarm.person, alarm.deed, alarm.act_by) == (70, budi, "solve", at_hour(2, 17))


def test_where_a_call_costs_more_than_it_saves_nobody_is_called(held, line_repair):
    dear = Wish(
        shares=(100,), lead_minutes=0, silence_minutes=960, rungs=LADDER, cost_of_alarm=10, cost_of_breach=10,
        helps_percent=10,
    )  # fmt: skip
    set_plan(line_repair.pk, dear, by="system", at=at_hour(2, 9))

    assert foresee(at=at_hour(2, 10)) == 0
    assert not alarms(held)


def test_a_case_that_waits_for_its_customer_calls_nobody(held, budi):
    cases.reply(held.pk, text="¿Qué luz ve?", then="wait", by=budi.ref, at=at_hour(2, 9, 30))

    assert foresee(at=at_hour(2, 10)) == 0
