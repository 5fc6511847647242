"""How a clock is read, locked, written and told of."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from pasillo.ground.asking import asked
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell, written_so_far
from pasillo.ground.kit.exact import exact_json
from pasillo.ground.kit.together import gather, known, recall
from pasillo.operations.cases.commands import SEVERAL, set_next_due
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.commands.coming import note_alarm
from pasillo.operations.promises.facts import (
    PromiseBroken,
    PromiseCancelled,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
    PromiseStoppedLate,
)
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import CLOCKS

SYSTEM = "system"
CHANGING = (
    "objective_id", "target_minutes", "targets", "held", "started_at", "due_at", "state", "paused_since",
    "paused_minutes", "stopped_at", "warned", "next_alarm_at",
)  # fmt: skip
WRITE = f"update promises_clock set {', '.join(f'{name} = %s' for name in CHANGING)} where id = %s"  # noqa: S608
WRITE_MANY = f"""
update promises_clock c set {", ".join(f"{name} = n.{name}" for name in CHANGING)}
from jsonb_to_recordset(%s::jsonb) as n (id bigint, objective_id bigint, target_minutes int, targets jsonb, held jsonb,
    started_at timestamptz, due_at timestamptz, state text, paused_since timestamptz, paused_minutes float8,
    stopped_at timestamptz, warned int, next_alarm_at timestamptz)
where c.id = n.id
"""  # noqa: S608
LISTS = ("targets", "held")


def locked_clocks(case_id: int) -> list[Clock]:
    """Every clock of a case, ours alone until the transaction ends."""
    return known(("clocks", case_id), lambda: _read(case_id))


def _read(case_id: int) -> list[Clock]:
    if recall(SEVERAL):
        written_so_far()
    return [the_one(clock) for clock in asked(_every, case_id)]


def _every(case_id: int) -> QuerySet[Clock]:
    return Clock.objects.filter(case_id=case_id).select_for_update().order_by("id")


def the_one(clock: Clock) -> Clock:
    """In one transaction there is one of each clock, however often it is read."""
    return known(("clock", clock.pk), lambda: clock)


def write(clock: Clock, reading: Reading, hours: Timeline) -> None:
    """Keep how the clock stands, and when somebody must hear of it next."""
    clock.started_at = reading.started_at
    clock.due_at = reading.due_at
    clock.state = reading.state
    clock.paused_since = reading.paused_since
    clock.paused_minutes = reading.paused.total_seconds() / 60
    clock.stopped_at = reading.stopped_at
    clock.warned = reading.warned
    rings_at = rule.next_alarm(reading, hours)
    note_alarm(clock.next_alarm_at, rings_at)
    clock.next_alarm_at = rings_at
    gather(CLOCKS, [clock], _write)


def _write(clocks: list[Clock]) -> None:
    """Keep how clocks stand; one that has changed several times since is written once."""
    changed = {clock.pk: clock for clock in clocks}
    with connection.cursor() as cursor:
        if len(changed) == 1:
            cursor.execute(WRITE, [*(_value(clocks[0], name) for name in CHANGING), clocks[0].pk])
        else:
            rows = [{"id": pk} | {name: getattr(clock, name) for name in CHANGING} for pk, clock in changed.items()]
            cursor.execute(WRITE_MANY, [exact_json(rows)])


def _value(clock: Clock, name: str) -> Any:
    value = getattr(clock, name)
    return Jsonb(value) if name in LISTS else value


def refresh(case_id: int) -> None:
    """When the next promise of the case breaks: what queues sort by."""
    running = (Running.RUNNING, Running.BREACHED_RUNNING)
    due = (clock.due_at for clock in locked_clocks(case_id) if clock.state in running)
    set_next_due(case_id, due_at=min(due, default=None))


def tell_of(clock: Any, fact: Fact, *, at: datetime) -> None:
    """Tell a fact about the case of a clock, or of a row of it."""
    tell(fact, about=f"case:{clock.case_id}", by=SYSTEM, at=at)


def tell_change(
    clock: Clock, before: Reading, after: Reading, hours: Timeline, *, cause: str = "", broke: str = "", at: datetime
) -> None:
    """Tell what has become of a clock: broken, moved, ended; why it moved, and why it is broken, if not by time."""
    if after.is_broken and not before.is_broken:
        tell_of(clock, broken(clock, after, cause=broke), at=min(after.due_at, at))
    if after.state == Running.CANCELLED:
        fact = PromiseCancelled(case_id=clock.case_id, clock_id=clock.pk, metric=clock.metric, cause=cause)
        tell_of(clock, fact, at=at)
    elif after.state not in GOING:
        minutes = rule.served_time(after, hours, until=at).total_seconds() / 60
        tell_of(clock, _ended(clock, after, minutes), at=after.stopped_at or at)
    elif (after.due_at, after.started_at) != (before.due_at, before.started_at):
        tell_of(clock, _moved(clock, before, after, cause), at=at)


def _moved(clock: Clock, before: Reading, after: Reading, cause: str) -> PromiseMoved:
    return PromiseMoved(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        due_at=after.due_at.isoformat(),
        started_at=after.started_at.isoformat() if after.started_at != before.started_at else None,
        cause=cause,
    )


def broken(clock: Any, reading: Reading, *, cause: str = "") -> PromiseBroken:
    """The moment passed and it was not done."""
    return PromiseBroken(
        case_id=clock.case_id,
        clock_id=clock.id,
        metric=clock.metric,
        cycle=clock.cycle,
        due_at=reading.due_at.isoformat(),
        cause=cause,
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


def made_of(clock: Clock, reading: Reading, *, brought_by: int = 0) -> PromiseMade:
    """What is told when a promise begins: with it a replay knows how to count."""
    return PromiseMade(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        cycle=clock.cycle,
        objective_id=clock.objective_id,
        target_minutes=clock.target_minutes,
        due_at=reading.due_at.isoformat(),
        started_at=reading.started_at.isoformat(),
        audience=clock.audience,
        policy=clock.policy,
        calendar_id=clock.calendar_id,
        zone=clock.zone,
        held=clock.held,
        is_usual=clock.is_usual,
        brought_by=brought_by,
    )
