"""What customers fill into the forms."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from pasillo.doors.console.example.moments import Moment
from pasillo.doors.console.example.offers import Offer, form_then
from pasillo.strategy.catalogue.queries import form_of

Raw = dict[str, Sequence[str]]


def _some_day(chance: Random, today: date) -> list[str]:
    return [str(today + timedelta(days=chance.randint(3, 16)))]


def _move(chance: Random, today: date, street: str) -> Raw:
    return {
        **_address("new_address", street, chance),
        "first_night": _some_day(chance, today),
        "access": [chance.choice(("gate_code", "key_elsewhere", "i_open"))],
        "gate_code": [str(chance.randint(1000, 9999))],
        "key_keeper": ["3.º B"],
        "phone_that_day": ["600 000 000"],
        "keep_informed": [chance.choice(("email", "phone"))],
    }


def _equipment(chance: Random, today: date, street: str) -> Raw:
    return {
        "what": chance.sample(("motion", "smoke", "camera", "remote"), 2),
        "how_many": [str(chance.randint(1, 5))],
        "pets": [chance.choice(("yes", "no"))],
        "pet_height": [str(chance.randint(20, 60))],
    }


def _internet(chance: Random, today: date, street: str) -> Raw:
    return {
        "how": [chance.choice(("dead", "slow", "comes_and_goes"))],
        "light": [chance.choice(("red", "green", "off"))],
        "business": [chance.choice(("yes", "no", "no"))],
    }


def _day(chance: Random, today: date, street: str) -> Raw:
    when = _some_day(chance, today)
    return {"new_date": when, "new_day": when, "from": when, "months": [str(chance.randint(2, 5))]}


def _technician(chance: Random, today: date, street: str) -> Raw:
    return {"when": [chance.choice(("morning", "afternoon", "any"))], "dog": [chance.choice(("yes", "no"))]}


def _images(chance: Random, today: date, street: str) -> Raw:
    return {
        "day": [str(today - timedelta(days=chance.randint(0, 6)))],
        "for_whom": [chance.choice(("me", "insurer"))],
    }


def _month(chance: Random, today: date, street: str) -> Raw:
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    return {"month": [month], "from_month": [today.strftime("%Y-%m")]}


def _alarm(chance: Random, today: date, street: str) -> Raw:
    return {
        "home": [chance.choice(("flat", "house", "shop"))],
        **_address("address", street, chance),
        "doors": [str(chance.randint(2, 14))],
        "pets": [chance.choice(("yes", "no", "no"))],
        "call_at": [chance.choice(("morning", "evening"))],
    }


def _order(chance: Random, today: date, street: str) -> Raw:
    return {
        **_address("address", street, chance),
        "speed": [chance.choice(("mb300", "mb600", "mb1000"))],
        "in_building": [chance.choice(("yes", "no", "unknown"))],
    }


def _line(chance: Random, today: date, street: str) -> Raw:
    return {
        "for_whom": [chance.choice(("Lucas", "Ana", "Mamá", "Papá", "Irene", "Kai", "Ibu", "Almacén"))],
        "number": [chance.choice(("new", "keep"))],
        "old_number": ["600 000 000"],
        "card": [chance.choice(("sim", "esim"))],
        "country": [chance.choice(("Marruecos", "Indonesia", "Irlanda", "Francia", "Portugal"))],
        "from": _some_day(chance, today),
    }


def _refund(chance: Random, today: date, street: str) -> Raw:
    return {
        "amount": [f"{chance.randint(6, 90)}.{chance.choice(('00', '50', '90'))}"],
        "charged_on": [str(today - timedelta(days=chance.randint(1, 12)))],
        "why": [chance.choice(("twice", "not_mine", "too_much"))],
    }


def _camera(chance: Random, today: date, street: str) -> Raw:
    return {
        "which": [chance.choice(("1", "2", "3", "Garaje", "Patio", "Entrada"))],
        "what": [chance.choice(("dark", "nothing", "wrong"))],
        "outside": [chance.choice(("yes", "no"))],
    }


def _battery(chance: Random, today: date, street: str) -> Raw:
    return {
        "device": [chance.choice(("panel", "motion", "smoke"))],
        "lot": [chance.choice(("B-77", "B-77", "C-12", ""))],
        "can_change": [chance.choice(("yes", "no"))],
    }


def _another_day(chance: Random, today: date, street: str) -> Raw:
    return {
        "new_day": _some_day(chance, today),
        "hours": chance.sample(("early", "noon", "late"), chance.randint(1, 2)),
    }


def _address(key: str, street: str, chance: Random) -> Raw:
    where = {"street": street, "postcode": f"500{chance.randint(1, 18):02}", "town": "Zaragoza"}
    return {f"{key}.{part}": [said] for part, said in where.items()}


FILLED: dict[str, Callable[[Random, date, str], Raw]] = {
    "move": _move,
    "change-the-date": _day,
    "add": _equipment,
    "pause": _day,
    "cancel": lambda chance, today, street: {"reason": [chance.choice(("moving", "price", "other"))]},
    "does-not-work": _internet,
    "question": _month,
    "change-account": _month,
    "visit": _technician,
    "change-appointment": _day,
    "fault": lambda chance, today, street: {"at_home": [chance.choice(("yes", "no"))]},
    "images": _images,
    "new-alarm": _alarm,
    "order": _order,
    "add-line": _line,
    "roaming": _line,
    "refund": _refund,
    "camera-fault": _camera,
    "another-day": _another_day,
    "battery": _battery,
}


def fill_form(
    offer: Offer, slug: str, moment: Moment, chance: Random, *, street: str, own: Raw
) -> tuple[int, dict[str, object]]:
    """The form as it was asked at that moment, and answers that it accepts: the customer's own, then some that fit."""
    version = form_then(offer, slug, moment.at)
    raw = {**FILLED.get(slug, lambda *_: {})(chance, moment.local.date(), street), **own}
    checked = form_of(version).check(raw, today=moment.local.date())
    if checked.errors:
        raise ValueError(f"The example fills {slug} wrongly: {checked.errors}")
    return version.pk, checked.answers
