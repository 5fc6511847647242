"""Which facts of a case still stand, once a merge was undone or words were moved away. Plain.

An undone merge binds no more, nor does what it did to a wait; what was moved to another case is owed no answer here.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

RECEIVED, TAKEN_OUT = "message.received", "message.taken_out"
UNSEEN, SEEN = "message.unseen", "message.seen"
MERGED, TOOK_IN, CAME_BACK, GAVE_BACK, RESUMED = (
    "case.merged", "case.took_in", "case.came_back", "case.gave_back", "case.resumed",
)  # fmt: skip


class Told(Protocol):
    """One fact, as the journal holds it."""

    name: str
    data: Any


One = TypeVar("One", bound=Told)


def standing(told: Iterable[One]) -> tuple[list[One], list[One]]:
    """The facts of one case that stand, in their order; and what it took in once and gave back."""
    facts = list(told)
    void: set[int] = set()
    given_back: list[One] = []
    for place, fact in enumerate(facts):
        if fact.name == CAME_BACK:
            void |= _of_the_merge(facts, place, void)
        elif fact.name == GAVE_BACK:
            found = _last(facts, place, TOOK_IN, void, from_id=fact.data["to_id"])
            void |= found | _wait_ended_by(facts, found, fact, void) | _its_letters(facts, found, fact)
            given_back += [facts[one] for one in found]
        elif fact.name == TAKEN_OUT and fact.data.get("moved"):
            void |= _last(facts, place, RECEIVED, void, message_id=fact.data["message_id"])
    return [fact for place, fact in enumerate(facts) if place not in void], given_back


def _of_the_merge(facts: Sequence[Told], before: int, void: set[int]) -> set[int]:
    """The merge itself; and the end of the wait that it ended, where the case waits on."""
    merged = _last(facts, before, MERGED, void)
    return merged | _wait_ended_by(facts, merged, facts[before], void)


def _wait_ended_by(facts: Sequence[Told], merge: set[int], undoing: Told, void: set[int]) -> set[int]:
    return _last(facts, min(merge), RESUMED, void) if merge and undoing.data.get("waits") else set()


def _its_letters(facts: Sequence[Told], merge: set[int], undoing: Told) -> set[int]:
    """What became of answers that went back is told of the case in which they were given."""
    letters = {*undoing.data.get("unseen", ()), *undoing.data.get("seen", ())}
    since = min(merge, default=len(facts))
    return {
        place
        for place, fact in enumerate(facts[since:], start=since)
        if fact.name in (UNSEEN, SEEN) and fact.data["message_id"] in letters
    }


def _last(facts: Sequence[Told], before: int, name: str, void: set[int], **said: int) -> set[int]:
    for place in range(before - 1, -1, -1):
        fact = facts[place]
        if fact.name == name and place not in void and all(fact.data.get(key) == val for key, val in said.items()):
            return {place}
    return set()
