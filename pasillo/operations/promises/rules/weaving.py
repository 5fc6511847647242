"""What happened in a case that was merged is woven into the facts of the one that was kept.

The kept case begins with the earlier of both; what was said there counts as said here, at its moment; where we waited
for the customer before the kept case began, its clocks stood still. Nothing but the facts of the kept case is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pasillo.operations.cases.undone import standing
from pasillo.operations.cases.waited import OPENED, TOOK_IN, Told, waits_before

NAMES = {"in": "message.received", "out": "message.sent"}


@dataclass(kw_only=True)
class Woven:
    """A fact that counts in the kept case, although it was told of the other one, or at another moment."""

    name: str
    happened_at: datetime
    data: Any
    own_at: datetime | None = None
    openings: tuple[datetime, ...] = field(default=())


def woven(told: Iterable[Told]) -> Sequence[Told]:
    """The facts of a case, with those of the cases that it took in."""
    facts, given_back = standing(told)
    taken = [fact for fact in facts if fact.name == TOOK_IN]
    opened = next((fact for fact in facts if fact.name == OPENED), None)
    if opened is None or not (taken or given_back):
        return facts
    rest = [fact for fact in facts if fact is not opened]
    return [_earliest(opened, taken, given_back), *_own_words(opened, taken), *_waits(facts), *_words(taken), *rest]


def _earliest(opened: Told, taken: Sequence[Told], given_back: Sequence[Told]) -> Woven:
    """A clock that began with a case which was given back since is still the one of the beginning."""
    own = opened.happened_at
    others, once = ([_moment(fact.data["opened_at"]) for fact in facts] for facts in (taken, given_back))
    openings = tuple({own, *others, *once})
    return Woven(name=OPENED, happened_at=min([own, *others]), data=opened.data, own_at=own, openings=openings)


def _own_words(opened: Told, taken: Sequence[Told]) -> Iterator[Woven]:
    """The words with which the kept case began go on from what was said in an earlier one."""
    if any(_moment(fact.data["opened_at"]) < opened.happened_at for fact in taken):
        yield Woven(name=NAMES["in"], happened_at=opened.happened_at, data={})


def _waits(facts: Sequence[Told]) -> Iterator[Woven]:
    for wait in waits_before(facts):
        waited = {"why": wait.why, "proven": True}
        yield Woven(name="case.paused", happened_at=wait.began, data=waited)
        yield Woven(name="case.resumed", happened_at=wait.ended, data=waited)


def _words(taken: Sequence[Told]) -> Iterator[Woven]:
    for fact in taken:
        for moment, direction, *which in fact.data["spoken"]:
            data = {"is_human": True, **({"message_id": int(which[0])} if which else {})}
            yield Woven(name=NAMES[direction], happened_at=_moment(moment), data=data)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
