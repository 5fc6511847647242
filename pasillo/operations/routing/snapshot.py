"""The people of an area as they stand at one moment: shifts, absences, skills, and what they hold."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max

from pasillo.ground.hours.business_time import Compiled, served, stretches
from pasillo.ground.hours.queries import timetables
from pasillo.ground.people.models import Absence, Area, Membership, Person, PersonSkill, Role
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OURS
from pasillo.operations.routing.eligibility import Candidate
from pasillo.operations.routing.load import USUAL, weight
from pasillo.operations.routing.models import Seat

SERVING = (Role.AGENT, Role.MANAGER)
FAR_AHEAD = timedelta(hours=16)


class Held(NamedTuple):
    """What a person holds now, over all areas."""

    load: int
    channels: dict[str, int]
    idle_since: datetime | None


NOTHING = Held(0, {}, None)


def candidates(area: Area, *, at: datetime) -> list[Candidate]:
    """Everybody who serves in an area, as they stand now."""
    seats = seats_of(area.pk)
    people = [seat.person_id for seat in seats]
    skills, holding, away = skills_of(people, at.date()), held_by(people), next_absences(people, at)
    hours = timetables({seat.calendar_id or area.calendar_id for seat in seats})
    return [
        Candidate(
            person_id=seat.person_id,
            cap=seat.cap * USUAL,
            load=holding[seat.person_id].load,
            held=dict(holding[seat.person_id].channels),
            channel_caps=seat.channel_caps,
            skills=skills[seat.person_id],
            languages=frozenset(seat.languages or [seat.person.language]),
            is_away=away.get(seat.person_id, at + FAR_AHEAD) <= at,
            minutes_left=minutes_left(
                hours(seat.calendar_id or area.calendar_id, at), at, until=away.get(seat.person_id)
            ),
            last_given_at=seat.last_given_at,
            idle_since=holding[seat.person_id].idle_since,
        )
        for seat in seats
    ]


def seats_of(area_id: int) -> list[Seat]:
    """The places of everybody who serves in an area; whoever has none yet is given the usual one, not kept."""
    serving = Membership.objects.filter(area_id=area_id, role__in=SERVING, person__is_active=True)
    people = {person.pk: person for person in Person.objects.filter(pk__in=serving.values("person_id"))}
    kept = {seat.person_id: seat for seat in Seat.objects.filter(area_id=area_id, person__in=people)}
    seats = []
    for person in sorted(people.values(), key=lambda one: (one.name.casefold(), one.pk)):
        seat = kept.get(person.pk) or Seat(area_id=area_id, person_id=person.pk)
        seat.person = person
        seats.append(seat)
    return seats


def skills_of(people: Iterable[int], day: date) -> dict[int, dict[int, int]]:
    """What each of them can do on a day, and how well."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = PersonSkill.objects.valid_on(day).filter(person__in=list(people), skill__is_active=True)
    for person_id, skill_id, level in rows.values_list("person_id", "skill_id", "level"):
        found[person_id][skill_id] = level
    return found


def held_by(people: Iterable[int]) -> dict[int, Held]:
    """What each of them holds: what waits for others or was put off weighs nothing until it wakes."""
    rows = (
        Case.objects.filter(assignee__in=list(people), state__in=OURS, snoozed_until=None)
        .values("assignee_id", "kind", "channel", "priority")
        .annotate(many=Count("id"), last=Max("changed_at"))
        .order_by()
    )
    found: dict[int, Held] = defaultdict(lambda: NOTHING)
    for row in rows:
        found[row["assignee_id"]] = _with(found[row["assignee_id"]], row)
    return found


def _with(held: Held, row: Mapping[str, Any]) -> Held:
    one = weight(kind=row["kind"], channel=row["channel"], priority=row["priority"])
    channels = held.channels | {row["channel"]: held.channels.get(row["channel"], 0) + row["many"]}
    last = max(filter(None, (held.idle_since, row["last"])))
    return Held(held.load + one * row["many"], channels, last)


def next_absences(people: Iterable[int], at: datetime) -> dict[int, datetime]:
    """When each of them is away next, within a shift: now, or from a moment ahead."""
    soon = Absence.objects.filter(person__in=list(people), ends_at__gt=at, starts_at__lt=at + FAR_AHEAD)
    return dict(soon.order_by("-starts_at").values_list("person_id", "starts_at"))


def minutes_left(hours: Compiled, at: datetime, *, until: datetime | None = None) -> int:
    """How long they are here yet without a break; nothing when they are not here at all."""
    for opens, closes in stretches(hours, at, at + timedelta(minutes=1)):
        if opens <= at < closes:
            return max(0, int((min(closes, until or closes) - at).total_seconds() // 60))
    return 0


def opened_at(hours: Compiled, at: datetime) -> datetime | None:
    """Since when an area is open today; None while it is closed."""
    return next((opens for opens, closes in stretches(hours, at, at + timedelta(minutes=1)) if opens <= at), None)


def expected_today(area: Area, *, at: datetime) -> int:
    """How many of the people of an area are here at some time of the rest of this day."""
    seats = seats_of(area.pk)
    hours: Callable[[int, datetime], Compiled] = timetables({s.calendar_id or area.calendar_id for s in seats})
    away = dict(Absence.objects.at(at).filter(person__in=[s.person_id for s in seats]).values_list("person_id", "id"))
    end = at + timedelta(hours=8)
    here = [s for s in seats if s.person_id not in away]
    return sum(1 for s in here if served(hours(s.calendar_id or area.calendar_id, at), at, end))
