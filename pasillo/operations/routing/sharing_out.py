"""Cases given out one after the other over one picture of the team: plain Python, the same answer every time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pasillo.operations.routing.eligibility import Candidate, Wanted, why_never, why_not_now
from pasillo.operations.routing.ranking import ranked

SHOWN = 5
Refusals = dict[str, list[int]]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Who should hold a case and why; nobody, when nobody can."""

    wanted: Wanted
    person_id: int | None
    score: int = 0
    best: tuple[tuple[int, int], ...] = ()
    could: int = 0
    refused: Refusals = field(default_factory=dict)
    relaxed: bool = False

    @property
    def told(self) -> dict[str, object]:
        """The reason as plain data: ids and figures."""
        return {
            "best": [list(pair) for pair in self.best],
            "could": self.could,
            "refused": self.refused,
            "relaxed": self.relaxed,
            "weight": self.wanted.weight,
            "live": self.wanted.channel if self.wanted.is_live else "",
            "knows": self.wanted.knows,
            "stands_in": self.wanted.prefers,
        }


class Team:
    """The people of an area while cases are given out. Who can do what is worked out once for each sort of case."""

    def __init__(self, people: Sequence[Candidate]) -> None:
        self.people = people
        self._known: dict[object, tuple[list[Candidate], Refusals]] = {}

    def choose(self, wanted: Wanted, *, at: datetime) -> Outcome:
        """Who should take this case. A pressing one lets go of the skills that need not be, before it finds nobody."""
        outcome = self._try(wanted, at, relaxed=False)
        if outcome.person_id is None and wanted.is_pressing and any(not need.must for need in wanted.needs):
            return self._try(wanted, at, relaxed=True)
        return outcome

    def _try(self, wanted: Wanted, at: datetime, *, relaxed: bool) -> Outcome:
        able, never = self._able(wanted, relaxed)
        free, full = _free(able, wanted)
        order = ranked(free, wanted, at=at)
        refused = {**never, **full}
        if not order:
            return Outcome(wanted=wanted, person_id=None, refused=refused, relaxed=relaxed)
        (first, score) = order[0]
        best = tuple((one.person_id, points) for one, points in order[:SHOWN])
        return Outcome(
            wanted=wanted, person_id=first.person_id, score=score, best=best, could=len(order), refused=refused,
            relaxed=relaxed,
        )  # fmt: skip

    def _able(self, wanted: Wanted, relaxed: bool) -> tuple[list[Candidate], Refusals]:
        key = (wanted.asks, relaxed)
        if key not in self._known:
            able: list[Candidate] = []
            refused: Refusals = {}
            for one in self.people:
                reasons = why_never(one, wanted, relaxed=relaxed)
                if not reasons:
                    able.append(one)
                for reason in reasons:
                    refused.setdefault(reason, []).append(one.person_id)
            self._known[key] = able, refused
        return self._known[key]


def _free(able: Iterable[Candidate], wanted: Wanted) -> tuple[list[Candidate], Refusals]:
    free: list[Candidate] = []
    full: Refusals = {}
    for one in able:
        reason = why_not_now(one, wanted)
        if reason:
            full.setdefault(reason, []).append(one.person_id)
        else:
            free.append(one)
    return free, full


def share_out(waiting: Iterable[Wanted], people: Sequence[Candidate], *, at: datetime) -> list[Outcome]:
    """Give out cases in their order; each one weighs on its holder before the next is looked at."""
    team, by_id = Team(people), {one.person_id: one for one in people}
    outcomes = []
    for wanted in waiting:
        outcome = team.choose(wanted, at=at)
        if outcome.person_id is not None:
            by_id[outcome.person_id].give(wanted, at)
        outcomes.append(outcome)
    return outcomes
