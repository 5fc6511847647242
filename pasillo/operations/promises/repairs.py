"""What a repair of clocks would change: the whole journal of a case is played again, and laid beside what is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Reading
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.rules.replaying import NAMES, Played, Replay, differences
from pasillo.operations.promises.timelines import Counts, Made, Versions, known_to, made_with, timeline, versions_for


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A clock that says otherwise than the journal: each name with what is kept and what the journal gives.

    It is late where the row says what was told, and words that were written down afterwards say otherwise.
    """

    clock_id: int
    metric: str
    changes: list[tuple[str, Any, Any]]
    reading: Reading
    hours: Timeline
    target_minutes: int
    is_late: bool
    told_share: int

    def values(self, *, after: bool) -> dict[str, Any]:
        """What is kept, or what will be, as plain data."""
        return {name: _plain(becomes if after else was) for name, was, becomes in self.changes}


def told_of_clocks(case_id: int) -> list[Entry]:
    """All that the journal knows of a case and of its clocks, in the order of telling."""
    written_so_far()
    return list(Entry.objects.filter(about=f"case:{case_id}", name__in=sorted(NAMES)).order_by("id"))


def played_again(case_id: int, *, at: datetime) -> list[Difference]:
    """The clocks of a case of which the journal says otherwise, with all that is known by now."""
    rows: dict[int, Any] = {row["id"]: row for row in Clock.objects.filter(case_id=case_id).order_by("id").values()}
    told = told_of_clocks(case_id)
    versions = versions_for(rows.values())
    made = made_with(versions)
    known = {fact.data["clock_id"] for fact in told if fact.name == "promise.made"} & rows.keys()
    facts = [fact for fact in told if fact.name != "promise.made" or fact.data["clock_id"] in known]
    again = Replay(lambda one: hours_of(one, rows[one.clock_id]["calendar_id"], versions, made))
    again.read(facts)
    found = (_difference(rows[number], again, again.clocks[number], at) for number in sorted(known))
    return [difference for difference in found if difference]


def hours_of(clock: Played, calendar_id: int, versions: Versions, made: Made) -> Timeline:
    """The hours of a clock that was played again: those that were known when it ended.

    A promise told before promises named their hours asks the row.
    """
    (since, first), *later = clock.held
    counts = Counts(clock.policy, clock.zone, ((since, first or calendar_id), *later))
    return timeline(counts, known_to(clock.ended_with, versions, made))


def _difference(row: dict[str, Any], again: Replay, clock: Played, at: datetime) -> Difference | None:
    """What a repair would change. What is due and was not looked at yet is no difference."""
    is_late = not _changes(row, again, clock)
    clock.reading = again.anew(clock)
    if not _changes(row, again, clock):
        return None
    hours = again.hours(clock)
    clock.reading, _share = rule.ring(clock.reading, hours, at=at)
    changes = _changes(row, again, clock)
    if not changes:
        return None
    return Difference(
        clock_id=clock.clock_id,
        metric=clock.metric,
        changes=changes,
        reading=clock.reading,
        hours=hours,
        target_minutes=clock.target_minutes,
        is_late=is_late,
        told_share=clock.warned,
    )


def _changes(row: dict[str, Any], again: Replay, clock: Played) -> list[tuple[str, Any, Any]]:
    if clock.reading is None:
        return []
    return differences(row, clock, rule.next_alarm(clock.reading, again.hours(clock)))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
