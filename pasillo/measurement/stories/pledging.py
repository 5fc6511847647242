"""What becomes of each promise to one customer, told fact by fact: plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CUSTOMER = "customer"


@dataclass(kw_only=True)
class Pledge:
    """One promise to one customer, and what became of it."""

    clock_id: int
    case_id: int
    service_id: int | None = None
    metric: str = ""
    audience: str = CUSTOMER
    cycle: int = 1
    objective_id: int | None = None
    target_minutes: int | None = None
    made_at: datetime | None = None
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    outcome: str = "running"
    decided_at: datetime | None = None
    served_minutes: float | None = None
    disputed: bool = False


Pledges = dict[int, Pledge]


def _made(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    pledge.cycle, pledge.objective_id = data["cycle"], data["objective_id"]
    pledge.target_minutes, pledge.made_at = data["target_minutes"], at
    pledge.audience = data.get("audience", CUSTOMER)
    pledge.first_due_at = datetime.fromisoformat(data["due_at"])
    pledge.due_at = pledge.due_at or pledge.first_due_at


def _moved(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    pledge.due_at = datetime.fromisoformat(data["due_at"])


def _retargeted(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    pledge.objective_id, pledge.target_minutes = data["objective_id"], data["target_minutes"]
    pledge.due_at = datetime.fromisoformat(data["due_at"])


def _repaired(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    """Somebody found that it was told wrongly: what became of it is what the repair says."""
    pledge.outcome, pledge.served_minutes = data["outcome"], data["served_minutes"]
    pledge.due_at = datetime.fromisoformat(data["due_at"])
    pledge.decided_at = datetime.fromisoformat(data["decided_at"]) if data["decided_at"] else None


def _parted(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    """It had come along with a case that was given back: it counts there."""
    pledge.outcome, pledge.decided_at, pledge.served_minutes = "cancelled", at, None


def _kept(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    pledge.outcome, pledge.decided_at, pledge.served_minutes = "kept", at, data["served_minutes"]


def _broken(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    if pledge.outcome != "broken":
        pledge.outcome, pledge.decided_at = "broken", at


def _stopped_late(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    _broken(pledge, data, at)
    pledge.served_minutes = data["served_minutes"]


def _withdrawn(pledge: Pledge, data: Mapping[str, Any], at: datetime) -> None:
    """A promise that was kept or broken stays so, whatever happens to the case afterwards."""
    if pledge.outcome == "running":
        pledge.outcome, pledge.decided_at = "cancelled", at


BEFALLS: dict[str, Callable[[Pledge, Mapping[str, Any], datetime], None]] = {
    "promise.made": _made,
    "promise.moved": _moved,
    "promise.retargeted": _retargeted,
    "promise.repaired": _repaired,
    "promise.restored": _repaired,
    "promise.parted": _parted,
    "promise.kept": _kept,
    "promise.broken": _broken,
    "promise.stopped_late": _stopped_late,
    "promise.cancelled": _withdrawn,
}
