"""The clocks of one case, played again from its facts by the same rules, and laid beside the rows that are kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.rules import replaying

if TYPE_CHECKING:
    from pasillo.operations.promises.timelines import Made, Versions

NAMES = replaying.NAMES
Row = dict[str, Any]


def replay(told: Sequence[Any], rows: Sequence[Row], versions: "Versions", made: "Made") -> Iterator[str]:
    """What differs between the rows and the facts, in words; nothing when all is well."""
    from pasillo.operations.promises.repairs import hours_of  # the command is there before the tables are

    by_id = {row["id"]: row for row in rows}
    there = (fact for fact in told if _is_there(fact, by_id))
    played = replaying.replay(there, lambda one: hours_of(one, by_id[one.clock_id]["calendar_id"], versions, made))
    told_of = {fact.data["clock_id"] for fact in told if fact.name == "promise.made"}
    for number in sorted(by_id.keys() | told_of):
        if number not in by_id:
            yield f"clock {number} is told of and is not there"
        elif number not in played:
            yield f"clock {number} is there and was never told of"
        else:
            clock = played[number]
            alarm = (
                rule.next_alarm(clock.reading, hours_of(clock, by_id[number]["calendar_id"], versions, made))
                if clock.reading
                else None
            )
            for name, kept, given in replaying.differences(by_id[number], clock, alarm):
                yield f"clock {number}: {name} is {kept}, the journal gives {given}"


def _is_there(fact: Any, rows: Mapping[int, Row]) -> bool:
    return fact.name != "promise.made" or fact.data["clock_id"] in rows
