"""Breaks are foreseen from what became of cases like this one, and only where that is better than guessing."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from pasillo.doors.console import predict
from pasillo.measurement.methods.foresight import Foresight, Promise, known_at, trial
from pasillo.measurement.reports.commands import foresee, try_foresight, try_foresight_again
from pasillo.measurement.reports.foreseeing import how_well, promises_until
from pasillo.measurement.reports.models import Foreseeing
from pasillo.measurement.stories.models import Pledge, Story

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def promise(number, *, served, target=100.0, priority=3, ended=True):
    made = MONDAY + timedelta(hours=number)
    return Promise(
        service=1, kind="incident", priority=priority, target=target, served=served, ended=ended,
        broken=served > target, made_at=made, decided_at=made + timedelta(minutes=served) if ended else None,
    )  # fmt: skip


def lived(n, *, seed=1, tells=True):
    """Urgent ones mostly break, others seldom do; where nothing tells, the priority has nothing to say."""
    chance = Random(seed)
    for number in range(n):
        priority = chance.choice([1, 3])
        breaks = chance.random() < (0.8 if priority == 1 else 0.1)
        yield promise(number, served=chance.uniform(110, 200) if breaks else chance.uniform(5, 95),
                      priority=priority if tells else chance.choice([1, 3]))  # fmt: skip


def kept(promises):
    """The same as stories."""
    told = list(promises)
    Story.objects.bulk_create(
        Story(case_id=n, service_id=one.service, kind=one.kind, priority=one.priority, opened_at=one.made_at)
        for n, one in enumerate(told, 1)
    )
    Pledge.objects.bulk_create(
        Pledge(
            clock_id=n, case_id=n, service_id=1, metric="resolution", target_minutes=100, made_at=one.made_at,
            due_at=one.made_at + timedelta(minutes=100), outcome="broken" if one.broken else "kept",
            decided_at=one.decided_at, served_minutes=one.served,
        )
        for n, one in enumerate(told, 1)
    )  # fmt: skip


def test_what_tells_is_learnt_and_what_is_rare_is_told_by_the_wider_circle():
    foresight = Foresight(lived(400))

    urgent = foresight.likely(promise(0, served=0, priority=1), 0)
    usual = foresight.likely(promise(0, served=0, priority=3), 0)
    unknown = foresight.likely(promise(0, served=0, priority=2), 0)
    assert urgent == pytest.approx(0.8, abs=0.1)
    assert usual == pytest.approx(0.1, abs=0.08)
    assert usual < unknown < urgent


def test_the_longer_it_is_open_the_likelier_it_breaks():
    foresight = Foresight(lived(400))
    risks = [foresight.likely(promise(0, served=0), age) for age in (0, 40, 80, 95, 100)]

    assert risks == sorted(risks)
    assert risks[-1] == 1


def test_of_too_few_nothing_is_said():
    assert Foresight(lived(20)).likely(promise(0, served=0), 50) is None


def test_what_was_open_at_the_split_is_known_only_as_far_as_it_had_come():
    later = promise(0, served=120)
    (then,) = known_at([later], later.made_at + timedelta(minutes=30))

    assert not then.ended
    assert not then.broken
    assert then.served == pytest.approx(30)


def test_nothing_is_learnt_from_the_cases_that_are_told():
    made = trial(list(lived(400)), 0.7)

    assert made is not None
    assert made.learnt_from <= 280
    assert made.since == MONDAY + timedelta(hours=280)
    assert len(made.at_age[0.0]) == 120


@pytest.mark.django_db
def test_where_it_is_better_than_guessing_it_says_so_and_is_kept(capsys):
    kept(lived(400))

    assert try_foresight(at=MONDAY + timedelta(days=60))
    found = how_well()
    assert found is not None
    assert found.brier < found.base
    assert sum(n for _said, _happened, n in found.bins) == found.n
    predict.run(Namespace(what="check", split=0.7))
    said = capsys.readouterr().out
    assert "Better than saying the base rate." in said
    assert "Learnt from 2" in said


@pytest.mark.django_db
def test_where_it_is_no_better_than_guessing_it_says_so_and_calls_nobody(monkeypatch):
    Foreseeing.objects.create(pk=1, worked_out_at=MONDAY, n=10, brier=0.25, base=0.2)
    monkeypatch.setattr("pasillo.measurement.reports.commands.learnt", lambda at: pytest.fail("nobody asked"))

    assert foresee(at=MONDAY) == 0


@pytest.mark.django_db
def test_with_nothing_to_learn_from_nothing_is_foreseen():
    assert not try_foresight(at=MONDAY)
    assert how_well().n == 0
    assert foresee(at=MONDAY) == 0
    with pytest.raises(SystemExit, match="too few"):
        predict.run(Namespace(what="check", split=0.7))
    with pytest.raises(SystemExit, match="between 0 and 1"):
        predict.run(Namespace(what="check", split=7))


@pytest.mark.django_db
def test_promises_that_were_void_teach_nothing():
    kept(lived(10))
    Pledge.objects.filter(clock_id__lte=4).update(outcome="cancelled")

    assert len(promises_until(MONDAY + timedelta(days=60))) == 6


def test_what_was_made_lately_tells_more_than_all_that_ever_was():
    def made(day, served):
        at = MONDAY + timedelta(days=day)
        return Promise(service=1, kind="incident", priority=3, target=100.0, served=served, ended=True,
                       broken=served > 100, made_at=at, decided_at=at)  # fmt: skip

    slow_year = [made(day % 300, 150.0) for day in range(300)]
    quick_month = [made(340 + day % 20, 50.0) for day in range(40)]
    asked = made(361, 0.0)

    assert Foresight([*slow_year, *quick_month]).likely(asked, 0.0) == 0
    assert Foresight([*slow_year, *quick_month[:29]]).likely(asked, 0.0) > 0.5


def test_it_is_tried_as_soon_as_there_is_enough_and_then_once_a_day(monkeypatch):
    tried = []
    monkeypatch.setattr("pasillo.measurement.reports.commands.try_foresight", lambda *, at: tried.append(at))
    assert try_foresight_again(at=MONDAY)
    Foreseeing.objects.create(pk=Foreseeing.THE_ONE, worked_out_at=MONDAY, n=0, bins=[])
    assert not try_foresight_again(at=MONDAY + timedelta(minutes=2))

    monkeypatch.setattr("pasillo.measurement.reports.commands.enough_to_try", lambda _at: True)
    assert try_foresight_again(at=MONDAY + timedelta(minutes=4))
    Foreseeing.objects.update(n=9)
    assert not try_foresight_again(at=MONDAY + timedelta(minutes=6))
    assert try_foresight_again(at=MONDAY + timedelta(days=1))
