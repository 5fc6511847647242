"""Alarms ring: a share of the time is used up, or the promise is broken."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.kit.together import are_together, known, settle, together
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Rung
from pasillo.operations.promises.commands.coming import note_alarm, note_rung
from pasillo.operations.promises.commands.writing import broken, locked_clocks, tell_of, the_one
from pasillo.operations.promises.facts import PromiseWarned
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import CLOCKS, SHOWN, reading_of
from pasillo.operations.promises.timelines import counts_of, timelines

AT_ONCE = 200
KEEP = """
update promises_clock c set state = n.state, warned = n.warned, next_alarm_at = n.next_alarm_at
from unnest(%s::bigint[], %s::text[], %s::int[], %s::timestamptz[]) as n (id, state, warned, next_alarm_at)
where c.id = n.id
"""
ALONE = "whoever changes hours"  # they wait for the clocks that ring, and no clock rings meanwhile
# Nobody waits for the disk: if the machine dies before it has written, all of this sweep is gone and it rings again.
BEGIN = "select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock_shared(hashtext(%s))"
A_HAIR = timedelta(seconds=1)  # paused time is kept in minutes


def ring(*, at: datetime, limit: int = 500) -> int:
    """Tell of every clock whose alarm is due: a share of its time is used up, or its promise is broken.

    Touches only clocks that are due; two processes never ring the same clock. Returns how many rang.
    """
    rang, most = 0, min(AT_ONCE, limit)
    while most and (some := _ring_some(most, at=at)):
        rang += some
        most = min(AT_ONCE, limit - rang) if some == most else 0
    note_rung(at)
    return rang


@transaction.atomic
def ring_case(case_id: int, *, until: datetime) -> None:
    """Ring the clocks of one case as they would have rung before a moment, each share at its own: for work told later.

    What is done on the very moment of a promise keeps it (R15): that moment is looked at after its deeds.
    """
    while alarm := _first_alarm(case_id, until):
        due = [clock for clock in locked_clocks(case_id) if clock.next_alarm_at and clock.next_alarm_at <= alarm]
        _ring_all(due, at=alarm + A_HAIR)


def ring_broken(case_id: int, *, until: datetime) -> None:
    """What has broken before a moment, and was not looked at yet, is told as broken."""
    late = [one for one in locked_clocks(case_id) if one.state == rule.Running.RUNNING and one.due_at < until]
    _ring_all(late, at=until)


def _first_alarm(case_id: int, until: datetime) -> datetime | None:
    moments = (clock.next_alarm_at for clock in locked_clocks(case_id))
    return min((moment for moment in moments if moment is not None and moment < until), default=None)


@transaction.atomic
def _ring_some(most: int, *, at: datetime) -> int:
    known(ALONE, _nobody_changes_hours)
    settle(CLOCKS)
    if are_together():
        due = [the_one(clock) for clock in asked(_waiting, at, most=most)]
    else:
        due = asked(_waiting_rows, at, most=most)
    _ring_all(due, at=at)
    return len(due)


def _nobody_changes_hours() -> bool:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [ALONE])
    return True


def _waiting(at: datetime, *, most: int) -> QuerySet[Clock]:
    waiting = Clock.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at", "id")
    return waiting.select_for_update(skip_locked=True)[:most]


def _waiting_rows(at: datetime, *, most: int) -> QuerySet[Any]:
    """Where nobody else holds them, what is needed of each is enough."""
    return _waiting(at, most=most).values_list(*SHOWN, "next_alarm_at", named=True)


def _ring_all(due: Sequence[Any], *, at: datetime) -> None:
    """Many clocks are kept in one statement, and told of together."""
    counts = [counts_of(clock) for clock in due]
    hours_of = timelines(counts)
    rung = [rule.ring_on(reading_of(clock), hours_of(count), at=at) for clock, count in zip(due, counts, strict=True)]
    for clock, after in zip(due, rung, strict=True):
        note_alarm(clock.next_alarm_at, after.rings_at)
        if isinstance(clock, Clock):
            clock.state, clock.warned, clock.next_alarm_at = after.after.state, after.after.warned, after.rings_at
    if due:
        columns = zip(*((one.after.state, one.after.warned, one.rings_at) for one in rung), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [[clock.id for clock in due], *(list(column) for column in columns)])
    with nullcontext() if are_together() else together():
        for clock, after in zip(due, rung, strict=True):
            _tell(clock, after)


def _tell(clock: Any, rung: Rung) -> None:
    """What there is to tell of a clock that rang, at the moment at which it was so."""
    if rung.after.is_broken:
        tell_of(clock, broken(clock, rung.after), at=rung.after.due_at)
    elif rung.share is not None and rung.rang_at is not None:
        fact = PromiseWarned(case_id=clock.case_id, clock_id=clock.id, metric=clock.metric, share=rung.share)
        tell_of(clock, fact, at=rung.rang_at)
