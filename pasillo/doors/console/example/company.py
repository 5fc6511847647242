"""The areas of Nidalia, their hours, and the sixty people who work there. Who they are stands in people/."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from pasillo.doors.console.example.feasts import keep_the_feasts
from pasillo.ground.hours.business_time import CalendarRule, Compiled
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.queries import timetable
from pasillo.ground.people.commands import (
    add_skill,
    change_area,
    give_role,
    give_skill,
    meet,
    open_area,
    plan_absence,
    set_password,
    verify,
)
from pasillo.ground.people.commands.serving import AreaAs
from pasillo.ground.people.models import Area, Person, Role

MADRID = "Europe/Madrid"
DOMAIN = "nidalia.example"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OF_THE_STORY = 12
THE_STORY = 100


@dataclass(frozen=True)
class Team:
    """An area: its name, what it does for the company, and from when to when."""

    key: str
    name: str
    function: str
    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True)
class Colleague:
    """Somebody who works there, and what they are in which area."""

    key: str
    name: str
    title: str
    role: Role
    area: str

    @property
    def email(self) -> str:
        """Their address, which can belong to nobody."""
        return f"{self.key}@{DOMAIN}"


@cache
def told(name: str) -> dict[str, Any]:
    """What people/ says."""
    return tomllib.loads((files("pasillo.doors.console.example") / "people" / f"{name}.toml").read_text("utf-8"))


def _team(key: str, name: str, function: str, days: str, opens: str, closes: str) -> Team:
    first, _, last = days.partition("-")
    return Team(key, name, function, DAYS[DAYS.index(first) : DAYS.index(last) + 1], opens, closes)


TEAMS = tuple(_team(*row) for row in told("staff")["areas"])
COLLEAGUES = tuple(
    Colleague(key, name, title, Role(role), area) for key, name, title, role, area in told("staff")["staff"]
)

WHO_SIGN_IN = COLLEAGUES[:OF_THE_STORY] + tuple(one for one in COLLEAGUES[OF_THE_STORY:] if one.role == Role.AUDITOR)


@dataclass
class Company:
    """Nidalia as it stands in the database."""

    areas: dict[str, Area] = field(default_factory=dict)
    hours: dict[str, Compiled] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    serving: dict[str, list[Person]] = field(default_factory=dict)

    def who_serves(self, area: str, place: int, language: str = "") -> Person:
        """Who of an area serves the case at this place; whoever writes Indonesian writes with Indah.

        The cases of the story, and some others, are served by the first of the team.
        """
        team = self.serving[area]
        if place < THE_STORY or place % 5 == 0:
            return team[0]
        if area == "contact" and language == "id":
            return self.people["indah"]
        return team[place % len(team)]


def found_company(*, password: str, by: str, at: datetime, today: datetime) -> Company:
    """Open the areas with their hours and let everybody in. The people of the story can sign in with a password."""
    for team in TEAMS:
        rule = CalendarRule.from_json({"zone": MADRID, "week": dict.fromkeys(team.days, [[team.opens, team.closes]])})
        calendar = set_hours(name=team.name, rule=rule, effective_from=at)
        open_area(name=team.name, function=team.function, calendar=calendar, by=by, at=at)
    areas = {area.name: area for area in Area.objects.all()}
    for one in COLLEAGUES:
        person = meet(name=one.name, email=one.email, language="es", zone=MADRID, by=by, at=at)
        verify(person.pk, by=by, at=at)
        area = next((areas[team.name] for team in TEAMS if team.key == one.area), None)
        give_role(person=person, role=one.role, area=area, by=by, at=at)
        if one.role == Role.MANAGER and area is not None:
            _name_the_lead(area, person, by=by, at=at)
    keep_the_feasts({team.key: areas[team.name] for team in TEAMS}, by=_ref("nuria"), today=today)
    company = company_as_it_stands(at=today)
    for one in WHO_SIGN_IN:
        set_password(company.people[one.key].pk, password=password, by=by, at=at)
    _say_who_can_what(company, by=by, at=at)
    _say_who_is_away(company, by=by, at=today)
    return company


def _name_the_lead(area: Area, person: Person, *, by: str, at: datetime) -> None:
    wish = AreaAs(name=area.name, function=area.function, calendar_id=area.calendar_id, lead_id=person.pk)
    change_area(area.pk, version=area.version, wish=wish, by=by, at=at)


def _ref(key: str) -> str:
    email = next(one.email for one in COLLEAGUES if one.key == key)
    return Person.objects.get(email=email).ref


def company_as_it_stands(*, at: datetime) -> Company:
    """The company that was founded before."""
    company = Company()
    areas = {area.name: area for area in Area.objects.all()}
    people = {person.email: person for person in Person.objects.filter(email__endswith=f"@{DOMAIN}")}
    company.areas = {team.key: areas[team.name] for team in TEAMS}
    company.hours = {key: timetable(area.calendar_id, at=at) for key, area in company.areas.items()}
    company.people = {one.key: people[one.email] for one in COLLEAGUES}
    away = {who for who, first, days, _, _ in told("staff")["absences"] if first <= 0}
    for team in TEAMS:
        serving = [company.people[one.key] for one in COLLEAGUES if one.area == team.key and one.key not in away]
        company.serving[team.key] = serving
    return company


def _say_who_can_what(company: Company, *, by: str, at: datetime) -> None:
    for name, who, level in told("staff")["skills"]:
        skill = add_skill(name=name, by=by, at=at)
        for place, key in enumerate(who):
            sure = max(1, level - place // 3)
            give_skill(company.people[key].pk, skill_id=skill.pk, level=sure, since=at.date(), by=by, at=at)


def _say_who_is_away(company: Company, *, by: str, at: datetime) -> None:
    for who, first, days, cover, why in told("staff")["absences"]:
        begins: date = at.date() + timedelta(days=first)
        plan_absence(
            company.people[who].pk,
            first=begins,
            last=begins + timedelta(days=days - 1),
            cover_id=company.people[cover].pk,
            why=why,
            by=by,
            at=min(at, at + timedelta(days=first - 2)),
        )
