"""Sums of business time recorded from other calendars, asked of ours: only instants and lengths, no counts of days."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import floor
from pathlib import Path
from typing import Any

from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar, due, is_open, next_open, served

Case = dict[str, Any]


def deadline(calendar: Compiled, args: Case) -> datetime:
    at = due(calendar, datetime.fromisoformat(args["start"]), timedelta(seconds=args["amount_s"]))
    return at.replace(microsecond=0) + timedelta(seconds=nearest(at.microsecond / 1e6))


def elapsed(calendar: Compiled, args: Case) -> int:
    """Asked backwards, they answer with a minus; we ask forwards and put the minus ourselves."""
    start, end = datetime.fromisoformat(args["start"]), datetime.fromisoformat(args["end"])
    forwards = nearest(served(calendar, min(start, end), max(start, end)).total_seconds())
    return forwards if start <= end else -forwards


def nearest(seconds: float) -> int:
    """Their answers are whole seconds; ours are exact to the microsecond."""
    return floor(seconds + 0.5)


ASKED: dict[str, Callable[[Compiled, Case], Any]] = {
    "deadline": deadline,
    "elapsed": elapsed,
    "is_open": lambda calendar, args: is_open(calendar, datetime.fromisoformat(args["at"])),
    "next_open": lambda calendar, args: next_open(calendar, datetime.fromisoformat(args["at"])),
}


def calendar_of(schedule: Case) -> Compiled:
    """The other product's schedule as one of our rules."""
    exceptions = {day: [] for day in schedule["holidays"]}
    for month_day in schedule.get("annual_holidays", ()):
        exceptions |= {f"{year}-{month_day}": [] for year in range(2000, 2031)}
    exceptions |= schedule.get("date_overrides", {})
    data = {"zone": schedule["timezone"], "week": schedule["week"], "exceptions": exceptions}
    return compile_calendar(CalendarRule.from_json(data), date(2010, 1, 1), date(2012, 1, 1))


def is_ours(case: Case) -> bool:
    """Whether the case asks for something that our calendar promises to know."""
    amount = case["args"].get("amount_s", 0)
    return (
        case["op"] in ASKED
        and case["class"] in ("core", "core_boundary")
        and not case["schedule"].get("date_breaks")
        and amount is not None
        and amount >= 0
    )


def same(ours: Any, expected: Any) -> bool:
    return ours == (datetime.fromisoformat(expected) if isinstance(expected, str) else expected)


def outcomes(folder: Path) -> Iterator[tuple[Case, Any]]:
    for line in (folder / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if is_ours(case):
            try:
                yield case, ASKED[case["op"]](calendar_of(case["schedule"]), case["args"])
            except ValueError as refused:
                yield case, refused
