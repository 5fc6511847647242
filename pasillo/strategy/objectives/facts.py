"""What can have happened to our targets."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ObjectiveSet(Fact):
    """A target of a service was set or changed."""

    name = "objective.set"
    service_id: int
    objective_id: int
    metric: str
    version: int
    target_minutes: int | None
    target_rate: float | None
    audience: str = "customer"
    policy: str = "service_fixed"
    scope: str = ""
    valid_from: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectiveEnded(Fact):
    """A target of a service holds no more for what is asked from now on."""

    name = "objective.ended"
    service_id: int
    objective_id: int
    metric: str
    version: int
    audience: str = "customer"
    scope: str = ""
