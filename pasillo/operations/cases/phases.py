"""The life of a case: which states there are, and what may be done in which."""

from enum import StrEnum

from pasillo.ground.kit.words import _


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_SUPPLIER = "waiting_supplier"
    SCHEDULED = "scheduled"
    RESOLVED = "resolved"
    DISPUTED = "disputed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    THANKED = "thanked"
    MERGED = "merged"


WAITING = frozenset({State.WAITING_CUSTOMER, State.WAITING_SUPPLIER, State.SCHEDULED})
ENDED = frozenset({State.CLOSED, State.CANCELLED, State.THANKED, State.MERGED})
OURS = frozenset({State.NEW, State.ASSIGNED, State.IN_PROGRESS, State.DISPUTED})
OPEN = OURS | WAITING
LIVING = OPEN | {State.RESOLVED}

WAITS = {"customer": State.WAITING_CUSTOMER, "supplier": State.WAITING_SUPPLIER, "scheduled": State.SCHEDULED}

MAY = {
    "take": OPEN,
    "assign": OPEN,
    "transfer": OPEN,
    "reply": LIVING,
    "note": frozenset(State) - {State.MERGED},
    "wait": OURS | WAITING,
    "resume": WAITING,
    "resolve": OPEN,
    "confirm": frozenset({State.RESOLVED}),
    "thank": OPEN,
    "settle": frozenset({State.RESOLVED}),
    "dispute": frozenset({State.RESOLVED}),
    "cancel": OPEN,
    "ask": OPEN,
    "prioritise": OPEN,
    "snooze": OPEN,
    "merge": LIVING,
    "take_in": OPEN,
}

REFUSALS = {
    "take": _("This case is finished; there is nothing to take."),
    "assign": _("This case is finished; it cannot be assigned."),
    "transfer": _("This case is finished; it cannot be transferred."),
    "reply": _("This case is closed. Open a follow-up to write again."),
    "wait": _("Only an open case can wait."),
    "resume": _("This case is not waiting."),
    "resolve": _("This case is resolved or closed already."),
    "confirm": _("Only a resolved case can be confirmed."),
    "thank": _("This praise was answered already."),
    "settle": _("Only a resolved case can be closed."),
    "dispute": _("Only a resolved case can be disputed."),
    "cancel": _("Only an open case can be cancelled."),
    "ask": _("Only an open case can ask another area for help."),
    "prioritise": _("This case is finished; its priority does not matter any more."),
    "snooze": _("Only an open case can be put off."),
    "note": _("This case goes on in another one: write your note there."),
    "merge": _("A case that is over stays as it is: it cannot be merged into another."),
    "take_in": _("The case that is kept has to be open."),
}

PRIORITIES = {1: _("Urgent"), 2: _("High"), 3: _("Normal"), 4: _("Low")}

LABELS = {
    State.NEW: _("New"),
    State.ASSIGNED: _("Assigned"),
    State.IN_PROGRESS: _("In progress"),
    State.WAITING_CUSTOMER: _("Waiting for the customer"),
    State.WAITING_SUPPLIER: _("Waiting for a supplier"),
    State.SCHEDULED: _("Scheduled"),
    State.RESOLVED: _("Resolved"),
    State.DISPUTED: _("Disputed by the customer"),
    State.CLOSED: _("Closed"),
    State.CANCELLED: _("Cancelled"),
    State.THANKED: _("Thanked"),
    State.MERGED: _("Merged"),
}


def may(state: str, verb: str) -> bool:
    """Whether this can be done to a case in this state."""
    return State(state) in MAY[verb]


def after_customer_wrote(state: str, *, has_assignee: bool) -> State:
    """Where a case stands once its customer has written: whatever waited for them waits for us again."""
    if State(state) != State.WAITING_CUSTOMER:
        return State(state)
    return State.IN_PROGRESS if has_assignee else State.NEW
