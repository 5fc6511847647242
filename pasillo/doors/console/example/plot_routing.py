"""How work finds its people at Nidalia: the contact centre is told who should take what, Field north is given it."""

from datetime import datetime
from typing import Any

from pasillo.doors.console.example.company import Company
from pasillo.ground.people.models import Skill
from pasillo.operations.routing.commands import BoardAs, RuleAs, SeatAs, add_rule, set_board, set_seat
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Mode
from pasillo.operations.routing.ranking import CONTINUITY, PERCENT_SPARE, ROUND_ROBIN
from pasillo.strategy.catalogue.models import Service

SPEAK = {"English": "en", "Bahasa Indonesia": "id"}
CAPS = {"contact": 14, "north": 10}
FEW = 0.5


def share_out_the_work(company: Company, *, at: datetime) -> None:
    """Two areas leave it to the house, each in its own way; all the others go on by hand."""
    by = company.people["lucia"].ref
    contact, north = company.areas["contact"], company.areas["north"]
    wish = BoardAs(mode=Mode.SUGGEST, policy=CONTINUITY, touch_minutes=15)
    set_board(contact.pk, wish=wish, by=by, at=at)
    wish = BoardAs(mode=Mode.ASSIGN, policy=PERCENT_SPARE, touch_minutes=45, overflow_id=company.areas["south"].pk)
    set_board(north.pk, wish=wish, by=by, at=at)
    for key in CAPS:
        _seat(company, key, by=by, at=at)
    for area, rule in _rules(company):
        add_rule(area, wish=rule, by=by, at=at)


def _seat(company: Company, key: str, *, by: str, at: datetime) -> None:
    """Whoever leads carries less beside it; whoever speaks a language is asked in it."""
    spoken = {skill.pk: SPEAK[skill.name] for skill in Skill.objects.filter(name__in=SPEAK)}
    for person in company.serving[key]:
        known = set(person.skills.filter(skill__in=spoken).values_list("skill_id", flat=True))
        leads = person.memberships.filter(role="manager").exists()
        wish = SeatAs(
            cap=round(CAPS[key] * (FEW if leads else 1)),
            channel_caps={"chat": 3} if key == "contact" else {},
            languages=["es", *(spoken[skill] for skill in known)],
        )
        set_seat(company.areas[key].pk, person.pk, wish=wish, by=by, at=at)


def _rules(company: Company) -> list[tuple[int, RuleAs]]:
    contact, north, billing = (company.areas[key].pk for key in ("contact", "north", "billing"))
    return [
        (billing, RuleAs(title="Bills in their own language", condition=_is("language", "id", "en"), speaks=True)),
        (billing, RuleAs(title="Complaints about a bill", condition=_is("kind", "complaint"), policy=CONTINUITY)),
        (contact, RuleAs(title="In their own language", condition=_is("language", "id", "en"), speaks=True)),
        (contact, RuleAs(title="Moves", condition=_service("move-home"), needs=[_needs("Moves")])),
        (
            contact,
            RuleAs(
                title="Complaints that press",
                condition={"all": [_said("kind", "complaint"), _said("priority", "1", "2")]},
                needs=[_needs("Calls with people who want to leave", must=False)],
                policy=CONTINUITY,
            ),
        ),
        (
            north,
            RuleAs(
                title="Nothing works",
                condition=_is("kind", "incident"),
                needs=[_needs("Fibre", level=1, must=False)],
                policy=ROUND_ROBIN,
            ),
        ),
    ]


def _said(field: str, *values: str) -> dict[str, Any]:
    return {"field": field, "is": "one_of", "value": list(values)}


def _is(field: str, *values: str) -> dict[str, Any]:
    return {"all": [_said(field, *values)]}


def _service(slug: str) -> dict[str, Any]:
    return _is("service", str(Service.objects.values_list("pk", flat=True).get(slug=slug)))


def _needs(skill: str, *, level: int = 2, must: bool = True) -> Need:
    return Need(skill_id=Skill.objects.values_list("pk", flat=True).get(name=skill), level=level, must=must)
