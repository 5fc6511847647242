"""The areas of Nidalia, their hours, and the six people who work there."""

from dataclasses import dataclass, field
from datetime import datetime

from pasillo.ground.hours.business_time import CalendarRule, Compiled
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.queries import timetable
from pasillo.ground.people.commands import give_role, meet, open_area, set_password, verify
from pasillo.ground.people.models import Area, Person, Role

MADRID = "Europe/Madrid"
DOMAIN = "nidalia.example"
MON_FRI = ("mon", "tue", "wed", "thu", "fri")
MON_SAT = (*MON_FRI, "sat")


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
    language: str
    roles: tuple[tuple[Role, str | None], ...]

    @property
    def email(self) -> str:
        """Their address, which can belong to nobody."""
        return f"{self.key}@{DOMAIN}"


TEAMS = (
    Team("contact", "Contact centre", "customer service", MON_SAT, "08:00", "20:00"),
    Team("monitoring", "Monitoring", "operations", (*MON_SAT, "sun"), "00:00", "24:00"),
    Team("north", "Field north", "field service", MON_SAT, "08:00", "18:00"),
    Team("south", "Field south", "field service", MON_SAT, "08:00", "18:00"),
    Team("billing", "Billing", "finance", MON_FRI, "09:00", "18:00"),
    Team("logistics", "Logistics", "logistics", MON_FRI, "07:00", "17:00"),
)

COLLEAGUES = (
    Colleague("lucia", "Lucía Ferrer", "head of operations", "es", ((Role.HEAD, None),)),
    Colleague("marta", "Marta Ruiz", "agent in the Contact centre", "es", ((Role.AGENT, "contact"),)),
    Colleague(
        "ivan", "Iván Soler", "manager of Field north", "es", ((Role.MANAGER, "north"), (Role.AGENT, "south"))
    ),
    Colleague("raul", "Raúl Boix", "agent in Billing", "es", ((Role.AGENT, "billing"),)),
    Colleague(
        "jordi", "Jordi Mas", "agent in Monitoring", "es", ((Role.AGENT, "monitoring"), (Role.AGENT, "logistics"))
    ),
    Colleague("nuria", "Nuria Campos", "administrator", "es", ((Role.ADMIN, None),)),
)  # fmt: skip

WHO_SERVES = {
    "contact": "marta",
    "monitoring": "jordi",
    "north": "ivan",
    "south": "ivan",
    "billing": "raul",
    "logistics": "jordi",
}


@dataclass
class Company:
    """Nidalia as it stands in the database."""

    areas: dict[str, Area] = field(default_factory=dict)
    hours: dict[str, Compiled] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def serving(self, area: str) -> Person:
        """Who serves in an area."""
        return self.people[WHO_SERVES[area]]


def found_company(*, password: str, by: str, at: datetime) -> Company:
    """Open the areas with their hours and let the six people in."""
    company = Company()
    for team in TEAMS:
        day = [[team.opens, team.closes]]
        rule = CalendarRule.from_json({"zone": MADRID, "week": dict.fromkeys(team.days, day)})
        calendar = set_hours(name=team.name, rule=rule, effective_from=at)
        area = open_area(name=team.name, function=team.function, calendar=calendar, by=by, at=at)
        company.areas[team.key] = area
        company.hours[team.key] = timetable(calendar.pk, at=at)
    for one in COLLEAGUES:
        person = meet(name=one.name, email=one.email, language=one.language, zone=MADRID, by=by, at=at)
        verify(person.pk, by=by, at=at)
        set_password(person.pk, password=password, by=by, at=at)
        for role, area_key in one.roles:
            give_role(person=person, role=role, area=company.areas[area_key] if area_key else None, by=by, at=at)
        company.people[one.key] = person
    return company
