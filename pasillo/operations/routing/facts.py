"""What can have happened to routing: rules and places that changed, and a case that nobody could take."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class NobodyFound(Fact):
    """A case presses, and nobody can take it: somebody has to look at it now."""

    name = "routing.nobody_found"
    case_id: int
    area_id: int
    rule_id: int | None
    asked: int


@dataclass(frozen=True, kw_only=True)
class WorkReturned(Fact):
    """Whoever held a case is away: somebody who stands in has it now, or their area. What presses is looked at now."""

    name = "routing.returned"
    case_id: int
    area_id: int
    person_id: int
    to_id: int | None
    is_pressing: bool


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Fact):
    """A rule is new, different, elsewhere in the order, or no more."""

    name = "routing.rule_changed"
    rule_id: int
    area_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class BoardChanged(Fact):
    """How the work of an area finds its people is different now."""

    name = "routing.board_changed"
    area_id: int
    mode: str


@dataclass(frozen=True, kw_only=True)
class SeatChanged(Fact):
    """How much a person can carry in an area, in which languages and hours, is different now."""

    name = "routing.seat_changed"
    area_id: int
    person_id: int
    cap: int


@dataclass(frozen=True, kw_only=True)
class WorkRebalanced(Fact):
    """Cases moved between the people of an area, or moved back."""

    name = "routing.rebalanced"
    area_id: int
    round_id: int
    moved: int
    undone: bool
