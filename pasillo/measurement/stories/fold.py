"""How facts become the story of a case: plain Python, the same facts always give the same story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pasillo.measurement.methods.severity import Lived, severity
from pasillo.measurement.stories.pledging import BEFALLS, CUSTOMER, Pledge, Pledges

__all__ = ["BEFALLS", "CUSTOMER", "ENTERS", "Pledge", "Pledges", "Tale", "Told", "fold", "fold_all", "lived"]


class Told(Protocol):
    """One fact as the journal holds it."""

    name: str
    happened_at: datetime
    data: Any


@dataclass(kw_only=True)
class Tale:
    """What one customer lived in one case, as far as it has been told."""

    case_id: int
    number: int | None = None
    service_id: int | None = None
    request_type_id: int | None = None
    customer_id: int | None = None
    area_id: int | None = None
    kind: str = ""
    channel: str = ""
    follows_id: int | None = None
    unverified: bool = False
    priority: int = 3
    opened_at: datetime | None = None
    first_answer_at: datetime | None = None
    resolved_at: datetime | None = None
    final_resolved_at: datetime | None = None
    undone_at: datetime | None = None
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    merged_into_id: int | None = None
    duplicates: int = 0
    over_at: datetime | None = None
    silent: bool = False
    state: str = ""
    state_at: datetime | None = None
    disputes: int = 0
    reopened: int = 0
    contacts_in: int = 0
    contacts_out: int = 0
    path: list[int] = field(default_factory=list)
    helpers: list[int] = field(default_factory=list)
    areas_touched: int = 0
    handoffs: int = 0
    unproven_pauses: int = 0
    promised_at: datetime | None = None
    promised_minutes: int | None = None
    served_minutes: float | None = None
    lived_minutes: float | None = None
    kept: int = 0
    broken: int = 0
    score: int | None = None
    scored_at: datetime | None = None
    severity: int | None = None


RESOLVING = ("resolution", "dispute")


def fold(tale: Tale, pledges: Pledges, told: Told) -> None:
    """Let one more fact enter the story. Facts that say nothing about a story are passed over."""
    fold_all(tale, pledges, [told])


def fold_all(tale: Tale, pledges: Pledges, told: Iterable[Told]) -> None:
    """Let more facts enter the story, in their order, and sum it up once."""
    for fact in told:
        _enter(tale, pledges, fact)
    _sum_up(tale, pledges)


def _enter(tale: Tale, pledges: Pledges, told: Told) -> None:
    if enter := ENTERS.get(told.name):
        enter(tale, told.data, told.happened_at)
    elif befall := BEFALLS.get(told.name):
        clock_id = told.data["clock_id"]
        pledge = pledges.setdefault(clock_id, Pledge(clock_id=clock_id, case_id=tale.case_id))
        pledge.metric = told.data["metric"]
        befall(pledge, told.data, told.happened_at)


def lived(tale: Any, *, until: datetime) -> Lived:
    """What made this case, a tale or its row, good or bad for its customer; while it is open, until this moment."""
    opened = tale.opened_at or until
    return Lived(
        lived_minutes=((tale.final_resolved_at or until) - opened).total_seconds() / 60,
        promised_minutes=(tale.promised_at - opened).total_seconds() / 60 if tale.promised_at else None,
        broken=tale.broken,
        disputes=tale.disputes,
        reopened=tale.reopened,
        areas=tale.areas_touched,
        contacts=tale.contacts_in + tale.duplicates,
        score=tale.score,
    )


def _sum_up(tale: Tale, pledges: Pledges) -> None:
    for pledge in pledges.values():
        pledge.service_id = tale.service_id
        if tale.merged_into_id:
            pledge.outcome, pledge.disputed = "cancelled", False
        if pledge.metric in RESOLVING and pledge.outcome == "kept" and pledge.decided_at and tale.undone_at:
            pledge.disputed = pledge.decided_at <= tale.undone_at
    theirs = [pledge for pledge in pledges.values() if pledge.audience == CUSTOMER]
    tale.kept = sum(p.outcome == "kept" and not p.disputed for p in theirs)
    tale.broken = sum(p.outcome == "broken" for p in theirs)
    served = [p.served_minutes for p in theirs if p.metric in RESOLVING and p.served_minutes is not None]
    tale.served_minutes = sum(served) if served else None
    first = next((p for p in theirs if p.metric == "resolution" and p.cycle == 1), None)
    if first is not None:
        tale.promised_at, tale.promised_minutes = first.first_due_at, first.target_minutes
    tale.areas_touched = len({*tale.path, *tale.helpers})
    ended = tale.final_resolved_at
    tale.lived_minutes = (ended - tale.opened_at).total_seconds() / 60 if ended and tale.opened_at else None
    tale.over_at = tale.cancelled_at or tale.closed_at or ended
    tale.severity = severity(lived(tale, until=ended)).total if ended and not tale.cancelled_at else None


def _opened(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    for name in ("number", "service_id", "request_type_id", "customer_id", "kind", "channel", "follows_id"):
        setattr(tale, name, data[name])
    tale.unverified = data.get("unverified", False)
    tale.opened_at = at
    tale.area_id = tale.area_id or data["area_id"]
    tale.path = [data["area_id"], *tale.path] if tale.path[:1] != [data["area_id"]] else tale.path
    if not tale.state_at:
        tale.state, tale.state_at = "new", at


def _prioritised(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.priority = data["priority"]


def _received(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.contacts_in += not data.get("by_machine", False)


def _sent(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    if data["is_human"]:
        tale.contacts_out += 1
        tale.first_answer_at = _earlier(tale.first_answer_at, at)


def _unseen(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    """Nobody could see it: it was no answer, and the first one is the next that was seen."""
    tale.contacts_out -= 1
    if tale.first_answer_at and tale.first_answer_at == datetime.fromisoformat(data["said_at"]):
        first = data["first_answer_at"]
        tale.first_answer_at = datetime.fromisoformat(first) if first else None


def _seen(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.contacts_out += 1
    tale.first_answer_at = _earlier(tale.first_answer_at, at)


def _transferred(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    if not tale.path:
        tale.path = [data["from_area_id"]]
    tale.path = [*tale.path, data["to_area_id"]]
    tale.area_id = data["to_area_id"]
    tale.handoffs += 1


def _helped(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    if data["area_id"] not in tale.helpers:
        tale.helpers = [*tale.helpers, data["area_id"]]


def _entered(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    if tale.state_at is None or at >= tale.state_at:
        tale.state, tale.state_at = data["state"], at


def _resolved(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.resolved_at = _earlier(tale.resolved_at, at)
    if tale.undone_at is None or at > tale.undone_at:
        tale.final_resolved_at = max(at, tale.final_resolved_at or at)


def _disputed(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.disputes += 1
    _undone(tale, at)


def _reopened(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.reopened += 1
    _undone(tale, at)


def _undone(tale: Tale, at: datetime) -> None:
    """What was called resolved was not: the customer's waiting goes on, as if it had never stopped."""
    tale.undone_at = max(at, tale.undone_at or at)
    tale.closed_at = tale.confirmed_at = None
    if tale.final_resolved_at and tale.final_resolved_at <= tale.undone_at:
        tale.final_resolved_at = None


def _confirmed(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.confirmed_at = at


def _closed(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.closed_at, tale.silent = at, data["silent"]


def _cancelled(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.cancelled_at = at


def _merged(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    """The need was known already: a contact that counts as demand, and no promise of its own, kept or broken."""
    tale.cancelled_at, tale.merged_into_id = at, data["into_id"]
    tale.first_answer_at = tale.resolved_at = tale.final_resolved_at = None


def _took_in(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    """The customer has waited since the earlier of both, and had to come once more."""
    tale.duplicates += 1
    tale.opened_at = _earlier(tale.opened_at, datetime.fromisoformat(data["opened_at"]))
    for moment, direction, *_which in data["spoken"]:
        if direction == "out":
            tale.first_answer_at = _earlier(tale.first_answer_at, datetime.fromisoformat(moment))


def _came_back(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    """It was a need of its own after all: what it had been promised, and what had become of that, counts again."""
    tale.cancelled_at = tale.merged_into_id = None
    tale.first_answer_at = _moment(data["answered_at"])
    solved = [datetime.fromisoformat(moment) for moment in data["solved_at"]]
    tale.resolved_at = solved[0] if solved else None
    tale.final_resolved_at = solved[1] if len(solved) > 1 else None


def _gave_back(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    """The other case goes on alone, and this one counts without it."""
    tale.duplicates -= 1
    tale.opened_at, tale.first_answer_at = _moment(data["opened_at"]), _moment(data["answered_at"])
    tale.helpers = list(data["helpers"])
    tale.contacts_out += len(data.get("unseen", ())) - len(data.get("seen", ()))


def _moment(told: str) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _paused(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    tale.unproven_pauses += data["why"] in ("customer", "scheduled") and not data["proven"]


def _scored(tale: Tale, data: Mapping[str, Any], at: datetime) -> None:
    if tale.scored_at is None or at >= tale.scored_at:
        tale.score, tale.scored_at = data["score"], at


def _earlier(known: datetime | None, at: datetime) -> datetime:
    return min(known, at) if known else at


ENTERS: dict[str, Callable[[Tale, Mapping[str, Any], datetime], None]] = {
    "case.opened": _opened,
    "case.priority_set": _prioritised,
    "message.received": _received,
    "message.sent": _sent,
    "message.unseen": _unseen,
    "message.seen": _seen,
    "case.transferred": _transferred,
    "task.asked": _helped,
    "case.state_entered": _entered,
    "case.resolved": _resolved,
    "case.resolution_disputed": _disputed,
    "case.reopened": _reopened,
    "case.confirmed": _confirmed,
    "case.closed": _closed,
    "case.cancelled": _cancelled,
    "case.merged": _merged,
    "case.took_in": _took_in,
    "case.came_back": _came_back,
    "case.gave_back": _gave_back,
    "case.paused": _paused,
    "feedback.given": _scored,
}
