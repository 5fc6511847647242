"""How fast ten thousand waiting cases find two hundred people with skills and caps; and that nobody got more."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg

from tests.bench.house import House
from tests.bench.million import multiply

WAITING, PEOPLE, SKILLS, CAP = 10_000, 200, 5, 90


def assign(house: House, things: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Seconds until everything that waits is given out, with rules, skills and a reason for each."""
    from pasillo.operations.cases.models import Case
    from pasillo.operations.routing.commands import give_out
    from pasillo.operations.routing.models import Choice

    at = _people(things)
    _waiting(house, things, at)
    waited = Case.objects.filter(area=things["area"], assignee=None, state="new").count()
    began = time.perf_counter()
    given = give_out(things["area"].pk, at=at)
    seconds = time.perf_counter() - began
    held = Counter(Case.objects.exclude(assignee=None).values_list("assignee_id", flat=True))
    yield {
        "measure": "assign_10k_s", "value": round(seconds, 2), "unit": "s", "goal": 30, "waiting": waited,
        "assigned": given.assigned, "unassigned": waited - given.assigned, "people": len(held),
        "fullest": max(held.values()), "cap": CAP, "caps_exceeded": sum(many > CAP for many in held.values()),
        "reasons": Choice.objects.filter(outcome="assigned").count(),
    }  # fmt: skip


def _people(things: dict[str, Any]) -> Any:
    from pasillo.doors.shell.clock import now
    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.commands import set_hours
    from pasillo.ground.people.commands import add_skill, give_role, give_skill, meet
    from pasillo.ground.people.models import Role
    from pasillo.operations.routing.commands import BoardAs, RuleAs, SeatAs, add_rule, set_board, set_seat
    from pasillo.operations.routing.eligibility import Need

    at, area = now(), things["area"]
    early = {"by": "system", "at": at - timedelta(days=9)}
    always = set_hours(name="Always", rule=CalendarRule.always(), effective_from=at - timedelta(days=300))
    skills = [add_skill(name=f"Skill {n}", **early) for n in range(SKILLS)]
    for n in range(PEOPLE):
        person = meet(name=f"Person {n}", email=f"p{n}@nidalia.example", **early)
        give_role(person=person, role=Role.AGENT, area=area, **early)
        set_seat(area.pk, person.pk, wish=SeatAs(cap=CAP, calendar_id=always.pk), **early)
        for skill in (skills[n % SKILLS], skills[(n + 1) % SKILLS]):
            give_skill(person.pk, skill_id=skill.pk, level=1 + n % 3, since=early["at"].date(), **early)
    set_board(area.pk, wish=BoardAs(mode="assign", drips=False), **early)
    for n, skill in enumerate(skills):
        condition = {"field": "subject", "is": "contains", "value": f"({n})"}
        add_rule(area.pk, wish=RuleAs(title=f"Rule {n}", condition=condition, needs=[Need(skill_id=skill.pk)]), **early)
    return at


def _waiting(house: House, things: dict[str, Any], at: Any) -> None:
    """One case as it is lived, laid down ten thousand times; each asks for one of five skills."""
    from pasillo.operations.cases.commands import Opening, open_case

    opening = Opening(
        customer_id=things["customer"].pk, service_id=things["service"].pk, subject="It is red (0)", text="Help.",
        channel="portal",
    )  # fmt: skip
    pattern = open_case(opening=opening, by=things["customer"].ref, at=at - timedelta(minutes=5))
    multiply(house.owner, [pattern.pk], WAITING)
    with psycopg.connect(**house.owner, autocommit=True) as owner:
        owner.execute("update cases_case set subject = 'It is red (' || mod(id, %s) || ')'", [SKILLS])
        owner.execute("update cases_case set opened_at = %s, next_due_at = %s + mod(id, 500) * interval '1 minute'",
                      [at - timedelta(minutes=5), at + timedelta(hours=1)])  # fmt: skip
        owner.execute("analyze")
