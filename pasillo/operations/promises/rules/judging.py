"""How a clock stands: a cycle, its targets and the hours that count give one reading, the same whenever they are asked.

What was told once as broken stays broken, also when late words would have kept it: only a repair puts that right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pasillo.ground.hours.timeline import Timeline
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Reading, Running
from pasillo.operations.promises.rules.cycles import Cycle

Change = Callable[[Reading], Reading]


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is promised from one moment on."""

    since: datetime
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was said already: the share that was warned of, and the moment for which it was told as broken."""

    warned: int = 0
    broken_due: datetime | None = None


NOTHING_SAID = Verdict()


def judge(cycle: Cycle, hours: Timeline, targets: Sequence[Target], verdict: Verdict = NOTHING_SAID) -> Reading:
    """The clock of this cycle, as far as its facts go."""
    reading = rule.start(hours, at=cycle.started_at, target=timedelta(minutes=targets[0].minutes))
    for _, _, change in sorted(_changes(cycle, hours, targets, verdict), key=lambda row: row[:2]):
        reading = change(reading)
    if cycle.ended_at is not None:
        end = cycle.ended_at
        reading = rule.cancel(reading, at=end) if cycle.is_void else rule.stop(reading, hours, at=end)
    return replace(reading, warned=max(verdict.warned, reading.warned))


def _changes(
    cycle: Cycle, hours: Timeline, targets: Sequence[Target], verdict: Verdict
) -> list[tuple[datetime, int, Change]]:
    """Everything between start and end, with a place for what falls on one moment."""
    changes: list[tuple[datetime, int, Change]] = []
    if verdict.broken_due:
        changes.append((verdict.broken_due, 0, _breaks(verdict.broken_due)))
    for still in cycle.stills:
        if still.ended_at == still.began_at:
            continue
        changes.append((still.began_at, 2, _pauses(still.began_at)))
        if still.ended_at:
            changes.append((still.ended_at, 1, _resumes(hours, still.ended_at)))
    for target in targets[1:]:
        if cycle.ended_at is None or target.since <= cycle.ended_at:
            changes.append((target.since, 3, _retargets(hours, target)))
    return changes


def _breaks(due_at: datetime) -> Change:
    def change(reading: Reading) -> Reading:
        is_whole = reading.state in {Running.RUNNING, Running.PAUSED}
        return rule.breach(replace(reading, due_at=due_at)) if is_whole else reading

    return change


def _pauses(at: datetime) -> Change:
    return lambda reading: rule.pause(reading, at=at)


def _resumes(hours: Timeline, at: datetime) -> Change:
    return lambda reading: rule.resume(reading, hours, at=at)


def _retargets(hours: Timeline, target: Target) -> Change:
    minutes = timedelta(minutes=target.minutes)
    return lambda reading: rule.retarget(reading, hours, at=target.since, target=minutes)
