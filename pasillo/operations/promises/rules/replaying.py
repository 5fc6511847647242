"""The clocks of one case, played again from its journal alone: what was promised, what happened, what was told.

A clock that has ended stays as the facts made it when it ended, whatever was written down later, and in the hours that
were known then; a repair that was told makes it what all facts up to the repair make of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pasillo.ground.hours.timeline import Timeline
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.rules.cycles import CAUSES, Cycle, Told, cycle_of, fold
from pasillo.operations.promises.rules.judging import Target, Verdict, judge

ENDS = frozenset({"promise.kept", "promise.stopped_late", "promise.cancelled"})


@dataclass(kw_only=True)
class Played:
    """A clock as the journal leaves it."""

    clock_id: int
    metric: str
    cycle: int
    started_at: datetime
    targets: list[Target]
    audience: str
    policy: str
    zone: str
    held: list[tuple[datetime, int]] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    reading: Reading | None = None
    ran: Cycle | None = None
    warned: int = 0
    ended_with: int | None = None
    ended_by: Told | None = None
    is_parted: bool = False

    @property
    def target_minutes(self) -> int:
        """What is promised now."""
        return self.targets[-1].minutes


Hours = Callable[[Played], Timeline]


class Replay:
    """One reading of a journal from its first fact to its last."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.causes: list[Told] = []
        self.clocks: dict[int, Played] = {}
        self._folded: tuple[int, list[Cycle]] = (-1, [])

    def read(self, told: Iterable[Told]) -> dict[int, Played]:
        """Every clock that was ever told of, as it stands after the last of these facts."""
        for fact in told:
            if fact.name in CAUSES:
                self.causes.append(fact)
            elif follow := FOLLOWS.get(fact.name):
                follow(self, fact)
            elif fact.name in ENDS:
                self._end(fact)
        for clock in self.clocks.values():
            if clock.reading is None:
                self.judge(clock)
        return self.clocks

    def _end(self, fact: Told) -> None:
        clock = self.clocks.get(fact.data["clock_id"])
        if clock is None:
            return
        clock.ended_with, clock.ended_by = _number(fact), fact
        reading = self.judge(clock)
        if fact.name == "promise.cancelled" and reading.state in GOING:
            clock.reading = rule.cancel(reading, at=fact.happened_at)

    def anew(self, clock: Played, *, told_with: int | None = None) -> Reading:
        """What all that was read makes of it: what was told as broken binds no more, the hours of its end stay."""
        clock.verdict = Verdict(warned=clock.warned)
        reading = self.judge(clock)
        if reading.state in GOING:
            clock.ended_with = None
            return self.judge(clock)
        clock.ended_with = clock.ended_with or told_with
        return reading

    def judge(self, clock: Played) -> Reading:
        """How the clock stands by the facts that were read so far."""
        if clock.is_parted and clock.reading is not None:
            return clock.reading
        cycle = cycle_of(self._cycles(), clock.metric, clock.started_at)
        clock.ran = cycle or self._as_told(clock)
        clock.held[:1] = [(clock.ran.started_at, calendar_id) for _, calendar_id in clock.held[:1]]
        clock.reading = judge(clock.ran, self.hours(clock), clock.targets, clock.verdict)
        return clock.reading

    def _as_told(self, clock: Played) -> Cycle:
        """By today's rules nothing was owed: the rules of its time said so, and it stays as it was told."""
        ended = clock.ended_by
        return Cycle(
            metric=clock.metric,
            round=clock.cycle,
            started_at=clock.started_at,
            began_by=self.causes[0],
            ended_at=ended.happened_at if ended else None,
            ended_by=ended,
            is_void=ended is not None and ended.name == "promise.cancelled",
        )

    def _cycles(self) -> list[Cycle]:
        if self._folded[0] != len(self.causes):
            self._folded = (len(self.causes), fold(self.causes))
        return self._folded[1]


def _made(replay: Replay, fact: Told) -> None:
    data = fact.data
    started = datetime.fromisoformat(data["started_at"]) if data.get("started_at") else fact.happened_at
    later = [(datetime.fromisoformat(since), calendar_id) for since, calendar_id in data.get("held", [])]
    replay.clocks[data["clock_id"]] = Played(
        clock_id=data["clock_id"],
        metric=data["metric"],
        cycle=data["cycle"],
        started_at=started,
        targets=[Target(since=started, minutes=data["target_minutes"])],
        audience=data.get("audience", "customer"),
        policy=data.get("policy", "service_fixed"),
        zone=data.get("zone", ""),
        held=[(started, data.get("calendar_id", 0)), *later],
    )


def _moved(replay: Replay, fact: Told) -> None:
    clock = replay.clocks.get(fact.data["clock_id"])
    if clock and fact.data.get("started_at"):
        clock.started_at = datetime.fromisoformat(fact.data["started_at"])


def _handed_on(replay: Replay, fact: Told) -> None:
    if clock := replay.clocks.get(fact.data["clock_id"]):
        clock.held.append((fact.happened_at, fact.data["calendar_id"]))


def _retargeted(replay: Replay, fact: Told) -> None:
    if clock := replay.clocks.get(fact.data["clock_id"]):
        clock.targets.append(Target(since=fact.happened_at, minutes=fact.data["target_minutes"]))


def _warned(replay: Replay, fact: Told) -> None:
    if clock := replay.clocks.get(fact.data["clock_id"]):
        clock.warned = max(clock.warned, fact.data["share"])
        share = max(clock.verdict.warned, clock.warned)
        clock.verdict = Verdict(warned=share, broken_due=clock.verdict.broken_due)


def _broken(replay: Replay, fact: Told) -> None:
    if clock := replay.clocks.get(fact.data["clock_id"]):
        clock.verdict = Verdict(warned=rule.SHARES[-1], broken_due=datetime.fromisoformat(fact.data["due_at"]))


def _repaired(replay: Replay, fact: Told) -> None:
    """Somebody put it right: what was told before of this clock binds no more."""
    if clock := replay.clocks.get(fact.data["clock_id"]):
        reading = replay.anew(clock, told_with=_number(fact))
        clock.reading = None if reading.state in GOING else reading


def _parted(replay: Replay, fact: Told) -> None:
    """The merge that had brought it was undone: it is void, whatever had become of it."""
    if clock := replay.clocks.get(fact.data["clock_id"]):
        reading = clock.reading or replay.judge(clock)
        clock.reading = replace(reading, state=Running.CANCELLED, stopped_at=fact.happened_at, paused_since=None)
        clock.is_parted = True


def _number(fact: Told) -> int | None:
    """The place of a fact in the journal."""
    number: int | None = getattr(fact, "id", None)
    return number


FOLLOWS: dict[str, Callable[[Replay, Told], None]] = {
    "promise.made": _made,
    "promise.moved": _moved,
    "promise.handed_on": _handed_on,
    "promise.retargeted": _retargeted,
    "promise.warned": _warned,
    "promise.broken": _broken,
    "promise.repaired": _repaired,
    "promise.parted": _parted,
}
NAMES = frozenset({*CAUSES, *FOLLOWS, *ENDS})


def replay(told: Iterable[Told], hours: Hours) -> dict[int, Played]:
    """Every clock of a case by its number, from the facts in the order in which they were told."""
    return Replay(hours).read(told)


def differences(row: Any, played: Played, next_alarm_at: datetime | None) -> list[tuple[str, Any, Any]]:
    """What a stored clock says otherwise than the journal: the name, what is kept, what the journal gives."""
    reading = played.reading
    if reading is None:
        return []
    wanted = {
        "metric": played.metric,
        "cycle": played.cycle,
        "target_minutes": played.target_minutes,
        "state": str(reading.state),
        "started_at": reading.started_at,
        "due_at": reading.due_at,
        "paused_since": reading.paused_since,
        "paused_minutes": reading.paused.total_seconds() / 60,
        "stopped_at": reading.stopped_at,
        "warned": reading.warned,
        "next_alarm_at": next_alarm_at,
    }
    if row["next_alarm_at"] and next_alarm_at:  # who looks too early finds that it is not time, and sets it right
        wanted["next_alarm_at"] = min(next_alarm_at, row["next_alarm_at"])
    return [(name, row[name], value) for name, value in wanted.items() if not _same(row[name], value)]


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, datetime) and isinstance(wanted, datetime):
        return abs((found - wanted).total_seconds()) <= 1
    if isinstance(found, float):
        return abs(found - wanted) < 1 / 60
    return bool(found == wanted)
