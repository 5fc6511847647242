"""The clocks of one case, played again from its facts by the same rules, and laid beside the rows that are kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pasillo.ground.hours.timeline import Timeline
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.rules import replaying
from pasillo.operations.promises.rules.replaying import Played
from pasillo.operations.promises.timelines import Counts, Versions, timeline

NAMES = replaying.NAMES
Row = dict[str, Any]


def replay(told: Sequence[Any], rows: Sequence[Row], versions: Versions) -> Iterator[str]:
    """What differs between the rows and the facts, in words; nothing when all is well."""
    by_id = {row["id"]: row for row in rows}
    played = replaying.replay(
        (fact for fact in told if _is_there(fact, by_id)), lambda one: _hours(one, by_id, versions)
    )
    told_of = {fact.data["clock_id"] for fact in told if fact.name == "promise.made"}
    for number in sorted(by_id.keys() | told_of):
        if number not in by_id:
            yield f"clock {number} is told of and is not there"
        elif number not in played:
            yield f"clock {number} is there and was never told of"
        else:
            clock = played[number]
            alarm = rule.next_alarm(clock.reading, _hours(clock, by_id, versions)) if clock.reading else None
            for name, kept, given in replaying.differences(by_id[number], clock, alarm):
                yield f"clock {number}: {name} is {kept}, the journal gives {given}"


def _is_there(fact: Any, rows: Mapping[int, Row]) -> bool:
    return fact.name != "promise.made" or fact.data["clock_id"] in rows


def _hours(clock: Played, rows: Mapping[int, Row], versions: Versions) -> Timeline:
    """A fact that was told before clocks named their hours leaves them to the row."""
    (since, calendar_id), *later = clock.held
    first = calendar_id or rows[clock.clock_id]["calendar_id"]
    return timeline(Counts(clock.policy, clock.zone, ((since, first), *later)), versions)
