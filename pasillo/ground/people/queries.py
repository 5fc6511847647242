"""What may be asked about people: who is away, who stands in, who can do what."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from pasillo.ground.hours.queries import house_zone
from pasillo.ground.people.models import Absence, Area, Membership, Person, PersonSkill, Role
from pasillo.ground.people.standing_in import stand_in

LEADS = Q(role=Role.MANAGER) | Q(role=Role.AGENT, area__lead=F("person"))


def zone_of(person: Person) -> ZoneInfo:
    """Where the days of this person begin and end: their own zone, or the house's."""
    return ZoneInfo(person.zone or house_zone())


def is_away(person_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of these people who are away at a moment."""
    return set(Absence.objects.at(at).filter(person__in=list(person_ids)).values_list("person_id", flat=True))


def covers(person_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """Who stands in for each of these people who is away; whoever is away too is passed over to their own cover."""
    wanted = list(person_ids)
    away = dict(Absence.objects.at(at).values_list("person_id", "cover_id"))
    found = {person_id: stand_in(person_id, away) for person_id in wanted if person_id in away}
    return {person_id: cover for person_id, cover in found.items() if cover is not None}


def skilled(skill_ids: Iterable[int], at: datetime, *, level: int = 1) -> dict[int, set[int]]:
    """For each skill the people who have it on that day, at this level or better."""
    found: dict[int, set[int]] = {skill_id: set() for skill_id in skill_ids}
    rows = PersonSkill.objects.valid_on(at.date()).filter(skill__in=found, level__gte=level, person__is_active=True)
    for skill_id, person_id in rows.values_list("skill_id", "person_id"):
        found[skill_id].add(person_id)
    return found


def people_of(area_ids: Iterable[int]) -> set[int]:
    """Everybody who has a role in one of these areas."""
    found = Membership.objects.filter(area__in=list(area_ids), person__is_active=True)
    return set(found.values_list("person_id", flat=True))


def leads_of(area_ids: Iterable[int]) -> dict[int, int]:
    """Who leads each of these areas: whom it names, while they serve in it; else who has managed it for longest."""
    rows = Membership.objects.filter(LEADS, area__in=list(area_ids), person__is_active=True)
    rows_in_time = rows.order_by("id").values_list("area_id", "person_id", "area__lead_id")
    found: dict[int, int] = {}
    for area_id, person_id, lead_id in rows_in_time:
        if person_id == lead_id or area_id not in found:
            found[area_id] = person_id
    return found


def areas_to_choose(*kept: int) -> QuerySet[Area]:
    """The areas that serve, by their names; one that serves no more only where it is `kept`: it was chosen before."""
    return Area.objects.filter(Q(is_active=True) | Q(pk__in=kept)).order_by("name")
