"""The everyday requests and the ideas of the small day at Nidalia: rooms, a letter, a short list, a broken light."""

# ruff: noqa: E501 - a row of a story reads better in one line

from datetime import timedelta
from typing import Any

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Area, Person, Role
from pasillo.improvement.ideas.commands import Proposal, answer, comment, propose, vote
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases import commands as cases
from pasillo.strategy.catalogue.models import Service
from tests.operations import everyday

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IDEAS = (  # who, title, words, service, where it stands
    ("tomás", "Ask for gate code and parking in the first call", "Nobody should lose a day for a door.", "move-home", ""),
    ("marta", "Send the technician's name on the morning of the visit", "They open more gladly.", "move-home", ""),
    ("raúl", "One bill during a move, whatever the date", "Two bills look like a mistake.", "a-question-about-my-bill", "looking"),
    ("iván", "Evening visits, 18 to 21 h", "Who works cannot be at home at noon.", "ask-for-a-technician", "accepted"),
    ("marta", "Text message before the first bill", "Half of the calls were about it.", "a-question-about-my-bill", "done"),
    ("tomás", "A telephone tree with nine options", "Everybody finds their place.", None, "declined"),
)  # fmt: skip


def build(
    areas: dict[str, Area], people: dict[str, Person], services: dict[str, Service], moment: Any
) -> dict[str, int]:
    """Everything of it, told with the product's own commands. Returns numbers for the screens."""
    tomas = meet(name="Tomás Vidal", email="tomas@nidalia.example", zone="Europe/Madrid", by="system", at=moment)
    give_role(person=tomas, role=Role.EMPLOYEE, by="system", at=moment)
    people["tomás"] = tomas
    desk, field = areas["Contact centre"], areas["Field north"]
    day = {name: [["08:00", "20:00"]] for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    hours = set_hours(
        name="Rooms", rule=CalendarRule.from_json({"zone": "Europe/Madrid", "week": day}), effective_from=moment
    )
    everyday.rooms(desk, hours, at=moment)
    everyday.lights(desk, at=moment)
    letter = everyday.letters(desk, approved_by=field, at=moment)
    buy = everyday.buying(desk, areas["Billing"], people["clara"], at=moment)
    _asked(letter, people["tomás"], "A letter for my landlord", {"for_whom": "My landlord"})
    chairs = _asked(
        buy, people["tomás"], "Two chairs for the meeting room", {"item": "chair", "quantity": 2, "centre": "field"}
    )
    idea = _ideas(people, services)
    return {"approval": Approval.objects.get(case=chairs, place=1).pk, "idea": idea, "chairs": chairs.number}


def _asked(asked: Any, person: Person, subject: str, answers: dict[str, Any]) -> Any:
    opening = cases.Opening(
        customer_id=person.pk, service_id=asked.service_id, request_type_id=asked.pk, subject=subject, text=subject,
        form_version_id=asked.form_versions.get().pk, channel="portal", answers=answers, kind=asked.kind,
    )  # fmt: skip
    return cases.open_case(opening=opening, by=person.ref, at=now() - 3 * HOUR)


def _ideas(people: dict[str, Person], services: dict[str, Service]) -> int:
    lucia, made = people["lucía"], []
    for place, (who, title, words, service, state) in enumerate(IDEAS):
        proposal = Proposal(title=title, words=words, service_id=services[service].pk if service else None)
        idea = propose(proposal, by=people[who].ref, at=now() - (9 - place) * DAY)
        made.append(idea.pk)
        for voter in list(people.values())[: 3 - place % 3]:
            vote(idea.pk, by=voter.ref, at=now() - DAY)
        for step in {"": (), "done": ("accepted", "done")}.get(state, (state,)):
            answer(idea.pk, to=step, words="We talked it over with the field.", by=lucia.ref, at=now() - 5 * HOUR)
    comment(made[0], words="And whether there is a dog.", by=people["iván"].ref, at=now() - 2 * HOUR)
    return made[0]
