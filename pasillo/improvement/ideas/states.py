"""The life of an idea: where it may stand, and where it may go from there."""

from enum import StrEnum

from pasillo.ground.kit.words import _


class State(StrEnum):
    """Where an idea stands."""

    NEW = "new"
    LOOKING = "looking"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"


LABELS = {
    State.NEW: _("New"),
    State.LOOKING: _("Being looked at"),
    State.ACCEPTED: _("Accepted"),
    State.DONE: _("Done"),
    State.DECLINED: _("Declined"),
}

MAY = {
    State.NEW: (State.LOOKING, State.ACCEPTED, State.DECLINED),
    State.LOOKING: (State.ACCEPTED, State.DECLINED),
    State.ACCEPTED: (State.DONE, State.LOOKING, State.DECLINED),
    State.DONE: (State.LOOKING,),
    State.DECLINED: (State.LOOKING,),
}

FINAL = frozenset({State.DONE, State.DECLINED})


def may_go(state: str, to: str) -> bool:
    """Whether an answer can bring an idea from one state to another."""
    return to in tuple(State) and State(to) in MAY[State(state)]
