"""What open cases ask of whoever takes them, and who can do that, in which hours: for many areas at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pasillo.ground.people.models import Person
from pasillo.operations.cases.conditions import JOINED
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.models import Seat
from pasillo.operations.routing.snapshot import skills_of
from pasillo.operations.routing.waiting import ReadRule, rule_for, rules_in


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Skills with their levels, and a language, that somebody must have for a case."""

    skills: tuple[tuple[int, int], ...] = ()
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Able:
    """What somebody can do in an area, and in which hours of their own, if they have such."""

    calendar_id: int | None = None
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()

    def can(self, asked: Asked) -> bool:
        """Whether they have all that is asked."""
        if asked.language and asked.language not in self.languages:
            return False
        return all(self.skills.get(skill, 0) >= level for skill, level in asked.skills)


ANYBODY = Asked()
Team = Mapping[int, Able]


def asked_of(case_ids: Iterable[int], area_ids: Iterable[int], *, at: datetime) -> dict[int, Asked]:
    """What the rules of their areas ask for these cases; those of whom nothing special is asked are left out."""
    rules = {area: read for area, read in rules_in(area_ids).items() if any(_asks(one) for one in read)}
    if not rules:
        return {}
    cases = Case.objects.filter(pk__in=list(case_ids), area__in=rules).select_related(*JOINED)
    found = {case.pk: _asked(case, rule_for(case, rules[case.area_id], at=at)) for case in cases}
    return {case_id: asked for case_id, asked in found.items() if asked != ANYBODY}


def teams_of(people: Mapping[int, Iterable[int]], *, at: datetime, with_skills: bool) -> dict[int, Team]:
    """For each area what its people can do and when. Skills and languages only where somebody asks for them."""
    everybody = {person for theirs in people.values() for person in theirs}
    seats = {
        (seat.area_id, seat.person_id): seat for seat in Seat.objects.filter(area__in=people, person__in=everybody)
    }
    skills = skills_of(everybody, at.date()) if with_skills else {}
    speaks = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "language")) if with_skills else {}
    teams: dict[int, dict[int, Able]] = defaultdict(dict)
    for area_id, theirs in people.items():
        for person in theirs:
            seat = seats.get((area_id, person)) or Seat(area_id=area_id, person_id=person)
            languages = frozenset(seat.languages or [speaks.get(person, "")])
            able = Able(calendar_id=seat.calendar_id, skills=skills.get(person, {}), languages=languages)
            teams[area_id][person] = able
    return dict(teams)


def _asks(one: ReadRule) -> bool:
    return one.rule.to_area_id is None and (one.rule.speaks or any(need.must for need in one.needs))


def _asked(case: Case, one: ReadRule | None) -> Asked:
    """What must be; what need not be is let go before a promise breaks. What goes elsewhere is asked there."""
    if one is None or not _asks(one):
        return ANYBODY
    skills = tuple(sorted((need.skill_id, need.level) for need in one.needs if need.must))
    return Asked(skills=skills, language=case.language if one.rule.speaks else "")
