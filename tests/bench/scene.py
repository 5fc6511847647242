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
        "token": make_token(email="elena@correo.example", name="bench", per_minute=0, at=now()),
        "session": _session(agent),
    }


def _session(person: Any) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.cookies["sessionid"].value
