"""Among those who can take a case: who should. Plain Python; the highest score takes it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pasillo.operations.routing.eligibility import Candidate, Wanted

PERCENT_SPARE, NUMERIC_SPARE = "percent_spare", "numeric_spare"
LONGEST_IDLE, ROUND_ROBIN, CONTINUITY = "longest_idle", "round_robin", "continuity"
POLICIES = (PERCENT_SPARE, NUMERIC_SPARE, LONGEST_IDLE, ROUND_ROBIN, CONTINUITY)
WHOLE = 10_000
EVER = 10**9
Score = Callable[[Candidate, Wanted, datetime], int]


def percent_spare(one: Candidate, wanted: Wanted, at: datetime) -> int:
    """The largest free part of what they can carry, in hundredths of a per cent."""
    return (one.cap - one.load) * WHOLE // max(one.cap, 1)


def numeric_spare(one: Candidate, wanted: Wanted, at: datetime) -> int:
    """The most room, whatever they can carry in all."""
    return one.cap - one.load


def longest_idle(one: Candidate, wanted: Wanted, at: datetime) -> int:
    """Whoever has had nothing to do for the longest; whoever holds nothing comes before who holds something."""
    waited = _seconds_since(one.idle_since, at)
    return waited + (EVER if one.load == 0 else 0)


def round_robin(one: Candidate, wanted: Wanted, at: datetime) -> int:
    """Whoever was given something the longest ago; how full they are does not matter as long as there is room."""
    return _seconds_since(one.last_given_at, at)


def continuity(one: Candidate, wanted: Wanted, at: datetime) -> int:
    """Whom the customer knows already; else the largest free part."""
    return percent_spare(one, wanted, at) + (EVER if one.person_id == wanted.knows else 0)


SCORES: dict[str, Score] = {
    PERCENT_SPARE: percent_spare,
    NUMERIC_SPARE: numeric_spare,
    LONGEST_IDLE: longest_idle,
    ROUND_ROBIN: round_robin,
    CONTINUITY: continuity,
}


def ranked(team: Iterable[Candidate], wanted: Wanted, *, at: datetime) -> list[tuple[Candidate, int]]:
    """Best first. Who stands in for the last holder comes before all; equals by who waited longest, then by number."""
    score = SCORES[wanted.policy]
    scored = [(one, score(one, wanted, at)) for one in team]
    scored.sort(key=lambda pair: _place(pair[0], pair[1], wanted, at))
    return scored


def _place(one: Candidate, score: int, wanted: Wanted, at: datetime) -> tuple[bool, int, int, int]:
    return one.person_id != wanted.prefers, -score, -_seconds_since(one.last_given_at, at), one.person_id


def _seconds_since(moment: datetime | None, at: datetime) -> int:
    return EVER if moment is None else max(0, int((at - moment).total_seconds()))
