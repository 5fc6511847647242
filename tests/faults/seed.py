"""The least that an organisation needs to be asked something: hours, an area, a service with a form, a promise."""

from datetime import UTC, datetime

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import meet, open_area
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service
from pasillo.strategy.objectives.commands import set_objective

BY, BEGINNING = "system", datetime(2026, 1, 1, tzinfo=UTC)
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def run() -> None:
    """In the database of the installation that is to be tested."""
    hours = set_hours(
        name="Always", rule=CalendarRule.from_json({"zone": "UTC", "week": ALWAYS}), effective_from=BEGINNING
    )
    area = open_area(name="Repairs", function="field", calendar=hours, by=BY, at=BEGINNING)
    rosa = meet(name="Rosa Gil", email="rosa@nidalia.example", language="es", by=BY, at=BEGINNING)
    service = draft_service(
        block="customer",
        names={"en": "Line repair"},
        area=area,
        slug="general",
        details={"owner": rosa, "promise_texts": {"en": "Your line works again within a day."}},
        by=BY,
        at=BEGINNING,
    )
    publish_service(service.pk, by=BY, at=BEGINNING)
    asked = draft_request_type(service.pk, kind="incident", names={"en": "Fault"}, by=BY, at=BEGINNING)
    publish_form(asked.pk, fields=[], by=BY, at=BEGINNING)
    for metric, minutes in (("first_response", 60), ("resolution", 480)):
        set_objective(service.pk, metric=metric, target_minutes=minutes, by=BY, at=BEGINNING)
    print(f"/services/{service.slug}/{asked.slug}")
