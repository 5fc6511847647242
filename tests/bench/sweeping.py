"""What a sweep costs: a hundred clocks are due, among ten thousand that run, and among a million."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg

from tests.bench import million
from tests.bench.house import House

Line = dict[str, Any]
FEW, MANY, DUE, ROUNDS = 10_000, 1_000_000, 100, 15
CASES = 2_000
WEDNESDAY, NOON = 2, 11

RUN = """
insert into promises_clock (case_id, objective_id, calendar_id, metric, cycle, target_minutes, started_at, due_at,
    state, paused_minutes, warned, next_alarm_at, {others})
select k.id, p.objective_id, p.calendar_id, 'kind ' || n, 1, p.target_minutes, %(at)s, %(at)s + interval '9 days',
    'running', 0, 0, %(at)s + interval '1 hour' + mod(k.id * 7919 + n, 400000) * interval '1 minute', {from_p}
from (select id from cases_case where state = 'new' order by id limit %(cases)s) k
cross join generate_series(%(first)s::int, %(last)s::int) n
cross join (select * from promises_clock where metric = 'first_response' order by id limit 1) p
"""
GIVEN = "id case_id objective_id calendar_id metric cycle target_minutes started_at due_at state paused_minutes warned"
COLUMNS = "select column_name from information_schema.columns where table_name = 'promises_clock' order by 1"
MAKE_DUE = """
update promises_clock set started_at = %(at)s - make_interval(mins => target_minutes / 2),
    due_at = %(at)s + make_interval(mins => target_minutes / 2), warned = 0, state = 'running', next_alarm_at = %(at)s
where id in (select id from promises_clock where metric = %(metric)s and state = 'running' order by id
    offset %(skip)s limit %(due)s)
"""
QUIET = "update promises_clock set next_alarm_at = %(at)s + interval '300 days' where next_alarm_at <= %(at)s"


def sweep(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Find what is due, let it ring and note its alarm; then find out for each alarm whom it calls, and say so."""
    at = _next_wednesday()
    million.multiply(house.owner, million.lived(things)[:1], CASES)
    few, _told = _swept(house, at, FEW)
    many, told = _swept(house, at, MANY)
    yield {"measure": "sweep_1m_ms", "value": round(many, 2), "unit": "ms", "goal": 20, "due": DUE}
    yield {"measure": "sweep_10k_ms", "value": round(few, 2), "unit": "ms", "due": DUE}
    yield {"measure": "sweep_1m_over_10k", "value": round(many / few, 3), "unit": "ratio", "goal": 1.5}
    yield {"measure": "sweep_told_ms", "value": round(told, 2), "unit": "ms", "alarms": DUE}


def _swept(house: House, at: datetime, total: int) -> tuple[float, float]:
    """Milliseconds of the quieter half of several sweeps, each of a hundred clocks that were not due before."""
    from pasillo.operations.alarms.commands.ringing import tell_untold
    from pasillo.operations.promises.commands import ring

    _let_run(house, at, total)
    rang, told = [], []
    for turn in range(ROUNDS):
        with psycopg.connect(**house.owner, autocommit=True) as owner:
            owner.execute(MAKE_DUE, {"at": at, "metric": f"kind {total // CASES - 1}", "skip": turn * DUE, "due": DUE})
        rang.append(_taken(lambda: ring(at=at)))
        told.append(_taken(lambda: tell_untold(at=at)))
    return tuple(statistics.median(sorted(taken)[: ROUNDS // 2 + 1]) for taken in (rang, told))  # type: ignore[return-value]


def _taken(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    done = work()
    taken = 1000 * (time.perf_counter() - start)
    if done != DUE:
        raise RuntimeError(f"{done} of {DUE}")
    return taken


def _let_run(house: House, at: datetime, total: int) -> None:
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        there = owner.execute("select count(*) from promises_clock where state = 'running'").fetchone()
        given = {*GIVEN.split(), "next_alarm_at"}
        others = [row[0] for row in owner.execute(COLUMNS) if row[0] not in given]
        missing = (total - (there[0] if there else 0)) // CASES + 1
        first = total // CASES - missing
        named = {"others": ", ".join(others), "from_p": ", ".join(f"p.{name}" for name in others)}
        owner.execute(RUN.format(**named), {"at": at, "cases": CASES, "first": first, "last": total // CASES - 1})
        owner.execute(QUIET, {"at": at})
        owner.execute("update alarms_watch set due_at = %s", [at + timedelta(days=300)])
        owner.execute("vacuum (analyze)")


def _next_wednesday() -> datetime:
    """A moment at which the office is open, after everything that has happened."""
    from pasillo.doors.shell.clock import now

    days = (WEDNESDAY - now().weekday()) % 7 + 7
    return (now() + timedelta(days=days)).replace(hour=NOON, minute=0, second=0, microsecond=0)
