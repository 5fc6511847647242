"""The clocks of a promise: pure, replayable, and told the hours in which they run.

A clock measures one metric of one case through one cycle. It is due when the target, plus whatever was paused,
has been served in the hours that count, which may change on the way. A broken promise stays broken.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pasillo.ground.hours.business_time import NeverOpen
from pasillo.ground.hours.timeline import Timeline, due, last_closing, served

SHARES = (50, 75, 100)


class Running(StrEnum):
    """What a clock does."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED_RUNNING = "breached_running"
    BREACHED_STOPPED = "breached_stopped"
    CANCELLED = "cancelled"


GOING = frozenset({Running.RUNNING, Running.PAUSED, Running.BREACHED_RUNNING})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a clock stands. Paused time is served time: nights do not count twice."""

    target: timedelta
    started_at: datetime
    due_at: datetime
    state: Running = Running.RUNNING
    paused_since: datetime | None = None
    paused: timedelta = timedelta()
    stopped_at: datetime | None = None
    warned: int = 0

    @property
    def is_broken(self) -> bool:
        """Whether the promise was broken, whatever came later."""
        return self.state in {Running.BREACHED_RUNNING, Running.BREACHED_STOPPED}


class Rung(NamedTuple):
    """How a clock stands once it has rung: the share it told, when that was used up, and when it rings again."""

    after: Reading
    share: int | None = None
    rang_at: datetime | None = None
    rings_at: datetime | None = None


def start(hours: Timeline, *, at: datetime, target: timedelta) -> Reading:
    """A clock that begins to run."""
    return Reading(target=target, started_at=at, due_at=due_in(hours, at, target))


def due_in(hours: Timeline, start: datetime, allowed: timedelta) -> datetime:
    """When this much has been served; in hours that end before that, the last moment at which anybody serves."""
    try:
        return due(hours, start, allowed)
    except NeverOpen:
        return max(start, last_closing(hours) or start)


def can_hold(hours: Timeline, start: datetime, allowed: timedelta) -> bool:
    """Whether these hours are open for so long: else nothing is promised in them."""
    try:
        return bool(due(hours, start, allowed))
    except NeverOpen:
        return False


def pause(reading: Reading, *, at: datetime) -> Reading:
    """The time from now on is the customer's. A broken clock cannot be paused back to health."""
    if reading.state != Running.RUNNING or at > reading.due_at:
        return reading
    return replace(reading, state=Running.PAUSED, paused_since=at)


def resume(reading: Reading, hours: Timeline, *, at: datetime) -> Reading:
    """The time from now on is ours again; the moment at which the promise breaks moves by what was paused."""
    if reading.state != Running.PAUSED or reading.paused_since is None:
        return reading
    paused = reading.paused + served(hours, reading.paused_since, at)
    moved = due_in(hours, reading.started_at, reading.target + paused)
    return replace(reading, state=Running.RUNNING, paused_since=None, paused=paused, due_at=moved)


def retarget(reading: Reading, hours: Timeline, *, at: datetime, target: timedelta) -> Reading:
    """Another target from now on; start and pauses stay. Too short for what has passed, it breaks now, not before.

    What is broken stays so, whatever the new target.
    """
    if reading.state not in {Running.RUNNING, Running.PAUSED}:
        return reading
    if reading.state == Running.RUNNING and at > reading.due_at:
        return breach(reading)
    moved = replace(reading, target=target, due_at=due_in(hours, reading.started_at, target + reading.paused))
    counted_to = reading.paused_since or at
    return breach(replace(moved, due_at=at)) if counted_to > moved.due_at else moved


def breach(reading: Reading) -> Reading:
    """The promise is broken, and stays so."""
    return replace(reading, state=Running.BREACHED_RUNNING, warned=SHARES[-1], paused_since=None)


def stop(reading: Reading, hours: Timeline, *, at: datetime) -> Reading:
    """What was promised is done: kept, when it is not later than due."""
    if reading.state not in GOING:
        return reading
    going = resume(reading, hours, at=at)
    if going.state == Running.BREACHED_RUNNING or at > going.due_at:
        return replace(breach(going), state=Running.BREACHED_STOPPED, stopped_at=at)
    return replace(going, state=Running.MET, stopped_at=at)


def cancel(reading: Reading, *, at: datetime) -> Reading:
    """The promise is void: it leaves the figures."""
    if reading.state not in GOING:
        return reading
    return replace(reading, state=Running.CANCELLED, stopped_at=at, paused_since=None)


def served_time(reading: Reading, hours: Timeline, *, until: datetime) -> timedelta:
    """The served time of the clock so far: open hours since the start, less what was paused."""
    end = reading.stopped_at or reading.paused_since or until
    return max(served(hours, reading.started_at, max(end, reading.started_at)) - reading.paused, timedelta())


def stood_still(reading: Reading, hours: Timeline, *, until: datetime) -> timedelta:
    """The open time that did not count so far, with the pause that goes on."""
    if reading.state != Running.PAUSED or reading.paused_since is None:
        return reading.paused
    return reading.paused + served(hours, reading.paused_since, max(until, reading.paused_since))


def used_up(reading: Reading, hours: Timeline, *, at: datetime) -> int:
    """The share of the target that is used up, in full per cent; what is broken is used up."""
    if reading.is_broken or (reading.state == Running.RUNNING and at > reading.due_at):
        return SHARES[-1]
    return int(100 * served_time(reading, hours, until=at) / max(reading.target, timedelta(minutes=1)))


def lived_time(reading: Reading, *, until: datetime) -> timedelta:
    """The time of the wall since the start, nights and pauses included: what the customer lived."""
    return max((reading.stopped_at or until) - reading.started_at, timedelta())


def alarm_at(reading: Reading, hours: Timeline, share: int) -> datetime:
    """The moment at which this share of the target (in per cent) is used up."""
    return due_in(hours, reading.started_at, reading.target * share / 100 + reading.paused)


def next_alarm(reading: Reading, hours: Timeline) -> datetime | None:
    """When somebody must hear of this clock again; never, once it is broken, stopped or paused."""
    if reading.state != Running.RUNNING:
        return None
    left = [share for share in SHARES if share > reading.warned]
    return alarm_at(reading, hours, left[0]) if left else None


def ring(reading: Reading, hours: Timeline, *, at: datetime) -> tuple[Reading, int | None]:
    """The highest share that is used up now and was not told yet, and the clock that has told it."""
    rung = ring_on(reading, hours, at=at)
    return rung.after, rung.share


def ring_on(reading: Reading, hours: Timeline, *, at: datetime) -> Rung:
    """The same, with the moment at which that share was used up, and the one at which it rings again: worked out once.

    Where no share was reached, there is only the moment at which it rings next.
    """
    if reading.state != Running.RUNNING:
        return Rung(reading)
    reached = reached_at = None
    for share in SHARES:
        if share <= reading.warned:
            continue
        moment = alarm_at(reading, hours, share)
        if moment > at:
            after = reading if reached is None else replace(reading, warned=reached)
            return Rung(after, reached, reached_at, moment)
        reached, reached_at = share, moment
    if reached is None:
        return Rung(reading)
    return Rung(replace(reading, warned=reached, state=Running.BREACHED_RUNNING), reached, reached_at)
