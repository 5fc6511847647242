"""A small company in a house that runs: `python -m tests.journeys.company` makes it and says who is who."""

import json
import os
from datetime import timedelta
from typing import Any

import django

PASSWORD = "corridor-2026"


def build() -> dict[str, Any]:
    """One area that is always open, one service with a form and targets, an agent, a head of operations, a customer."""
    from pasillo.doors.channels.chat.commands import keep_widget
    from pasillo.doors.channels.messaging.commands import AccountAs
    from pasillo.doors.shell.clock import now
    from pasillo.ground.hours.business_time import CalendarRule
    from pasillo.ground.hours.commands import set_hours
    from pasillo.ground.people import commands as people
    from pasillo.ground.people.models import Role
    from pasillo.strategy.catalogue import commands as catalogue
    from pasillo.strategy.objectives.commands import set_objective

    at = now() - timedelta(days=1)
    said = {"by": "system", "at": at}
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=at - timedelta(days=30))
    repairs = people.open_area(name="Repairs", function="field", calendar=hours, **said)
    marta = people.meet(name="Marta Ruiz", email="marta@nidalia.example", language="en", **said)
    lucia = people.meet(name="Lucía Ferrer", email="lucia@nidalia.example", language="en", **said)
    elena = people.meet(name="Elena Prats", email="elena@correo.example", language="es", **said)
    people.verify(elena.pk, **said)
    people.give_role(person=marta, role=Role.AGENT, area=repairs, **said)
    people.give_role(person=lucia, role=Role.HEAD, **said)
    for person in (marta, lucia, elena):
        people.set_password(person.pk, password=PASSWORD, **said)

    names = {"en": "My internet does not work", "es": "Mi internet no funciona", "id": "Internet saya mati"}
    service = catalogue.draft_service(
        block="customer", names=names, area=repairs, slug="internet",
        details={"keywords": {"es": "wifi fibra avería"}}, **said,
    )  # fmt: skip
    for metric, minutes in {"first_response": 60, "next_response": 60, "resolution": 720, "dispute": 240}.items():
        set_objective(service.pk, metric=metric, target_minutes=minutes, **said)
    catalogue.publish_service(service.pk, **said)
    asking = catalogue.draft_request_type(service.pk, names=names, kind="incident", slug="report", **said)
    lights = [
        {"value": "red", "names": {"en": "Red", "es": "Roja"}},
        {"value": "none", "names": {"en": "None", "es": "Ninguna"}},
    ]
    light = {"en": "Which light is on?", "es": "¿Qué luz ve?"}
    fields = [
        {"key": "light", "kind": "choice", "required": True, "labels": light, "options": lights},
        {"key": "since", "kind": "long_text", "labels": {"en": "What happened?", "es": "¿Qué ha pasado?"}},
    ]
    catalogue.publish_form(asking.pk, fields=fields, **said)
    chat = keep_widget(None, AccountAs(name="The shop", service_id=service.pk), version=0, **said)
    ids = {"marta": marta.pk, "lucia": lucia.pk, "elena": elena.pk, "service": service.pk}
    return ids | {"window": chat.key}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasillo.config.settings")
    django.setup()
    print(json.dumps(build()))
