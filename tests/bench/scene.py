"""What the measured house holds: one area, one service with its promises, one agent, one machine."""

from datetime import timedelta
from typing import Any

from django.test import Client


def furnish() -> dict[str, Any]:
    """A service with four promises, whoever serves it, and a token; through the product's own commands."""
    from pasillo.doors.api.commands import make_token
    from pasillo.doors.shell.clock import now
    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.commands import set_hours
    from pasillo.ground.people.commands import give_role, meet, open_area
    from pasillo.ground.people.models import Role
    from pasillo.strategy.catalogue.commands import draft_service, publish_service
    from pasillo.strategy.objectives.commands import set_objective

    at = now() - timedelta(days=30)
    office = {day: [["08:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    rule = CalendarRule.from_json({"zone": "Europe/Madrid", "week": office})
    hours = set_hours(name="Office", rule=rule, effective_from=at - timedelta(days=300))
    area = open_area(name="Contact centre", function="service", calendar=hours, by="system", at=at)
    service = draft_service(block="customer", names={"en": "Line repair"}, area=area, by="system", at=at)
    publish_service(service.pk, by="system", at=at)
    for metric, minutes in {"first_response": 30, "next_response": 240, "resolution": 1440, "dispute": 60}.items():
        set_objective(service.pk, metric=metric, target_minutes=minutes, by="system", at=at)
    agent = meet(name="Marta Ruiz", email="marta@nidalia.example", by="system", at=at)
    give_role(person=agent, role=Role.AGENT, area=area, by="system", at=at)
    customer = meet(name="Elena Prats", email="elena@correo.example", by="system", at=at)
    return {
        "service": service,
        "area": area,
        "agent": agent,
        "customer": customer,
        "token": make_token(email="elena@correo.example", name="bench", at=now()),
        "session": _session(agent),
    }


def _session(person: Any) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.cookies["sessionid"].value


def fill(scene: dict[str, Any], count: int) -> None:
    """So many open cases, each with its conversation and two running clocks, laid down in bulk."""
    from pasillo.doors.shell.clock import now
    from pasillo.operations.cases.models import Case
    from pasillo.operations.conversations.models import Conversation
    from pasillo.operations.promises.models import Clock
    from pasillo.strategy.objectives.models import Objective

    at = now()
    talks = Conversation.objects.bulk_create(
        [
            Conversation(customer=scene["customer"], channel="email", subject=f"Question {n}", opened_at=at)
            for n in range(count)
        ],
        batch_size=2000,
    )
    cases = Case.objects.bulk_create(
        [
            Case(
                customer=scene["customer"], service=scene["service"], area=scene["area"], kind="question",
                subject=f"Question {n}", channel="email", conversation=talk, opened_at=at, changed_at=at,
                next_due_at=at + timedelta(minutes=n),
            )
            for n, talk in enumerate(talks)
        ],
        batch_size=2000,
    )  # fmt: skip
    objectives = {objective.metric: objective for objective in Objective.objects.all()}
    Clock.objects.bulk_create(
        [
            Clock(
                case=case, objective=objectives[metric], calendar_id=scene["service"].calendar_id, metric=metric,
                target_minutes=objectives[metric].target_minutes, started_at=at, due_at=case.next_due_at,
                state="running",
            )
            for case in cases
            for metric in ("first_response", "resolution")
        ],
        batch_size=2000,
    )  # fmt: skip
