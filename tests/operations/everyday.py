"""The four everyday requests of a small company, written down with the product's own commands."""

from decimal import Decimal

from pasillo.operations.approvals.commands import plan
from pasillo.operations.approvals.deciding import MANAGER, Step
from pasillo.operations.bookings.commands import offer_room
from pasillo.operations.faults.commands import set_plan
from pasillo.operations.letters.commands import set_text
from pasillo.operations.purchases.commands import Fields, set_budget, set_prices
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service

ROOM = {"source": "room", "minutes": 60, "days": 3, "people_field": "people"}
ROOM_FORM = [
    {"key": "people", "kind": "number", "labels": {"en": "How many are you?"}, "required": True, "min": 1},
    {"key": "when", "kind": "slot", "labels": {"en": "Which room and when?"}, "required": True, "slots": ROOM},
]
BUY_FORM = [
    {"key": "item", "kind": "choice", "labels": {"en": "What?"}, "required": True,
     "options": [{"value": "chair", "names": {"en": "Chair"}}, {"value": "stapler", "names": {"en": "Stapler"}}]},
    {"key": "quantity", "kind": "number", "labels": {"en": "How many?"}, "required": True, "min": 1},
    {"key": "centre", "kind": "choice", "labels": {"en": "Who pays?"}, "required": True,
     "options": [{"value": "field", "names": {"en": "Field"}}, {"value": "sales", "names": {"en": "Sales"}}]},
]  # fmt: skip
LETTER_FORM = [
    {"key": "for_whom", "kind": "text", "labels": {"en": "For whom?", "es": "¿Para quién?"}, "required": True},
]
LIGHT_FORM = [
    {"key": "place", "kind": "choice", "labels": {"en": "Where?"}, "required": True,
     "options": [{"value": "stairs", "names": {"en": "Stairs", "es": "Escalera"}},
                 {"value": "hall", "names": {"en": "Hall"}}]},
    {"key": "what", "kind": "long_text", "labels": {"en": "What is broken?"}, "required": True},
]  # fmt: skip


def request(area, slug, fields, *, kind="request", by="system", at):
    """A published service with one thing to ask."""
    service = draft_service(block="customer", names={"en": slug}, area=area, slug=slug, by=by, at=at)
    publish_service(service.pk, by=by, at=at)
    asked = draft_request_type(service.pk, names={"en": slug}, slug=slug, kind=kind, by=by, at=at)
    publish_form(asked.pk, fields=fields, by=by, at=at)
    return asked


def rooms(area, calendar, *, at):
    """Two rooms, one large, and the request to book one."""
    offer_room(name="Sala Ebro", slug="ebro", seats=6, place="First floor", calendar=calendar, by="system", at=at)
    offer_room(name="Sala Tajo", slug="tajo", seats=12, calendar=calendar, by="system", at=at)
    return request(area, "book-a-room", ROOM_FORM, at=at)


def buying(area, finance, manager, *, budget="500", at):
    """A short list, a cost centre with a budget, and a limit above which two people are asked."""
    asked = request(area, "buy", BUY_FORM, at=at)
    set_budget(code="field", name="Field north", manager=manager, budget=Decimal(budget), by="system", at=at)
    set_prices(
        asked.pk, prices={"chair": "120.00", "stapler": "9.90"}, limit=Decimal(50), finance=finance, fields=Fields(),
        by="system", at=at,
    )  # fmt: skip
    return asked


def letters(area, *, at, approved_by=None):
    """A letter of reference, after a yes of the area's manager."""
    asked = request(area, "letter", LETTER_FORM, at=at)
    texts = {
        "en": "To {answer.for_whom}\n\n{name} works for {organisation}.\n\n{approved_by}, {today}",
        "es": "A {answer.for_whom}\n\n{name} trabaja en {organisation}.\n\n{approved_by}, {today}",
    }
    set_text(
        asked.pk, titles={"en": "Letter of reference", "es": "Carta de referencia"}, texts=texts, by="system", at=at
    )
    if approved_by is not None:
        plan(asked.pk, steps=[Step(role=MANAGER, area_id=approved_by.pk, hours=8)], by="system", at=at)
    return asked


def lights(area, *, at):
    """A broken light, reported once."""
    asked = request(area, "light", LIGHT_FORM, kind="incident", at=at)
    set_plan(asked.pk, place_field="place", days=7, by="system", at=at)
    return asked
