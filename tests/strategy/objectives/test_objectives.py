"""Targets change in versions: what was promised stays as it was."""

from datetime import timedelta

import pytest

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.objectives.commands import end_objective, set_objective
from pasillo.strategy.objectives.kinds.base import Story, Terms, kinds
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.queries import objectives_of, promised_minutes, target
from tests.strategy.conftest import BY


def test_a_new_target_is_a_new_version_and_the_old_one_still_says_what_it_said(moving, noon):
    first = set_objective(moving.pk, metric="resolution", target_minutes=7 * 600, by=BY, at=noon)
    second = set_objective(moving.pk, metric="resolution", target_minutes=5 * 600, by=BY, at=noon + timedelta(days=30))

    assert (first.version, second.version) == (1, 2)
    assert target(moving.pk, "resolution").target_minutes == 3000
    assert target(moving.pk, "resolution", at=noon + timedelta(days=1)).target_minutes == 4200
    assert Objective.objects.get(pk=first.pk).target_minutes == 4200


def test_what_ended_is_promised_no_more(moving, noon):
    set_objective(moving.pk, metric="resolution", target_minutes=60, by=BY, at=noon)
    end_objective(moving.pk, metric="resolution", by=BY, at=noon + timedelta(days=1))

    assert objectives_of(moving.pk) == []
    assert promised_minutes([moving.pk]) == {}
    assert target(moving.pk, "resolution", at=noon) is not None
    with pytest.raises(Refused, match="nothing to end"):
        end_objective(moving.pk, metric="resolution", by=BY, at=noon)


def test_the_promised_times_of_many_services_in_one_look(moving, bill, noon, django_assert_num_queries):
    set_objective(moving.pk, metric="resolution", target_minutes=4200, by=BY, at=noon)
    set_objective(bill.pk, metric="first_response", target_minutes=30, by=BY, at=noon)

    with django_assert_num_queries(1):
        assert promised_minutes([moving.pk, bill.pk]) == {moving.pk: 4200}


@pytest.mark.parametrize(
    ("metric", "terms", "why"),
    [
        ("telepathy", {"target_minutes": 1}, "no objective of this kind"),
        ("resolution", {}, "one minute"),
        ("resolution", {"target_minutes": 0}, "one minute"),
        ("resolution", {"target_minutes": 10**9}, "one year"),
        ("level", {"target_minutes": 1, "target_rate": 1.5}, "between 0 and 1"),
        ("satisfaction", {"target_minutes": 5}, "a share"),
        ("satisfaction", {"target_rate": -0.1}, "between 0 and 1"),
    ],
)
def test_a_target_that_means_nothing_is_refused_and_changes_nothing(moving, noon, metric, terms, why):
    told = Entry.objects.count()

    with pytest.raises(Refused, match=why):
        set_objective(moving.pk, metric=metric, by=BY, at=noon, **terms)

    assert Entry.objects.count() == told
    assert objectives_of(moving.pk) == []


def test_every_sort_of_objective_is_there_by_its_file():
    assert set(kinds) == {
        "first_response", "next_response", "resolution", "dispute", "delivery", "level", "satisfaction", "errors",
        "ownership", "update_cadence", "area_time", "total_resolution", "customer_wait", "customer_effort_time",
        "event_deadline",
    }  # fmt: skip


def test_time_is_kept_up_to_the_last_minute_and_unknown_until_it_is_lived():
    terms = Terms(minutes=60)

    assert kinds["resolution"].is_kept(terms, Story(served={"resolution": 60})) is True
    assert kinds["resolution"].is_kept(terms, Story(served={"resolution": 61})) is False
    assert kinds["resolution"].is_kept(terms, Story()) is None


def test_a_customer_who_was_never_asked_tells_us_nothing():
    assert kinds["satisfaction"].is_kept(Terms(rate=0.8), Story()) is None
    assert kinds["satisfaction"].is_kept(Terms(rate=0.8), Story(score=3)) is True
    assert kinds["satisfaction"].is_kept(Terms(rate=0.8), Story(score=2)) is False


def test_one_error_is_one_too_many():
    assert kinds["errors"].is_kept(Terms(rate=0.01), Story(errors=0)) is True
    assert kinds["errors"].is_kept(Terms(rate=0.01), Story(errors=1)) is False


def test_what_is_announced_takes_its_turn_on_its_day_whatever_is_decided_meanwhile(moving, noon):
    december, meanwhile = noon + timedelta(days=30), noon + timedelta(days=10)
    set_objective(moving.pk, metric="resolution", target_minutes=4200, by=BY, at=noon)
    coming = set_objective(moving.pk, metric="resolution", target_minutes=1200, valid_from=december, by=BY, at=noon)
    set_objective(moving.pk, metric="resolution", target_minutes=3000, by=BY, at=meanwhile)

    held = {at: target(moving.pk, "resolution", at=at).target_minutes for at in (noon, meanwhile, december)}
    assert held == {noon: 4200, meanwhile: 3000, december: 1200}
    assert promised_minutes([moving.pk], at=meanwhile) == {moving.pk: 3000}
    assert Entry.objects.filter(name="objective.set", data__valid_from=december.isoformat()).count() == 1
    assert coming.valid_from == december


def test_what_ends_takes_what_was_announced_with_it(moving, noon):
    december = noon + timedelta(days=30)
    set_objective(moving.pk, metric="resolution", target_minutes=4200, by=BY, at=noon)
    set_objective(moving.pk, metric="resolution", target_minutes=1200, valid_from=december, by=BY, at=noon)
    end_objective(moving.pk, metric="resolution", by=BY, at=noon + timedelta(days=1))

    assert target(moving.pk, "resolution", at=noon + timedelta(hours=1)).target_minutes == 4200
    assert target(moving.pk, "resolution", at=noon + timedelta(days=2)) is None
    assert target(moving.pk, "resolution", at=december) is None


@pytest.mark.parametrize("days", [0, -1, 800])
def test_the_day_from_which_it_holds_lies_ahead(moving, noon, days):
    begins = noon + timedelta(days=days)
    with pytest.raises(Refused, match="lies ahead"):
        set_objective(moving.pk, metric="resolution", target_minutes=60, valid_from=begins, by=BY, at=noon)
    assert not Objective.objects.exists()
