"""Every way in which clocks start, stop, pause and ring."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from pasillo.ground.hours.business_time import Compiled
from pasillo.ground.hours.queries import timetable, timetable_of
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell, written_so_far
from pasillo.ground.kit.together import are_together, forget, known
from pasillo.operations.cases.commands import set_next_due
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.facts import (
    PromiseBroken,
    PromiseCancelled,
    PromiseKept,
    PromiseMoved,
    PromiseStoppedLate,
    PromiseWarned,
)
from pasillo.operations.promises.models import Card, Clock
from pasillo.operations.promises.queries import reading_of
from pasillo.strategy.objectives.promised import Promised, promised

SYSTEM = "system"
LAY_DOWN = "select promises_lay_down(%s, %s, %s, %s)"
CHANGING = ("due_at", "state", "paused_since", "paused_minutes", "stopped_at", "warned", "next_alarm_at")
WRITE = f"update promises_clock set {', '.join(f'{name} = %s' for name in CHANGING)} where id = %s"  # noqa: S608
AT_ONCE = 50
A_HAIR = timedelta(seconds=1)  # paused time is kept in minutes


@dataclass(frozen=True, kw_only=True)
class About:
    """Which case a clock belongs to, and which service promised it."""

    case_id: int
    service_id: int
    cycle: int = 1

    @property
    def ref(self) -> str:
        """The name under which the journal knows the case."""
        return f"case:{self.case_id}"


def begin(about: About, *metrics: str, fresh: bool = False, at: datetime) -> None:
    """Start the clocks of these metrics, where the service promises something on them and none is going.

    A case that is just being opened is `fresh`: no clock can be going.
    """
    going = set() if fresh else {clock.metric for clock in _going(about.case_id)}
    wanted = [p for p in promised(about.service_id, metrics, at=at) if p.metric not in going]
    if wanted:
        rows = json.dumps([_new_clock(promise, at) for promise in wanted], cls=DjangoJSONEncoder)
        written_so_far()
        with connection.cursor() as cursor:
            cursor.execute(LAY_DOWN, [about.case_id, about.cycle, at, rows])
        forget(("clocks", about.case_id))
        if are_together() and not fresh:
            _refresh(about.case_id)


def _going(case_id: int) -> list[Clock]:
    """The clocks of a case that count, locked."""
    every = known(("clocks", case_id), lambda: _read(case_id))
    return [clock for clock in every if clock.state in GOING]


def _read(case_id: int) -> list[Clock]:
    going = Clock.objects.filter(case_id=case_id, state__in=GOING).select_for_update().order_by("id")
    return [_the_one(clock) for clock in going]


def _the_one(clock: Clock) -> Clock:
    """In one transaction there is one of each clock, however often it is read."""
    return known(("clock", clock.pk), lambda: clock)


def _new_clock(promise: Promised, at: datetime) -> dict[str, Any]:
    hours = timetable_of(promise.hours_id)
    reading = rule.start(hours, at=at, target=timedelta(minutes=promise.target_minutes))
    return {
        "objective_id": promise.objective_id,
        "calendar_id": promise.calendar_id,
        "metric": promise.metric,
        "target_minutes": promise.target_minutes,
        "due_at": reading.due_at,
        "next_alarm_at": rule.next_alarm(reading, hours),
    }


def stop(case_id: int, *metrics: str, at: datetime) -> None:
    """What was promised is done: the clocks of these metrics stop, kept or late. A younger clock is not meant."""
    for clock in _locked(case_id, metrics):
        if clock.started_at > at:
            continue
        hours = timetable(clock.calendar_id, at=clock.started_at)
        before = reading_of(clock)
        after = rule.stop(before, hours, at=at)
        _write(clock, after, hours)
        if after.is_broken and not before.is_broken:
            _tell(clock, _broken(clock, after), at=after.due_at)
        minutes = rule.served_time(after, hours, until=at).total_seconds() / 60
        _tell(clock, _ended(clock, after, minutes), at=at)
    _refresh(case_id)


def pause(case_id: int, *metrics: str, at: datetime) -> None:
    """The time is the customer's from now on, for the clocks of these metrics."""
    _each(case_id, metrics, lambda reading, hours: rule.pause(reading, at=at))


def resume(case_id: int, *metrics: str, at: datetime) -> None:
    """The time is ours again; promises that move are told."""
    for clock in _locked(case_id, metrics):
        hours = timetable(clock.calendar_id, at=clock.started_at)
        before = reading_of(clock)
        after = rule.resume(before, hours, at=at)
        _write(clock, after, hours)
        if after.due_at != before.due_at:
            due = after.due_at.isoformat()
            fact = PromiseMoved(case_id=case_id, clock_id=clock.pk, metric=clock.metric, due_at=due)
            _tell(clock, fact, at=at)
    _refresh(case_id)


def cancel(case_id: int, *metrics: str, at: datetime) -> None:
    """These promises are void; all of the case, where no metric is named."""
    for clock in _locked(case_id, metrics):
        hours = timetable(clock.calendar_id, at=clock.started_at)
        _write(clock, rule.cancel(reading_of(clock), at=at), hours)
        fact = PromiseCancelled(case_id=case_id, clock_id=clock.pk, metric=clock.metric)
        _tell(clock, fact, at=at)
    _refresh(case_id)


def ring(*, at: datetime, limit: int = 500) -> int:
    """Tell of every clock whose alarm is due: a share of its time is used up, or its promise is broken.

    Touches only clocks that are due; two processes never ring the same clock. Returns how many rang.
    """
    rang = 0
    while rang < limit and (some := _ring_some(min(AT_ONCE, limit - rang), at=at)):
        rang += some
    return rang


@transaction.atomic
def ring_case(case_id: int, *, until: datetime) -> None:
    """Ring the clocks of one case as they would have rung, each share at its moment: for work told afterwards."""
    while alarm := _first_alarm(case_id, until):
        for clock in _going(case_id):
            if clock.next_alarm_at is not None and clock.next_alarm_at <= alarm:
                _ring(clock, at=alarm + A_HAIR)


def _first_alarm(case_id: int, until: datetime) -> datetime | None:
    moments = (clock.next_alarm_at for clock in _going(case_id))
    return min((moment for moment in moments if moment is not None and moment <= until), default=None)


@transaction.atomic
def _ring_some(most: int, *, at: datetime) -> int:
    waiting = Clock.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "id")
    due = list(waiting.select_for_update(skip_locked=True)[:most])
    for clock in due:
        _ring(_the_one(clock), at=at)
    return len(due)


def _ring(clock: Clock, *, at: datetime) -> None:
    hours = timetable(clock.calendar_id, at=clock.started_at)
    before = reading_of(clock)
    after, share = rule.ring(before, hours, at=at)
    _write(clock, after, hours)
    if after.is_broken:
        _tell(clock, _broken(clock, after), at=after.due_at)
    elif share:
        fact = PromiseWarned(case_id=clock.case_id, clock_id=clock.pk, metric=clock.metric, share=share)
        _tell(clock, fact, at=rule.alarm_at(before, hours, share))


def _each(case_id: int, metrics: tuple[str, ...], change: Callable[[Reading, Compiled], Reading]) -> None:
    for clock in _locked(case_id, metrics):
        hours = timetable(clock.calendar_id, at=clock.started_at)
        _write(clock, change(reading_of(clock), hours), hours)
    _refresh(case_id)


def _locked(case_id: int, metrics: tuple[str, ...]) -> list[Clock]:
    return [clock for clock in _going(case_id) if not metrics or clock.metric in metrics]


def _write(clock: Clock, reading: Reading, hours: Compiled) -> None:
    clock.due_at = reading.due_at
    clock.state = reading.state
    clock.paused_since = reading.paused_since
    clock.paused_minutes = reading.paused.total_seconds() / 60
    clock.stopped_at = reading.stopped_at
    clock.warned = reading.warned
    clock.next_alarm_at = rule.next_alarm(reading, hours)
    changed = [getattr(clock, name) for name in CHANGING]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*changed, clock.pk])


def _refresh(case_id: int) -> None:
    due = (clock.due_at for clock in _going(case_id) if clock.state != Running.PAUSED)
    set_next_due(case_id, due_at=min(due, default=None))


def _broken(clock: Clock, reading: Reading) -> PromiseBroken:
    return PromiseBroken(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        cycle=clock.cycle,
        due_at=reading.due_at.isoformat(),
    )


def _ended(clock: Clock, reading: Reading, minutes: float) -> PromiseKept | PromiseStoppedLate:
    sort = PromiseStoppedLate if reading.is_broken else PromiseKept
    return sort(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        cycle=clock.cycle,
        served_minutes=round(minutes, 2),
        due_at=reading.due_at.isoformat(),
    )


def _tell(clock: Clock, fact: Fact, *, at: datetime) -> None:
    tell(fact, about=f"case:{clock.case_id}", by=SYSTEM, at=at)


def keep_card(case_id: int, *, lines: list[str], language: str, at: datetime) -> None:
    """What the customer read beside the form stays with the case, word for word; the first reading counts."""
    if lines:
        Card.objects.get_or_create(case_id=case_id, defaults={"words": lines, "language": language, "shown_at": at})
