"""Whether the people on shift can do what was promised: the first moment at which they cannot, area by area."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.hours.business_time import Compiled, served
from pasillo.ground.hours.queries import timetables
from pasillo.ground.people.models import Absence, Area, Membership, Role
from pasillo.ground.people.sight import Sight
from pasillo.measurement.methods.demand_test import Capacity, Work, first_shortfall
from pasillo.operations.alarms.commands import TooMuch, call_for_too_much
from pasillo.operations.alarms.queries import touch_of
from pasillo.operations.cases.queries import served_by
from pasillo.operations.promises.queries import running_until

USUAL_MINUTES, ANSWER_MINUTES, MOST = 30, 5, 3000
ANSWERS = frozenset({"first_response", "next_response", "ownership", "update_cadence"})
AHEAD = timedelta(days=14)
HOUSE = Sight(person_id=0, roles=frozenset({Role.HEAD}))


@dataclass(frozen=True, kw_only=True)
class Roster:
    """One area that has promised more than it can do: from when on, by how much, and which cases are at risk."""

    area_id: int
    area: str
    at: datetime
    minutes: float
    case_ids: tuple[int, ...]
    people: int


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Who works in an area, in which hours, and when they are away. Who works in several areas is shared by them."""

    hours: Compiled
    shares: Mapping[int, float]
    away: Mapping[int, Sequence[tuple[datetime, datetime]]]

    def until(self, now: datetime) -> Capacity:
        """The minutes that all of them have from now until a moment."""

        def capacity(moment: datetime) -> float:
            whole = _minutes(self.hours, now, moment)
            missing = {person: self._missing(person, now, moment) for person in self.shares}
            return sum(share * max(0.0, whole - missing[person]) for person, share in self.shares.items())

        return capacity

    def here(self, now: datetime) -> int:
        """How many of them are not away."""
        return sum(not any(begins <= now < ends for begins, ends in self.away.get(one, ())) for one in self.shares)

    def _missing(self, person: int, now: datetime, moment: datetime) -> float:
        spans = ((max(begins, now), min(ends, moment)) for begins, ends in self.away.get(person, ()))
        return sum(_minutes(self.hours, begins, ends) for begins, ends in spans)


def more_than_can_be_done(seen: Sight, *, at: datetime) -> list[Roster]:
    """The areas of this person that promise more than their people can do in two weeks, the first to fail first."""
    promised = served_by(seen).living().filter(next_due_at__lt=at + AHEAD).order_by("next_due_at")
    rows = list(promised.values_list("pk", "area_id", "service_id", "next_due_at")[:MOST])
    if not rows:
        return []
    areas = Area.objects.in_bulk({area_id for _, area_id, _, _ in rows})
    shifts = _shifts(areas.values(), at)
    work = _work(rows, at)
    found = (_roster(area, work[area_id], shifts[area_id], at) for area_id, area in areas.items())
    return sorted((one for one in found if one), key=lambda one: one.at)


def _roster(area: Area, work: Sequence[Work], shift: Shift, at: datetime) -> Roster | None:
    short = first_shortfall(work, shift.until(at)) if shift.shares else None
    if short is None:
        return None
    cases = tuple(dict.fromkeys(int(str(case)) for case in short.cases))
    return Roster(
        area_id=area.pk, area=area.name, at=short.at, minutes=short.minutes, case_ids=cases, people=shift.here(at)
    )


def _work(rows: Sequence[Any], at: datetime) -> dict[int, list[Work]]:
    """What is left to do in each area; what is overdue is done before anything else, and its moment is gone.

    An answer is a small part of the work; the rest is due with the solution.
    """
    touch = touch_of({service for _, _, service, _ in rows})
    dues = _dues([case_id for case_id, _, _, _ in rows], at)
    ahead: dict[int, datetime] = {}
    for _, area_id, _, due_at in rows:
        if due_at > at:
            ahead.setdefault(area_id, due_at)
    work: dict[int, list[Work]] = defaultdict(list)
    for case_id, area_id, service, _due_at in rows:
        if area_id in ahead:
            whole = touch.get(service, USUAL_MINUTES)
            for minutes, due in _parts(whole, dues.get(case_id, {})):
                work[area_id].append(Work(case=case_id, minutes=minutes, due_at=max(due, ahead[area_id])))
    return work


def _parts(whole: int, dues: Mapping[bool, datetime]) -> Iterator[tuple[int, datetime]]:
    """The minutes of the answer, if one is owed, and those of the solution, each with its moment."""
    answer = min(ANSWER_MINUTES, whole) if True in dues else 0
    if answer:
        yield answer, dues[True]
    if False in dues and whole > answer:
        yield whole - answer, dues[False]


def _dues(case_ids: Sequence[int], at: datetime) -> dict[int, dict[bool, datetime]]:
    """Of each case, when the next answer is due (true), and when the next of all else (false)."""
    found: dict[int, dict[bool, datetime]] = defaultdict(dict)
    for case_id, metric, due_at in running_until(case_ids, at + AHEAD):
        found[case_id][metric in ANSWERS] = due_at
    return found


def _shifts(areas: Iterable[Area], at: datetime) -> dict[int, Shift]:
    wanted = list(areas)
    serving = Membership.objects.filter(role=Role.AGENT, person__is_active=True, area__isnull=False)
    here = set(serving.filter(area__in=wanted).values_list("person_id", flat=True))
    of_person: dict[int, list[int]] = defaultdict(list)
    for person, area_id in serving.filter(person__in=here).values_list("person_id", "area_id"):
        of_person[person].append(area_id)
    away: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in Absence.objects.filter(person__in=here, ends_at__gt=at, starts_at__lt=at + AHEAD):
        away[absence.person_id].append((absence.starts_at, absence.ends_at))
    hours_at = timetables(area.calendar_id for area in wanted)
    return {
        area.pk: Shift(
            hours=hours_at(area.calendar_id, at),
            shares={person: 1 / len(theirs) for person, theirs in of_person.items() if area.pk in theirs},
            away=away,
        )
        for area in wanted
    }


def _minutes(hours: Compiled, begins: datetime, ends: datetime) -> float:
    return served(hours, begins, ends).total_seconds() / 60


def call_for_what_cannot_be_done(*, at: datetime) -> int:
    """Call whoever leads an area that has promised more than its people can do. Returns how many areas."""
    found = more_than_can_be_done(HOUSE, at=at)
    return call_for_too_much(
        [
            TooMuch(area_id=one.area_id, case_id=one.case_ids[-1], from_at=one.at, minutes=round(one.minutes))
            for one in found
        ],
        at=at,
    )
