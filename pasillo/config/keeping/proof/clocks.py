"""The clocks of one case, played again from its facts by the same rules, and laid beside the rows that are kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.hours.business_time import Compiled
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Reading

Hours = Callable[[int, datetime], Compiled]
Row = dict[str, Any]
ANSWERING, SOLVING = ("first_response", "next_response"), ("resolution", "dispute")
NEARLY = timedelta(seconds=1)


@dataclass
class Played:
    """A clock as the facts leave it."""

    metric: str
    cycle: int
    hours: Compiled
    reading: Reading


Clocks = dict[int, Played]


def replay(told: Sequence[Any], rows: Sequence[Row], hours: Hours) -> Iterator[str]:
    """What differs between the rows and the facts, in words; nothing when all is well."""
    by_id, played = {row["id"]: row for row in rows}, Clocks()
    for fact in told:
        if fact.name == "promise.made":
            yield from _made(played, by_id, fact, hours)
        elif follow := CAUSES.get(fact.name):
            follow(played, fact)
    for number in sorted(by_id.keys() | played.keys()):
        if number not in by_id:
            yield f"clock {number} is told of and is not there"
        elif number not in played:
            yield f"clock {number} is there and was never told of"
        else:
            yield from (f"clock {number}: {words}" for words in _differences(by_id[number], played[number]))


def _made(played: Clocks, rows: dict[int, Row], fact: Any, hours: Hours) -> Iterator[str]:
    data = fact.data
    row = rows.get(data["clock_id"])
    if row is None:
        yield f"clock {data['clock_id']} is told of and is not there"
        return
    served = hours(row["calendar_id"], fact.happened_at)
    reading = rule.start(served, at=fact.happened_at, target=timedelta(minutes=data["target_minutes"]))
    played[data["clock_id"]] = Played(data["metric"], data["cycle"], served, reading)
    if abs(reading.due_at - datetime.fromisoformat(data["due_at"])) > NEARLY:
        yield f"clock {data['clock_id']} was promised for {data['due_at']}, the hours give {reading.due_at}"


def _differences(row: Row, played: Played) -> Iterator[str]:
    reading = played.reading
    wanted = {
        "metric": played.metric,
        "cycle": played.cycle,
        "state": str(reading.state),
        "started_at": reading.started_at,
        "due_at": reading.due_at,
        "paused_since": reading.paused_since,
        "paused_minutes": reading.paused.total_seconds() / 60,
        "stopped_at": reading.stopped_at,
        "warned": reading.warned,
        "next_alarm_at": rule.next_alarm(reading, played.hours),
    }
    for name, value in wanted.items():
        if not _same(row[name], value):
            yield f"{name} is {row[name]}, the journal gives {value}"


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, datetime) and isinstance(wanted, datetime):
        return abs(found - wanted) <= NEARLY
    if isinstance(found, float):
        return abs(found - wanted) < 1 / 60
    return bool(found == wanted)


def _answered(played: Clocks, fact: Any) -> None:
    if fact.data["is_human"]:
        _stop(played, fact, ANSWERING)


def _paused(played: Clocks, fact: Any) -> None:
    if fact.data["proven"]:
        for clock in _of(played, SOLVING):
            clock.reading = rule.pause(clock.reading, at=fact.happened_at)


def _resumed(played: Clocks, fact: Any) -> None:
    for clock in _of(played, SOLVING):
        clock.reading = rule.resume(clock.reading, clock.hours, at=fact.happened_at)


def _resolved(played: Clocks, fact: Any) -> None:
    _stop(played, fact, SOLVING)
    _cancel(played, fact, ANSWERING)


def _closed(played: Clocks, fact: Any) -> None:
    _cancel(played, fact, ANSWERING)


def _cancelled(played: Clocks, fact: Any) -> None:
    _cancel(played, fact, (*ANSWERING, *SOLVING))


def _rang(played: Clocks, fact: Any) -> None:
    clock = played.get(fact.data["clock_id"])
    if clock:
        at = fact.happened_at
        if abs(at - clock.reading.due_at) <= NEARLY:  # paused time is kept in minutes and may differ by a hair
            at = max(at, clock.reading.due_at)
        clock.reading, _ = rule.ring(clock.reading, clock.hours, at=at)


def _stop(played: Clocks, fact: Any, metrics: Sequence[str]) -> None:
    for clock in _of(played, metrics):
        clock.reading = rule.stop(clock.reading, clock.hours, at=fact.happened_at)


def _cancel(played: Clocks, fact: Any, metrics: Sequence[str]) -> None:
    for clock in _of(played, metrics):
        clock.reading = rule.cancel(clock.reading, at=fact.happened_at)


def _of(played: Clocks, metrics: Sequence[str]) -> list[Played]:
    return [clock for clock in played.values() if clock.metric in metrics and clock.reading.state in rule.GOING]


CAUSES: dict[str, Callable[[Clocks, Any], None]] = {
    "promise.made": lambda played, fact: None,
    "message.sent": _answered,
    "case.paused": _paused,
    "case.resumed": _resumed,
    "case.resolved": _resolved,
    "case.closed": _closed,
    "case.cancelled": _cancelled,
    "promise.warned": _rang,
    "promise.broken": _rang,
}
