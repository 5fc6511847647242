"""Who works in an area, each in their own hours, and how many minutes some of them have until a moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pasillo.ground.hours.business_time import Compiled, served
from pasillo.ground.hours.queries import timetables
from pasillo.ground.people.models import Absence, Area, Membership, Role
from pasillo.measurement.methods.demand_test import Capacity
from pasillo.operations.routing.abilities import Team, teams_of

Spans = Sequence[tuple[datetime, datetime]]
Part = tuple[Compiled, float, list[tuple[float, Spans]]]


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Who works in an area, what each can do, in which hours, and when they are away.

    Who works in several areas is shared by them.
    """

    hours: Mapping[int, Compiled]
    shares: Mapping[int, float]
    away: Mapping[int, Spans]
    team: Team

    def until(self, now: datetime, people: frozenset[int]) -> Capacity:
        """The minutes that these people have from now until a moment, whoever has the same hours counted at once."""
        parts = self._parts(people)

        def capacity(moment: datetime) -> float:
            return sum(_minutes_of(part, now, moment) for part in parts)

        return capacity

    def here(self, now: datetime, people: frozenset[int]) -> int:
        """How many of these people are not away."""
        return sum(not any(begins <= now < ends for begins, ends in self.away.get(one, ())) for one in people)

    def _parts(self, people: frozenset[int]) -> list[Part]:
        alike: dict[int, list[int]] = defaultdict(list)
        compiled: dict[int, Compiled] = {}
        for person in people:
            hours = self.hours[person]
            compiled[id(hours)] = hours
            alike[id(hours)].append(person)
        return [
            (compiled[key], sum(self.shares[one] for one in some),
             [(self.shares[one], self.away[one]) for one in some if one in self.away])
            for key, some in alike.items()
        ]  # fmt: skip


def _minutes_of(part: Part, now: datetime, moment: datetime) -> float:
    hours, shares, absences = part
    missing = sum(
        share * sum(_minutes(hours, max(begins, now), min(ends, moment)) for begins, ends in spans)
        for share, spans in absences
    )
    return max(0.0, shares * _minutes(hours, now, moment) - missing)


def _minutes(hours: Compiled, begins: datetime, ends: datetime) -> float:
    return served(hours, begins, ends).total_seconds() / 60


def shifts_of(areas: Iterable[Area], *, at: datetime, ahead: timedelta, with_skills: bool) -> dict[int, Shift]:
    """The people of these areas as they work from now on."""
    wanted = {area.pk: area for area in areas}
    shares = _shares(set(wanted))
    everybody = {person for theirs in shares.values() for person in theirs}
    away = _absences(everybody, at, ahead)
    teams = teams_of(shares, at=at, with_skills=with_skills)
    calendars = {area.calendar_id for area in wanted.values()} | {
        able.calendar_id for team in teams.values() for able in team.values() if able.calendar_id
    }
    hours_at = timetables(calendars)
    return {
        area_id: Shift(
            hours={
                person: hours_at(teams[area_id][person].calendar_id or area.calendar_id, at)
                for person in shares[area_id]
            },
            shares=shares[area_id],
            away=away,
            team=teams.get(area_id, {}),
        )
        for area_id, area in wanted.items()
    }


def _shares(area_ids: set[int]) -> dict[int, dict[int, float]]:
    """For each area who answers in it, and which part of them is theirs."""
    serving = Membership.objects.filter(role=Role.AGENT, person__is_active=True, area__isnull=False)
    here = set(serving.filter(area__in=area_ids).values_list("person_id", flat=True))
    of_person: dict[int, list[int]] = defaultdict(list)
    for person, area_id in serving.filter(person__in=here).values_list("person_id", "area_id"):
        of_person[person].append(area_id)
    return {
        area_id: {person: 1 / len(theirs) for person, theirs in of_person.items() if area_id in theirs}
        for area_id in area_ids
    }


def _absences(people: Iterable[int], at: datetime, ahead: timedelta) -> dict[int, Spans]:
    away: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in Absence.objects.filter(person__in=list(people), ends_at__gt=at, starts_at__lt=at + ahead):
        away[absence.person_id].append((absence.starts_at, absence.ends_at))
    return dict(away)
