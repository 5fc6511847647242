"""Alarms ring: a share of the time is used up, or the promise is broken."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.commands.writing import broken, locked_clocks, tell_of, the_one, write
from pasillo.operations.promises.facts import PromiseWarned
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.timelines import counts_of, timelines

AT_ONCE = 50
A_HAIR = timedelta(seconds=1)  # paused time is kept in minutes


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
        due = [clock for clock in locked_clocks(case_id) if clock.next_alarm_at and clock.next_alarm_at <= alarm]
        _ring_all(due, at=alarm + A_HAIR)


def _first_alarm(case_id: int, until: datetime) -> datetime | None:
    moments = (clock.next_alarm_at for clock in locked_clocks(case_id))
    return min((moment for moment in moments if moment is not None and moment <= until), default=None)


@transaction.atomic
def _ring_some(most: int, *, at: datetime) -> int:
    waiting = Clock.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "id")
    due = [the_one(clock) for clock in waiting.select_for_update(skip_locked=True)[:most]]
    _ring_all(due, at=at)
    return len(due)


def _ring_all(due: Sequence[Clock], *, at: datetime) -> None:
    hours_of = timelines(counts_of(clock) for clock in due)
    for clock in due:
        hours = hours_of(counts_of(clock))
        before = reading_of(clock)
        after, share = rule.ring(before, hours, at=at)
        write(clock, after, hours)
        if after.is_broken:
            tell_of(clock, broken(clock, after), at=after.due_at)
        elif share:
            fact = PromiseWarned(case_id=clock.case_id, clock_id=clock.pk, metric=clock.metric, share=share)
            tell_of(clock, fact, at=rule.alarm_at(before, hours, share))
