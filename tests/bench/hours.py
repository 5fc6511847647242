"""What business time costs: one question, and a change of hours under a hundred thousand open clocks."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from tests.bench import million
from tests.bench.house import House

Line = dict[str, Any]
OPEN_CLOCKS = 100_000
ROUNDS, QUESTIONS = 9, 20_000
WATCHED = """
insert into alarms_watch (case_id, clock_id, sort, mark, due_at)
select case_id, case when metric = 'resolution' then id end, case when metric = 'resolution' then 'lead' else 'silence'
    end, 60, due_at - interval '1 hour'
from promises_clock where state = 'running' and metric in ('resolution', 'first_response') on conflict do nothing
"""


def business_time(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """The middle of several rounds, in microseconds, for each of the four questions; the slowest is the measure."""
    from pasillo.ground.hours.business_time import CalendarRule, Opening, compile_calendar, due, is_open, served
    from pasillo.ground.hours.business_time import next_open as opens

    day = (Opening.of("09:00", "14:00"), Opening.of("15:00", "18:00"))
    rule = CalendarRule(zone="Europe/Madrid", week=(day,) * 5 + ((),) * 2)
    hours = compile_calendar(rule, date(2026, 1, 1), date(2027, 12, 31))
    start = datetime(2026, 8, 3, 9, 17, tzinfo=UTC)
    end, allowed = start + timedelta(days=30), timedelta(hours=16)
    asked: dict[str, Callable[[], object]] = {
        "served": lambda: served(hours, start, end),
        "due": lambda: due(hours, start, allowed),
        "is_open": lambda: is_open(hours, start),
        "next_open": lambda: opens(hours, end),
    }
    took = {name: statistics.median(_micros(question) for _ in range(ROUNDS)) for name, question in asked.items()}
    figures = {name: round(value, 2) for name, value in took.items()}
    yield {"measure": "business_time_us", "value": max(figures.values()), "unit": "µs", "goal": 5, **figures}


def deadlines(house: House, things: dict[str, Any]) -> Iterator[Line]:
    """Four holidays are declared, and taken back: a hundred thousand promises move, each time in one transaction."""
    from pasillo.doors.shell.clock import now
    from pasillo.operations.promises.commands.moving import change_hours, what_would_move
    from pasillo.operations.promises.models import Clock

    waiting = million.lived(things)[:1]
    each = Clock.objects.filter(case_id=waiting[0], state="running").count()
    million.multiply(house.owner, waiting, OPEN_CLOCKS // max(each, 1) + 10)
    Clock.objects.filter(state="running").update(started_at=now(), due_at=now() + timedelta(days=9))
    far, holidays = [200], [1, 2, 3, 4]
    _change(things, change_hours, far)  # what was laid down is due when it says, and rings when it must
    _watched(house)
    measures = (
        ("preview_100k_s", what_would_move, [*holidays, *far]),
        ("deadlines_100k_s", change_hours, [*holidays, *far]),
        ("deadlines_back_100k_s", change_hours, far),
    )
    for name, act, closed in measures:
        took, moves = _change(things, act, closed)
        moved = moves if isinstance(moves, int) else len(moves)
        yield {"measure": name, "value": round(took, 2), "unit": "s", "goal": 2, "moved": moved, "cases": moved // each}
        _swept(house)


def _change(things: dict[str, Any], act: Callable[..., Any], days: list[int]) -> tuple[float, Any]:
    """The usual week, closed so many days from now. How long that took, and what moved."""
    from pasillo.doors.shell.clock import now
    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.queries import newest_version

    at, hours = now(), things["service"].calendar_id
    newest = newest_version(hours)
    before = CalendarRule.from_json(newest.rule)
    closed: dict[date, Any] = {at.date() + timedelta(days=n): () for n in days}
    rule = CalendarRule(zone=before.zone, week=before.week, exceptions=closed)
    began = time.monotonic()
    moves = act(hours, rule=rule, effective_from=at, known=newest.pk, by="system", at=at)
    return time.monotonic() - began, moves


def _watched(house: House) -> None:
    """Each case is watched for silence, and each solution a while before it breaks, as a service may wish it."""
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        owner.execute(WATCHED)
    _swept(house)


def _swept(house: House) -> None:
    """As the database sweeps by itself a while after so much was written."""
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        owner.execute("vacuum (analyze)")


def _micros(question: Callable[[], object]) -> float:
    began = time.process_time()  # a question only computes: who else is busy on the machine does not count
    for _ in range(QUESTIONS):
        question()
    return (time.process_time() - began) / QUESTIONS * 1e6
