"""How each kind of question reads what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pasillo.ground.kit.countries import NAMES, is_postcode
from pasillo.ground.kit.figures import read_figure
from pasillo.ground.kit.languages import in_language, known_language
from pasillo.ground.kit.money import read_money
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.form_schema import Field
from pasillo.strategy.catalogue.slots import Slot

ADDRESS_PARTS = ("street", "more", "postcode", "town", "country")
LONGEST = {"text": 500, "long_text": 20_000, "address": 300}
MOST = Decimal("1e15")
MOST_FILES = 10
MOST_PEOPLE = 8
PARTS = {"address": ADDRESS_PARTS, "money": ("currency",), "person": ("id",)}

Raw = Mapping[str, Sequence[str]]
Read = tuple[Any, object]
NOTHING: Read = (None, "")


@dataclass(frozen=True, kw_only=True)
class Someone:
    """A person who can be chosen as an answer."""

    id: int
    name: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a form is answered in: the moment, the language, the times on offer and the people one may see."""

    today: date | None = None
    at: datetime | None = None
    language: str = "en"
    slots: Mapping[str, Sequence[Slot]] = field(default_factory=dict)
    find_people: Callable[[Field, str], Sequence[Someone]] = lambda asked, words: ()
    person: Callable[[Field, int], Someone | None] = lambda asked, pk: None


NOWHERE = Around()


def clean(text: str) -> str:
    """What a person typed, without the characters that no person can type."""
    return safe(text).strip()


def names_in(asked: Field) -> list[str]:
    """The names under which a browser sends the answer to this question."""
    parts = [f"{asked.key}.{part}" for part in PARTS.get(asked.kind, ())]
    return parts if asked.kind == "address" else [asked.key, *parts]


def _one(asked: Field, raw: Raw, part: str = "") -> str:
    given = raw.get(f"{asked.key}.{part}" if part else asked.key) or ("",)
    return clean(given[-1])


def _missing(asked: Field) -> Read:
    return (None, _("Please answer this question.")) if asked.required else NOTHING


def _text(asked: Field, raw: Raw, around: Around) -> Read:
    text = _one(asked, raw)
    if asked.kind == "text":
        text = " ".join(text.split())
    if not text:
        return _missing(asked)
    longest = min(LONGEST[asked.kind], int(asked.max or LONGEST[asked.kind]))
    if len(text) > longest:
        return None, _("This is longer than %(count)s characters.") % {"count": longest}
    if len(text) < int(asked.min or 0):
        return None, _("Please write at least %(count)s characters.") % {"count": int(asked.min or 0)}
    if asked.pattern and not _looks_like(text, asked.pattern):
        return None, _("Please write it like this: %(pattern)s") % {"pattern": _sample(asked.pattern)}
    return text, ""


def _looks_like(text: str, pattern: str) -> bool:
    signs = {"9": "[0-9]", "A": r"[^\W\d_]", "*": r"[^\W_]"}
    return re.fullmatch("".join(signs.get(sign) or re.escape(sign) for sign in pattern), text) is not None


def _sample(pattern: str) -> str:
    return pattern.replace("9", "0").replace("*", "X")


def _number(asked: Field, raw: Raw, around: Around) -> Read:
    text = _one(asked, raw)
    if not text:
        return _missing(asked)
    number = read_figure(text, around.language)
    if number is None:
        return None, _("Please write a number.")
    outside = _outside(asked, number)
    if not outside and abs(number) >= MOST:
        outside = _("This number is larger than we can keep.")
    if outside:
        return None, outside
    return (int(number) if number == number.to_integral_value() else float(number)), ""


def _outside(asked: Field, number: Decimal) -> object:
    if asked.min is not None and number < Decimal(str(asked.min)):
        return _("The smallest possible value is %(limit)s.") % {"limit": _plain(asked.min)}
    if asked.max is not None and number > Decimal(str(asked.max)):
        return _("The largest possible value is %(limit)s.") % {"limit": _plain(asked.max)}
    return ""


def _plain(limit: float) -> str:
    return f"{Decimal(str(limit)).normalize():f}"


def _money(asked: Field, raw: Raw, around: Around) -> Read:
    text, currency = _one(asked, raw), _one(asked, raw, "currency") or asked.currencies[0]
    if not text:
        return _missing(asked)
    if currency not in asked.currencies:
        return None, _("Please choose one of the currencies.")
    try:
        money = read_money(text, currency, around.language)
    except Refused as refusal:
        return None, str(refusal)
    outside = _outside(asked, money.amount)
    return (None, outside) if outside else (money.to_json(), "")


def _date(asked: Field, raw: Raw, around: Around) -> Read:
    text = _one(asked, raw)
    if not text:
        return _missing(asked)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("Please write the date as year-month-day, for example 2026-11-28.")
    if around.today is None:
        return day.isoformat(), ""
    if asked.not_before_today and day < around.today:
        return None, _("This day is already over.")
    first, last = (_ahead(around.today, limit) for limit in (asked.min, asked.max))
    if first is not None and day < first:
        return None, _("The first possible day is %(day)s.") % {"day": first.isoformat()}
    if last is not None and day > last:
        return None, _("The last possible day is %(day)s.") % {"day": last.isoformat()}
    return day.isoformat(), ""


def _ahead(today: date, days: float | None) -> date | None:
    return None if days is None else today + timedelta(days=max(-36500, min(int(days), 36500)))


def _slot(asked: Field, raw: Raw, around: Around) -> Read:
    value = _one(asked, raw)
    if not value:
        return _missing(asked)
    found = next((slot for slot in around.slots.get(asked.key, ()) if slot.value == value), None)
    if found is None or found.free < 1:
        return None, _("This time is not free any more. Please choose another one.")
    return found.to_json(), ""


def _choice(asked: Field, raw: Raw, around: Around) -> Read:
    value = _one(asked, raw)
    if not value:
        return _missing(asked)
    if value not in asked.values:
        return None, _("Please choose one of the answers.")
    return value, ""


def _several(asked: Field, raw: Raw, around: Around) -> Read:
    given = {clean(value) for value in raw.get(asked.key, ())} - {""}
    if not given:
        return _missing(asked)
    if given - set(asked.values):
        return None, _("Please choose among the answers.")
    if asked.min is not None and len(given) < asked.min:
        return None, _("Please choose at least %(count)s.") % {"count": int(asked.min)}
    if asked.max is not None and len(given) > asked.max:
        return None, _("Please choose at most %(count)s.") % {"count": int(asked.max)}
    return [value for value in asked.values if value in given], ""


def _yes_no(asked: Field, raw: Raw, around: Around) -> Read:
    value = _one(asked, raw)
    if not value:
        return _missing(asked)
    if value not in ("yes", "no"):
        return None, _("Please answer yes or no.")
    return value == "yes", ""


def _consent(asked: Field, raw: Raw, around: Around) -> Read:
    """The exact words that were agreed to stay with the answer, and when it was given."""
    if _one(asked, raw) != "yes":
        return (None, _("We cannot go on without your consent.")) if asked.required else NOTHING
    language = known_language(around.language)
    text = in_language(asked.texts, language)
    return {"agreed": True, "text": text, "at": around.at.isoformat() if around.at else ""}, ""


def _file(asked: Field, raw: Raw, around: Around) -> Read:
    names = [name for name in (clean(value) for value in raw.get(asked.key, ())) if name]
    if not names:
        return (None, _("Please add the file.")) if asked.required else NOTHING
    most = min(MOST_FILES, int(asked.max or MOST_FILES))
    if len(names) > most:
        return None, _("At most %(count)s files, please.") % {"count": most}
    if len(names) < int(asked.min or 0):
        return None, _("At least %(count)s files, please.") % {"count": int(asked.min or 0)}
    return names, ""


def _person(asked: Field, raw: Raw, around: Around) -> Read:
    """Somebody who was chosen, or the only one who fits what was typed."""
    chosen, words = _one(asked, raw, "id"), _one(asked, raw)
    if chosen.isdecimal() and len(chosen) < 19:
        found = around.person(asked, int(chosen))
        if found is not None and (not words or words == found.name):
            return {"person": found.id}, ""
    if not words:
        return _missing(asked)
    fitting = around.find_people(asked, words[:200])
    if len(fitting) == 1:
        return {"person": fitting[0].id}, ""
    if not fitting:
        return None, _("We know nobody by this name or address.")
    return None, _("Several people fit. Please choose one of them.")


def _address(asked: Field, raw: Raw, around: Around) -> Read:
    given = {part: " ".join(_one(asked, raw, part).split()) for part in ADDRESS_PARTS}
    if not any(text for part, text in given.items() if part != "country"):
        return _missing(asked)
    if not given["street"] or not given["town"]:
        return None, _("Please write the street and the town.")
    if any(len(text) > LONGEST["address"] for text in given.values()):
        return None, _("This is longer than %(count)s characters.") % {"count": LONGEST["address"]}
    if given["country"] and given["country"] not in NAMES:
        return None, _("Please choose one of the countries.")
    if given["postcode"] and not is_postcode(given["postcode"], given["country"]):
        return None, _("This postcode cannot be right.")
    optional = {"more", "country"}
    return {part: text for part, text in given.items() if text or part not in optional}, ""


readers: dict[str, Callable[[Field, Raw, Around], Read]] = {
    "text": _text, "long_text": _text, "number": _number, "money": _money, "date": _date, "slot": _slot,
    "choice": _choice, "several": _several, "yes_no": _yes_no, "consent": _consent, "file": _file, "photo": _file,
    "person": _person, "address": _address,
}  # fmt: skip
