"""Whom an alarm calls and what it asks for. Plain, so that every absence can be tried in a line.

A ladder has rungs: the person who holds the case, who leads the area, who owns the service. Each rung says how long its
person has; whoever does nothing in that time is helped by the next rung. Whoever is away is never waited for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pasillo.ground.people.standing_in import stand_in

SHARES = (50, 75, 100)
LEAD_MINUTES = 0
SILENCE_MINUTES = 960
BROKEN = 100
LATE_SECONDS = 60
URGENT = 1
HOLDER_IS_AWAY = 1
CALL_BACK = "call_back"


class Sort(StrEnum):
    """Why an alarm rings."""

    THRESHOLD = "threshold"
    LEAD = "lead"
    SILENCE = "silence"
    BREACH = "breach"
    PREDICTED = "predicted"
    ROSTER = "roster"
    NOBODY = "nobody"
    AGREED = "agreed"
    CALL_BACK = "call_back"


class Who(StrEnum):
    """Who stands on a rung."""

    PERSON = "person"
    LEAD = "lead"
    OWNER = "owner"


class Deed(StrEnum):
    """What an alarm asks for."""

    TAKE = "take"
    ANSWER = "answer"
    SOLVE = "solve"
    CALL = "call"
    DECIDE = "decide"


class How(StrEnum):
    """What closed an alarm."""

    ANSWERED = "answered"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    NEW_DATE = "new_date"
    SOLVED = "solved"
    OVER = "over"
    SEEN = "seen"
    OVERTAKEN = "overtaken"
    CALLED = "called"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Rung:
    """Who is called, and how many served minutes they have before the next one is called too."""

    who: Who
    within: int


LADDER = (Rung(Who.PERSON, 60), Rung(Who.LEAD, 120), Rung(Who.OWNER, 480))


@dataclass(frozen=True, kw_only=True)
class Posts:
    """The people around a case; nobody where a post is empty."""

    person: int | None = None
    lead: int | None = None
    owner: int | None = None
    head: int | None = None


def first_rung(sort: Sort, mark: int, shares: Sequence[int], rungs: int) -> int:
    """On which rung an alarm begins: the first share calls the person, a later one the next, a break the last."""
    if sort == Sort.BREACH:
        return rungs
    if sort in (Sort.ROSTER, Sort.NOBODY):
        return min(2, rungs)
    if sort == Sort.THRESHOLD:
        before = sum(share < mark for share in shares if share < BROKEN)
        return min(1 + before, rungs)
    return 1


def receiver(
    who: Who, posts: Posts, away: Mapping[int, int | None], may_see: Callable[[int], bool] = lambda _: True
) -> int | None:
    """The one who is called: whoever is away is stood in for, else the next post up. None calls the whole area.

    Nobody is called to a case that they may not see.
    """
    for candidate in _row(who, posts):
        found = stand_in(candidate, away) if candidate in away else candidate
        if found is not None and may_see(found):
            return found
    return None


def _row(who: Who, posts: Posts) -> list[int]:
    """Those who may be called, the right one first. A case that nobody holds calls the area that may take it."""
    row: tuple[int | None, ...]
    if who == Who.PERSON:
        row = (posts.person, posts.lead, posts.owner, posts.head) if posts.person else ()
    elif who == Who.LEAD:
        row = (posts.lead, posts.owner, posts.head)
    else:
        row = (posts.owner, posts.head, posts.lead)
    return [person for person in row if person]


def deed(sort: Sort, metric: str, rung: int, *, held: bool) -> Deed:
    """What the one who is called must do."""
    if sort == Sort.NOBODY and not held:
        return Deed.TAKE
    if rung > 1:
        return Deed.DECIDE
    if sort == Sort.CALL_BACK:
        return Deed.CALL
    if not held:
        return Deed.TAKE
    if sort == Sort.SILENCE or metric in ("first_response", "next_response"):
        return Deed.ANSWER
    return Deed.SOLVE


def climbs(asked: Deed, *, has_time: bool) -> bool:
    """Whether the next rung is called when this one does nothing. While a promise is whole, its next share calls it;
    a case that nobody takes calls higher at once."""
    return asked == Deed.TAKE or not has_time


ANSWERS: dict[How, frozenset[str]] = {
    How.TAKEN: frozenset({Deed.TAKE}),
    How.HANDED_OVER: frozenset(Deed),
    How.NEW_DATE: frozenset({Deed.SOLVE, Deed.DECIDE, Deed.TAKE}),
    How.SOLVED: frozenset(Deed),
    How.OVER: frozenset(Deed),
}
ANSWERING = ("first_response", "next_response", "")


def is_answered(how: How, asked: Deed, metric: str) -> bool:
    """Whether this act does what the alarm asked for. Words to the customer answer what waited for words, and only a
    call, or that none is needed, answers what waited for a call."""
    if how in (How.CALLED, How.CALLED_OFF):
        return metric == CALL_BACK
    if how == How.ANSWERED:
        return asked in (Deed.ANSWER, Deed.TAKE) or metric in ANSWERING
    return asked in ANSWERS.get(how, ())


def rungs_of(stored: Iterable[Mapping[str, object]]) -> tuple[Rung, ...]:
    """A ladder as it is kept, or the one that a new house has."""
    rungs = tuple(Rung(Who(str(one["who"])), int(str(one["within"]))) for one in stored)
    return rungs or LADDER
