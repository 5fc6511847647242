"""What a case is promised on the cycles that begin: the target that decides, and the hours in which it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.together import known, recall
from pasillo.ground.people.models import Area
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import can_hold
from pasillo.operations.promises.rules.cycles import Cycle
from pasillo.operations.promises.timelines import Counts, timeline_of_versions, timelines
from pasillo.operations.promises.usual import usual_served
from pasillo.strategy.objectives.policies import Audience, Policy
from pasillo.strategy.objectives.promised import Line, customer_of, promised
from pasillo.strategy.objectives.scope import Scope

NORMAL, SOLUTION = 3, "resolution"
KNOWN_OF = ("service_id", "customer_id", "request_type_id", "priority", "channel", "kind")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which case asks what it is promised."""

    case_id: int
    service_id: int
    customer_id: int
    kind: str
    scope: Scope

    @classmethod
    def of(cls, entry: Entry) -> Wanted:
        """From the fact that opened a case, else as the case stands."""
        case_id = entry.data["case_id"]
        given = entry.data | {"priority": NORMAL} if entry.name == "case.opened" else _stands(case_id)
        scope = Scope(request_type_id=given["request_type_id"], priority=given["priority"], channel=given["channel"])
        service_id, customer_id = given["service_id"], given["customer_id"]
        return cls(case_id=case_id, service_id=service_id, customer_id=customer_id, kind=given["kind"], scope=scope)

    @property
    def segment_and_zone(self) -> tuple[str, str]:
        """Looked up only where a target asks for it."""
        return known(("customer", self.customer_id), lambda: customer_of(self.customer_id))


def _stands(case_id: int) -> dict[str, Any]:
    if case := recall(("case", case_id)):
        return {name: getattr(case, name) for name in KNOWN_OF}
    found: dict[str, Any] = Case.objects.values(*KNOWN_OF).get(pk=case_id)
    return found


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One promise on one cycle."""

    cycle: Cycle
    line: Line
    counts: Counts
    hours: Timeline
    is_usual: bool = False

    @property
    def target_minutes(self) -> int:
        """What is promised."""
        return self.line.target_minutes

    @property
    def can_be_kept(self) -> bool:
        """Whether the hours are open for so long; what cannot be kept is not promised."""
        return can_hold(self.hours, self.cycle.started_at, timedelta(minutes=self.target_minutes))

    def figures(self) -> dict[str, Any]:
        """What a clock keeps of it."""
        (_, calendar_id), *later = self.counts.held
        return {
            "objective_id": self.line.objective_id,
            "is_usual": self.is_usual,
            "audience": self.line.audience,
            "policy": self.line.policy,
            "calendar_id": calendar_id,
            "zone": self.counts.zone,
            "held": [[since.isoformat(), held_by] for since, held_by in later],
            "metric": self.line.metric,
            "target_minutes": self.line.target_minutes,
        }


def offers(wanted: Wanted, cycles: Sequence[Cycle]) -> list[Offer]:
    """What the case is promised on these cycles: nothing on most of them."""
    made: list[Offer] = []
    for at in sorted({cycle.started_at for cycle in cycles}):
        some = {cycle.metric: cycle for cycle in cycles if cycle.started_at == at}
        for line in lines_for(wanted, tuple(some), at=at):
            counts = _counts(wanted, line, some[line.metric])
            made.append(Offer(cycle=some[line.metric], line=line, counts=counts, hours=_hours(line, counts)))
    return made + _usual(wanted, cycles, {offer.line.metric for offer in made})


def _usual(wanted: Wanted, cycles: Sequence[Cycle], promised_on: set[str]) -> list[Offer]:
    """Where nobody promised a solution, the usual time stands in its place, frozen as it is now and marked as such."""
    cycle = next((one for one in cycles if one.metric == SOLUTION), None)
    if cycle is None or SOLUTION in promised_on:
        return []
    kind, priority = wanted.kind, wanted.scope.priority or NORMAL
    key = ("usual", wanted.service_id, kind, priority)
    found = known(key, lambda: usual_served(wanted.service_id, kind, priority))
    if found is None:
        return []
    minutes, calendar_id = found
    counts = Counts(Policy.SERVICE, "", ((cycle.started_at, calendar_id),))
    line = Line(None, SOLUTION, Audience.INTERNAL, minutes, Policy.SERVICE, None, "", None, "", calendar_id, [], [])
    return [Offer(cycle=cycle, line=line, counts=counts, hours=timelines([counts])(counts), is_usual=True)]


def lines_for(wanted: Wanted, metrics: Sequence[str], *, at: datetime) -> list[Line]:
    """The targets that decide for this case."""
    return promised(wanted.service_id, metrics, case=wanted.scope, segment=lambda: wanted.segment_and_zone[0], at=at)


def _counts(wanted: Wanted, line: Line, cycle: Cycle) -> Counts:
    zone = wanted.segment_and_zone[1] if line.policy == Policy.CUSTOMER else ""
    if line.policy != Policy.SERVING or not cycle.held:
        return Counts(line.policy, zone, ((cycle.started_at, line.calendar_id),))
    calendars = calendars_of(area_id for _, area_id in cycle.held)
    return Counts(
        line.policy, zone, tuple((max(since, cycle.started_at), calendars[area]) for since, area in cycle.held)
    )


def _hours(line: Line, counts: Counts) -> Timeline:
    if line.policy in {Policy.SERVICE, Policy.CUSTOMER}:
        return timeline_of_versions(line.versions, counts.zone)
    return timelines([counts])(counts)


def calendars_of(area_ids: Iterable[int]) -> dict[int, int]:
    """The calendars that these areas have now."""
    return dict(Area.objects.filter(pk__in=list(area_ids)).values_list("pk", "calendar_id"))
