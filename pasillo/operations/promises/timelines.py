"""The hours in which a clock counts: of the service, of whoever holds the case, of the customer's zone, or all hours.

Each calendar counts in the version that holds: what was counted before a new version stays, what is left counts in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar
from pasillo.ground.hours.queries import timetable_of, versions_of
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.operations.promises.facts import HoursChanged
from pasillo.strategy.objectives.policies import Policy

Versions = dict[int, list[tuple[datetime, int]]]
Made = Mapping[int, int]
ALWAYS = compile_calendar(CalendarRule.always(), date(2025, 1, 1), date(2027, 12, 31))
DAWN = datetime(1970, 1, 1, tzinfo=UTC)


class Counts(NamedTuple):
    """In which hours a clock counts: its policy, and since when in which calendar."""

    policy: str
    zone: str
    held: tuple[tuple[datetime, int], ...]


def counts_of(clock: Any, *, since: datetime | None = None) -> Counts:
    """In which hours a stored clock counts; from another beginning, if the facts have moved it since."""
    first = (since or clock.started_at, clock.calendar_id)
    later = ((datetime.fromisoformat(since), calendar_id) for since, calendar_id in clock.held)
    return Counts(clock.policy, clock.zone, (first, *later))


def timelines(counts: Iterable[Counts]) -> Callable[[Counts], Timeline]:
    """The hours of many clocks, asked for in one question."""
    wanted = {calendar_id for one in counts if one.policy != Policy.ALWAYS for _, calendar_id in one.held}
    versions = versions_of(wanted) if wanted else {}
    return lambda one: timeline(one, versions)


def versions_for(rows: Iterable[Mapping[str, Any]]) -> Versions:
    """The versions of every calendar in which these clocks count or have counted, in one question."""
    first = [(row["calendar_id"], row["held"]) for row in rows]
    wanted = {calendar_id for calendar_id, _ in first} | {held_by for _, held in first for _, held_by in held}
    return versions_of(wanted) if wanted else {}


def made_with(calendar_ids: Iterable[int]) -> Made:
    """With which fact each version of these calendars was made; those with which a house began have none."""
    abouts = [f"calendar:{number}" for number in calendar_ids]
    told = Entry.objects.filter(about__in=abouts, name=HoursChanged.name).values_list("data__version_id", "id")
    return dict(told)


def known_to(fact_id: int | None, versions: Versions, made: Made) -> Versions:
    """The versions that were there when a fact was told; all of them, where nothing has ended yet."""
    if fact_id is None or not made:
        return versions
    return {
        calendar_id: [one for one in known if made.get(one[1], 0) < fact_id] for calendar_id, known in versions.items()
    }


def timeline(counts: Counts, versions: Versions) -> Timeline:
    """The hours of one clock, with the versions of its calendars at hand."""
    if counts.policy == Policy.ALWAYS:
        return Timeline.of(ALWAYS, DAWN)
    zone = counts.zone if counts.policy == Policy.CUSTOMER else ""
    return Timeline(tuple(_pieces(counts.held, versions, zone)))


def timeline_of_versions(versions: Sequence[tuple[datetime, int]], zone: str = "") -> Timeline:
    """The hours of one calendar, in these versions."""
    return Timeline(tuple((since, timetable_of(version_id, zone)) for since, version_id in versions))


def _pieces(held: Sequence[tuple[datetime, int]], versions: Versions, zone: str) -> Iterator[tuple[datetime, Compiled]]:
    for place, (since, calendar_id) in enumerate(held):
        until = held[place + 1][0] if place + 1 < len(held) else None
        known = versions.get(calendar_id)
        if not known:
            raise LookupError(f"Calendar {calendar_id} has no hours.")
        holding = [one for one in known if one[0] <= since]
        yield since, timetable_of((holding[-1] if holding else known[0])[1], zone)
        for begins, version_id in known:
            if begins > since and (until is None or begins < until):
                yield begins, timetable_of(version_id, zone)
