"""What can have happened to a promise."""

from dataclasses import dataclass, field
from typing import Any

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Fact):
    """The customer may expect this by then. It may have been brought along, broken, by a case that was merged."""

    name = "promise.made"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    objective_id: int | None
    target_minutes: int
    due_at: str
    started_at: str = ""
    audience: str = "customer"
    policy: str = "service_fixed"
    calendar_id: int = 0
    zone: str = ""
    held: list[list[Any]] = field(default_factory=list)
    is_usual: bool = False
    brought_by: int = 0


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(Fact):
    """The promise breaks at another moment: the customer kept us waiting, words that came late moved its start, our
    hours changed, or an earlier case about the same need was merged into this one (the cause says so)."""

    name = "promise.moved"
    case_id: int
    clock_id: int
    metric: str
    due_at: str
    started_at: str | None = None
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class PromisesMoved(Fact):
    """Our hours changed, and these promises break at other moments: for each its case, its clock, and the moment in
    microseconds since the beginning of 1970."""

    name = "promises.moved"
    calendar_id: int
    metric: str
    case_ids: list[int]
    clock_ids: list[int]
    due_at: list[int]


@dataclass(frozen=True, kw_only=True)
class HoursOpened(Fact):
    """There is a new calendar, with its first hours."""

    name = "hours.opened"
    calendar_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Fact):
    """A calendar has other hours from a moment on, and so many open promises moved with it."""

    name = "hours.changed"
    calendar_id: int
    version_id: int
    effective_from: str
    moved: int
    only_fewer: bool = False


@dataclass(frozen=True, kw_only=True)
class PromiseHandedOn(Fact):
    """Another area holds the case: from now on its hours count for this clock."""

    name = "promise.handed_on"
    case_id: int
    clock_id: int
    metric: str
    area_id: int
    calendar_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseRetargeted(Fact):
    """Another target holds from now on: the case presses more or less, or we promise more than before."""

    name = "promise.retargeted"
    case_id: int
    clock_id: int
    metric: str
    objective_id: int | None
    target_minutes: int
    due_at: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class PriorityEased(Fact):
    """The case was made less pressing when so much of this promise was used up, in per cent: a sign that figures may
    have been bettered, and not the service."""

    name = "promise.eased"
    case_id: int
    clock_id: int
    metric: str
    priority: int
    previous: int
    share: int


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
    """The moment passed and it was not done. It happened when it was due, or when another target said so."""

    name = "promise.broken"
    case_id: int
    clock_id: int
    metric: str
    cycle: int
    due_at: str
    cause: str = ""


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
class PromiseRepaired(Fact):
    """A clock was put right by hand: what was told of it before binds no more. The old values and why are kept."""

    name = "promise.repaired"
    case_id: int
    clock_id: int
    metric: str
    repair_id: int
    outcome: str
    served_minutes: float | None
    due_at: str
    decided_at: str | None


@dataclass(frozen=True, kw_only=True)
class PromiseCancelled(Fact):
    """The promise is void and leaves the figures."""

    name = "promise.cancelled"
    case_id: int
    clock_id: int
    metric: str
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class PromiseParted(Fact):
    """The merge with which this broken promise had come along was undone: it counts in the other case alone."""

    name = "promise.parted"
    case_id: int
    clock_id: int
    metric: str


@dataclass(frozen=True, kw_only=True)
class PromiseRestored(Fact):
    """The case stands on its own again after a merge was undone: what had become of this promise counts again."""

    name = "promise.restored"
    case_id: int
    clock_id: int
    metric: str
    outcome: str
    served_minutes: float | None
    due_at: str
    decided_at: str | None
