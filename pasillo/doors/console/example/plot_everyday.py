"""What people at Nidalia ask of each other every day: a room, a letter, a chair, a light; people/everyday.toml."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pasillo.doors.console.example.company import Company, told
from pasillo.ground.people.models import Area
from pasillo.operations.approvals.commands import plan
from pasillo.operations.approvals.deciding import MANAGER, Step
from pasillo.operations.bookings.commands import offer_room
from pasillo.operations.faults.commands import set_plan
from pasillo.operations.letters.commands import set_text
from pasillo.operations.purchases.commands import Fields, set_budget, set_prices
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service
from pasillo.strategy.catalogue.models import RequestType
from pasillo.strategy.objectives.commands import set_objective

SYSTEM = "system"


def offer_everyday(company: Company, *, at: datetime) -> None:
    """Four services for colleagues, with what stands behind them: rooms, a letter's text, prices and budgets."""
    early = at - timedelta(days=60)
    asked = {name: _service(company, name, one, early) for name, one in told("everyday")["services"].items()}
    for room in told("everyday")["rooms"]:
        calendar = company.areas["facilities"].calendar
        offer_room(name=room["name"], seats=room["seats"], place=room["place"], calendar=calendar, by=SYSTEM, at=early)
    letter = told("everyday")["letter"]
    set_text(asked["letter"].pk, titles=letter["titles"], texts=letter["texts"], by=SYSTEM, at=early)
    plan(asked["letter"].pk, steps=[_step(company.areas["people"])], by=SYSTEM, at=early)
    set_plan(asked["fault"].pk, place_field="place", days=7, by=SYSTEM, at=early)
    _buying(company, asked["buy"], early)


def _step(area: Area) -> Step:
    return Step(role=MANAGER, area_id=area.pk, hours=8)


def _service(company: Company, name: str, one: dict[str, Any], at: datetime) -> RequestType:
    area = company.areas[one["area"]]
    service = draft_service(
        block="customer",
        names=one["names"],
        area=area,
        slug=one["slug"],
        details={"summaries": one["summaries"], "icon": one["icon"], "position": one["position"],
                 "owner": company.people["lucia"]},
        by=SYSTEM,
        at=at,
    )  # fmt: skip
    for metric, minutes in one["objectives"].items():
        set_objective(service.pk, metric=metric, target_minutes=minutes, by=SYSTEM, at=at)
    publish_service(service.pk, by=SYSTEM, at=at)
    made = draft_request_type(service.pk, names=one["names"], slug=name, kind=one["kind"], by=SYSTEM, at=at)
    publish_form(made.pk, fields=one["fields"], by=SYSTEM, at=at)
    return made


def _buying(company: Company, asked: RequestType, at: datetime) -> None:
    for centre in told("everyday")["centres"]:
        manager = company.people[centre["manager"]]
        set_budget(
            code=centre["code"],
            name=centre["name"],
            manager=manager,
            budget=Decimal(centre["budget"]),
            by=SYSTEM,
            at=at,
        )
    prices = told("everyday")["prices"]
    finance = company.areas["billing"]
    set_prices(asked.pk, prices=prices, limit=Decimal(50), finance=finance, fields=Fields(), by=SYSTEM, at=at)
