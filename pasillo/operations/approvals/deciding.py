"""Who may decide a step, and what a decision leads to: plain rules."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from pasillo.ground.kit.words import _


class State(StrEnum):
    """Where one step of an approval stands."""

    WAITING = "waiting"
    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    VOID = "void"


LABELS = {
    State.WAITING: _("Comes later"),
    State.ASKED: _("Waiting for an answer"),
    State.GIVEN: _("Approved"),
    State.DECLINED: _("Declined"),
    State.VOID: _("No longer needed"),
}
DECIDED = frozenset({State.GIVEN, State.DECLINED})
MANAGER, AREA, HEAD = "manager", "area", "head"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Whom to ask (a person, an area's managers, whoever serves there, the head), and how long it may take."""

    role: str = ""
    person_id: int | None = None
    area_id: int | None = None
    hours: int = 16

    @property
    def is_clear(self) -> bool:
        """Whether it says who decides."""
        if self.person_id is not None:
            return True
        return self.role == HEAD or (self.role in (MANAGER, AREA) and self.area_id is not None)


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who looks at a step: the person, for whom they stand in, and their place in the house."""

    person_id: int
    stands_in_for: Collection[int] = ()
    area_ids: Collection[int] = ()
    managed_ids: Collection[int] = ()
    is_head: bool = False


def may_decide(step: Step, decider: Decider, *, asks_id: int) -> bool:
    """Whether this person decides this step. Nobody decides about their own need."""
    if decider.person_id == asks_id:
        return False
    if step.person_id is not None:
        if step.person_id == asks_id:
            return decider.is_head
        return step.person_id == decider.person_id or step.person_id in decider.stands_in_for
    if step.role == HEAD:
        return decider.is_head
    areas = decider.managed_ids if step.role == MANAGER else decider.area_ids
    return step.area_id in areas
