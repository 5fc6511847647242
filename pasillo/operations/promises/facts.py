"""What can have happened to a promise."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Fact):
    """The customer may expect this by then."""

    name = "promise.made"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    objective_id: int
    target_minutes: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(Fact):
    """The customer kept us waiting, so the promise breaks later."""

    name = "promise.moved"
    case_id: int
    clock_id: int
    metric: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseWarned(Fact):
    """This share of the time is used up, in per cent."""

    name = "promise.warned"
    case_id: int
    clock_id: int
    metric: str
    share: int


@dataclass(frozen=True, kw_only=True)
class PromiseKept(Fact):
    """Done in time. Served minutes are open hours less what the customer took."""

    name = "promise.kept"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    served_minutes: float
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Fact):
    """The moment passed and it was not done. It happened when it was due."""

    name = "promise.broken"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseStoppedLate(Fact):
    """Done at last, after the promise was broken."""

    name = "promise.stopped_late"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    served_minutes: float
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseCancelled(Fact):
    """The promise is void and leaves the figures."""

    name = "promise.cancelled"
    case_id: int
    clock_id: int
    metric: str
