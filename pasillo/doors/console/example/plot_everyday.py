"""What people at Nidalia ask of each other every day: a room, a letter, a chair, a light; people/everyday.toml."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pasillo.doors.console.example.company import Company, told
from pasillo.ground.people.models import Area, Person
from pasillo.operations.approvals.commands import plan
from pasillo.operations.approvals.deciding import MANAGER, Step
from pasillo.operations.bookings.commands import offer_room
from pasillo.operations.bookings.queries import rooms_of, times_of
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.faults.commands import join, set_plan
from pasillo.operations.faults.models import Fault
from pasillo.operations.letters.commands import set_text
from pasillo.operations.purchases.commands import Fields, set_budget, set_prices
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service
from pasillo.strategy.catalogue.models import Audience, RequestType
from pasillo.strategy.catalogue.slots import Slot
from pasillo.strategy.objectives.commands import set_objective

HOUR = timedelta(hours=1)
SYSTEM = "system"


def offer_everyday(company: Company, *, at: datetime) -> None:
    """Four services for colleagues, with what stands behind them; and some of each asked for today."""
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
    _today(company, asked, at)


def _step(area: Area) -> Step:
    return Step(role=MANAGER, area_id=area.pk, hours=8)


def _service(company: Company, name: str, one: dict[str, Any], at: datetime) -> RequestType:
    area = company.areas[one["area"]]
    service = draft_service(
        block="customer",
        names=one["names"],
        area=area,
        slug=one["slug"],
        details={"audience": Audience.COLLEAGUES, "owner": company.people["lucia"],
                 "summaries": one["summaries"], "icon": one["icon"], "position": one["position"]},
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


def _today(company: Company, asked: dict[str, RequestType], at: datetime) -> None:
    """Two rooms are taken, a chair and a letter wait for a yes, a light is broken for three."""
    people = company.people
    for who, place in (("tomas", 3), ("marta", 11)):
        slot = _free(asked["room"], place, at)
        if slot is not None:
            _ask(people[who], asked["room"], {"people": 2, "when": slot.to_json()}, "room", at - HOUR)
    chairs = {"item": "chair", "quantity": 2, "centre": "field_north"}
    _ask(people["nora"], asked["buy"], chairs, "buy", at - 3 * HOUR)
    _ask(people["tomas"], asked["letter"], {"for_whom": "Banco del Ebro"}, "letter", at - 2 * HOUR)
    dark = {"place": "stairs", "what": told("everyday")["words"]["fault"]}
    light = _ask(people["raul"], asked["fault"], dark, "fault", at - 1.5 * HOUR)
    for who in ("tomas", "nora"):
        join(Fault.objects.get(case=light).pk, person_id=people[who].pk, by=people[who].ref, at=at - 0.5 * HOUR)


def _free(asked: RequestType, place: int, at: datetime) -> Slot | None:
    settings = next(one["slots"] for one in told("everyday")["services"]["room"]["fields"] if one["kind"] == "slot")
    times = times_of(rooms_of(settings), settings, at=at)
    if place >= len(times):
        return None
    chosen = times[place]
    return Slot(value=chosen.value, starts_at=chosen.starts_at, ends_at=chosen.ends_at)


def _ask(person: Person, asked: RequestType, answers: dict[str, Any], words: str, at: datetime) -> Case:
    text = told("everyday")["words"][words]
    opening = Opening(
        customer_id=person.pk,
        service_id=asked.service_id,
        request_type_id=asked.pk,
        form_version_id=asked.form_versions.latest("number").pk,
        subject=text,
        text=text,
        channel="portal",
        language="es",
        kind=asked.kind,
        answers=answers,
        acknowledge=False,  # no letter leaves the example
    )
    return open_case(opening=opening, by=person.ref, at=at)
