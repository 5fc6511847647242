"""Until when somebody must act is when the promise breaks: where that moves, every open alarm of it moves along."""

from datetime import datetime
from typing import Any

from django.db import connection

from pasillo.ground.kit.together import gather, settle
from pasillo.operations.promises.queries import CLOCKS

MOVED = "alarms whose promise has moved"
FOLLOW = """
update alarms_alarm a set act_by = c.due_at from promises_clock c
where a.clock_id = c.id and a.closed_at is null and a.told_at is not null and a.sort <> 'breach'
and c.state in ('running', 'paused') and c.due_at > %(at)s and a.act_by is distinct from c.due_at
"""
OF_CASES = "and a.case_id = any(%(cases)s)"
OF_HOURS = "and (c.calendar_id = %(calendar)s or c.held <> '[]')"


def follow_promises(case_id: int, *, at: datetime) -> None:
    """A promise of this case breaks at another moment than before."""
    gather(MOVED, [(case_id, at)], _follow)


def _follow(moved: list[tuple[int, datetime]]) -> None:
    settle(CLOCKS)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"cases": [case_id for case_id, _ in moved], "at": max(at for _, at in moved)}
        cursor.execute(f"{FOLLOW}{OF_CASES}", values)


def follow_hours(calendar_id: int, *, at: datetime) -> None:
    """The hours changed, and many promises with them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{FOLLOW}{OF_HOURS}", {"calendar": calendar_id, "at": at})
