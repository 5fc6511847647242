"""Sums of business time recorded from other calendars, asked of ours: only instants and lengths, no counts of days."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import floor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pasillo.ground.hours.business_time import (
    CalendarRule,
    Compiled,
    compile_calendar,
    due,
    is_open,
    next_open,
    served,
    stretches,
)

Case = dict[str, Any]


def deadline(calendar: Compiled, args: Case) -> datetime:
    if args["amount_s"] < 0:
        return backwards(calendar, datetime.fromisoformat(args["start"]), timedelta(seconds=-args["amount_s"]))
    at = due(calendar, datetime.fromisoformat(args["start"]), timedelta(seconds=args["amount_s"]))
    return at.replace(microsecond=0) + timedelta(seconds=nearest(at.microsecond / 1e6))


def backwards(calendar: Compiled, at: datetime, left: timedelta) -> datetime | None:
    """The moment from which so much open time leads up to this one."""
    for opens, closes in reversed([*stretches(calendar, at - timedelta(days=60), at)]):
        length = min(closes, at) - opens
        if length >= left:
            return min(closes, at) - left
        left -= max(length, timedelta())
    return None


def so_many_days_on(calendar: Compiled, args: Case) -> datetime | date:
    """The same hour so many days on, of those on which it opens."""
    zone = ZoneInfo(calendar.rule.zone)
    start = datetime.fromisoformat(args["start"]).astimezone(zone) if "start" in args else None
    day = start.date() if start else date.fromisoformat(args["date"])
    step, left = (1 if args["days"] > 0 else -1), abs(args["days"])
    while left:
        day += timedelta(days=step)
        left -= bool(calendar.rule.hours_of(day))
    return datetime.combine(day, start.timetz()) if start else day


def elapsed(calendar: Compiled, args: Case) -> int:
    """Asked backwards, they answer with a minus; we ask forwards and put the minus ourselves."""
    start, end = datetime.fromisoformat(args["start"]), datetime.fromisoformat(args["end"])
    forwards = nearest(served(calendar, min(start, end), max(start, end)).total_seconds())
    return forwards if start <= end else -forwards


def nearest(seconds: float) -> int:
    """Their answers are whole seconds; ours are exact to the microsecond."""
    return floor(seconds + 0.5)


def previous_open(calendar: Compiled, args: Case) -> datetime | None:
    """The last moment that was open up to then; a closing counts, as they count it."""
    at = datetime.fromisoformat(args["at"])
    past = [(opens, closes) for opens, closes in stretches(calendar, at - timedelta(days=40), at) if opens < at]
    return min(past[-1][1], at) if past else None


def intervals(calendar: Compiled, args: Case, wanted: int) -> list[list[datetime]]:
    """The open stretches from a moment on, or backwards from it, the first one cut."""
    at = datetime.fromisoformat(args["from"])
    back = args["direction"] != "forward"
    far = timedelta(days=40)
    found = stretches(calendar, at - far, at) if back else stretches(calendar, at, at + far)
    cut = [[opens, min(closes, at)] if back else [max(opens, at), closes] for opens, closes in found]
    open_ones = [stretch for stretch in (reversed(cut) if back else cut) if stretch[0] < stretch[1]]
    return open_ones[:wanted]


def on_a_day(calendar: Compiled, args: Case) -> bool:
    """Whether it opens on a day at all."""
    return bool(calendar.rule.hours_of(date.fromisoformat(args["date"])))


ASKED: dict[str, Callable[[Compiled, Case], Any]] = {
    "add_workdays": so_many_days_on,
    "deadline": deadline,
    "elapsed": elapsed,
    "is_open": lambda calendar, args: is_open(calendar, datetime.fromisoformat(args["at"])),
    "is_workday": on_a_day,
    "next_open": lambda calendar, args: next_open(calendar, datetime.fromisoformat(args["at"])),
    "prev_open": previous_open,
}


def calendar_of(schedule: Case) -> Compiled:
    """The other product's schedule as one of our rules; a break of one day is that day in pieces."""
    exceptions = {day: [] for day in schedule["holidays"]}
    for month_day in schedule.get("annual_holidays", ()):
        exceptions |= {f"{year}-{month_day}": [] for year in range(2000, 2031)}
    exceptions |= {day: hours for day, hours in schedule.get("date_overrides", {}).items() if day not in exceptions}
    week = CalendarRule.from_json({"week": schedule["week"]})
    for day, breaks in schedule.get("date_breaks", {}).items():
        usual = [opening.as_text() for opening in week.hours_of(date.fromisoformat(day))]
        exceptions[day] = without(exceptions.get(day, usual), breaks)
    data = {"zone": schedule["timezone"], "week": schedule["week"], "exceptions": exceptions}
    return compile_calendar(CalendarRule.from_json(data), date(2010, 1, 1), date(2012, 1, 1))


def without(hours: list[list[str]], breaks: list[list[str]]) -> list[list[str]]:
    """The hours of a day with some stretches taken out. Texts as 09:00 stand in their order."""
    for begins, ends in breaks:
        pieces = [[[opens, min(closes, begins)], [max(opens, ends), closes]] for opens, closes in hours]
        hours = [piece for both in pieces for piece in both if piece[0] < piece[1]]
    return hours


def is_ours(case: Case) -> bool:
    """Whether the case is of the core: all of these are asked. The others say what each product made of its own."""
    return case["class"] in ("core", "core_boundary")


def answer(case: Case) -> Any:
    calendar = calendar_of(case["schedule"])
    if case["op"] == "open_intervals":
        return intervals(calendar, case["args"], len(case["expected"]))
    return ASKED[case["op"]](calendar, case["args"])


def moment(expected: Any) -> Any:
    """What they expect, with its texts read as moments."""
    if isinstance(expected, list):
        return [moment(one) for one in expected]
    if not isinstance(expected, str):
        return expected
    return date.fromisoformat(expected) if len(expected) == 10 else datetime.fromisoformat(expected)


def same(ours: Any, expected: Any) -> bool:
    return ours == moment(expected)


def outcomes(folder: Path) -> Iterator[tuple[Case, Any]]:
    for line in (folder / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if is_ours(case):
            try:
                yield case, answer(case)
            except ValueError as refused:
                yield case, refused
