"""Where nobody promised a solution, the usual time stands in its place: frozen, and marked as what it is."""

from datetime import timedelta

import pytest

from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.promises.commands import work_out_usual_served
from pasillo.operations.promises.models import Clock, UsualServed
from pasillo.operations.promises.queries import clocks_of
from pasillo.operations.promises.usual import percentile
from pasillo.strategy.objectives.commands import end_objective
from tests.operations.conftest import MONDAY
from tests.operations.promises.replayed import mismatches
from tests.operations.told import fact


@pytest.fixture
def unpromised(line_repair):
    """Nobody promises when a line is repaired."""
    end_objective(line_repair.pk, metric="resolution", by="system", at=MONDAY - timedelta(days=300))
    return line_repair


@pytest.fixture
def solved(opening, unpromised, budi, ana):
    """So many lines were repaired, the first in ten minutes, the next in twenty, and so on."""

    def make(many, **more):
        for place in range(many):
            need = Opening(**{**opening.__dict__, **more})
            case = open_case(opening=need, by=ana.ref, at=MONDAY)
            cases.resolve(case.pk, announce=False, by=budi.ref, at=MONDAY + timedelta(minutes=10 * (place + 1)))

    return make


def test_four_of_five_is_the_time_that_so_many_did_not_exceed():
    assert percentile([float(n) for n in range(1, 31)]) == 24
    assert percentile([5.0]) == 5


def test_the_usual_time_is_frozen_on_the_case_and_told_to_us_alone(solved, opening, ana):
    solved(30)
    work_out_usual_served(at=MONDAY + timedelta(hours=6))
    case = open_case(opening=opening, by=ana.ref, at=MONDAY + timedelta(days=1))

    (clock,) = Clock.objects.filter(case=case, metric="resolution")
    assert (clock.target_minutes, clock.is_usual, clock.objective_id, clock.audience) == (240, True, None, "internal")
    assert fact(case, "promise.made").data["is_usual"]
    UsualServed.objects.update(minutes=1)
    assert Clock.objects.get(pk=clock.pk).target_minutes == 240
    shown = clocks_of([case.pk], at=case.opened_at, as_customer=True)[case.pk]
    assert [view.metric for view in shown] == ["first_response"]
    assert mismatches() == []


def test_too_few_of_a_kind_widen_to_the_service_and_then_to_the_block(solved, opening, ana, unpromised):
    solved(20)
    solved(10, kind="question")
    work_out_usual_served(at=MONDAY + timedelta(hours=6))
    assert set(UsualServed.objects.values_list("key", flat=True)) == {f"s{unpromised.pk}", "bcustomer"}

    case = open_case(opening=opening, by=ana.ref, at=MONDAY + timedelta(days=1))
    assert Clock.objects.get(case=case, metric="resolution").target_minutes == 140


def test_twenty_nine_cases_are_not_enough_and_an_explicit_promise_goes_first(solved, opening, ana, line_repair):
    solved(29)
    assert work_out_usual_served(at=MONDAY + timedelta(hours=6)) == 0

    open_case(opening=opening, by=ana.ref, at=MONDAY + timedelta(days=1))
    assert not Clock.objects.filter(metric="resolution").exists()
