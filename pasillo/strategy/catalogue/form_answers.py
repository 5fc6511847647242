"""How each kind of question reads what was typed, and how its answer is shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.form_schema import Field

ADDRESS_PARTS = ("street", "postcode", "town")
LONGEST = {"text": 500, "long_text": 20_000, "address": 300}
MOST_FILES = 10

Raw = Mapping[str, Sequence[str]]
Read = tuple[Any, object]
NOTHING: Read = (None, "")


def clean(text: str) -> str:
    """What a person typed, without the characters that no person can type."""
    return safe(text).strip()


def _one(asked: Field, raw: Raw) -> str:
    given = raw.get(asked.key) or ("",)
    return clean(given[-1])


def _missing(asked: Field) -> Read:
    return (None, _("Please answer this question.")) if asked.required else NOTHING


def _text(asked: Field, raw: Raw, today: date | None) -> Read:
    text = _one(asked, raw)
    if asked.kind == "text":
        text = " ".join(text.split())
    if not text:
        return _missing(asked)
    longest = LONGEST[asked.kind]
    if len(text) > longest:
        return None, _("This is longer than %(count)s characters.") % {"count": longest}
    return text, ""


def _number(asked: Field, raw: Raw, today: date | None) -> Read:
    text = _one(asked, raw).replace(" ", "").replace(",", ".")
    if not text:
        return _missing(asked)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal("1e15"):
        return None, _("Please write a number.")
    if asked.min is not None and number < Decimal(str(asked.min)):
        return None, _("The smallest possible value is %(limit)s.") % {"limit": f"{asked.min:g}"}
    if asked.max is not None and number > Decimal(str(asked.max)):
        return None, _("The largest possible value is %(limit)s.") % {"limit": f"{asked.max:g}"}
    return (int(number) if number == number.to_integral_value() else float(number)), ""


def _date(asked: Field, raw: Raw, today: date | None) -> Read:
    text = _one(asked, raw)
    if not text:
        return _missing(asked)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("Please write the date as year-month-day, for example 2026-11-28.")
    if asked.not_before_today and today is not None and day < today:
        return None, _("This day is already over.")
    return day.isoformat(), ""


def _choice(asked: Field, raw: Raw, today: date | None) -> Read:
    value = _one(asked, raw)
    if not value:
        return _missing(asked)
    if value not in asked.values:
        return None, _("Please choose one of the answers.")
    return value, ""


def _several(asked: Field, raw: Raw, today: date | None) -> Read:
    given = {clean(value) for value in raw.get(asked.key, ())} - {""}
    if not given:
        return _missing(asked)
    if given - set(asked.values):
        return None, _("Please choose among the answers.")
    return [value for value in asked.values if value in given], ""


def _yes_no(asked: Field, raw: Raw, today: date | None) -> Read:
    value = _one(asked, raw)
    if not value:
        return _missing(asked)
    if value not in ("yes", "no"):
        return None, _("Please answer yes or no.")
    return value == "yes", ""


def _file(asked: Field, raw: Raw, today: date | None) -> Read:
    names = [name for name in (clean(value) for value in raw.get(asked.key, ())) if name]
    if not names:
        return (None, _("Please add the file.")) if asked.required else NOTHING
    if len(names) > MOST_FILES:
        return None, _("At most %(count)s files, please.") % {"count": MOST_FILES}
    return names, ""


def _address(asked: Field, raw: Raw, today: date | None) -> Read:
    given = {part: " ".join(clean((raw.get(f"{asked.key}.{part}") or ("",))[-1]).split()) for part in ADDRESS_PARTS}
    if not any(given.values()):
        return _missing(asked)
    if not given["street"] or not given["town"]:
        return None, _("Please write the street and the town.")
    if any(len(text) > LONGEST["address"] for text in given.values()):
        return None, _("This is longer than %(count)s characters.") % {"count": LONGEST["address"]}
    return given, ""


readers: dict[str, Callable[[Field, Raw, date | None], Read]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "several": _several,
    "yes_no": _yes_no,
    "file": _file,
    "address": _address,
}


def shown(asked: Field, answer: Any, language: str, write_day: Callable[[date], str]) -> str:
    """An answer as a person reads it."""
    if asked.kind == "date":
        return write_day(date.fromisoformat(answer))
    names = {option.value: in_language(option.names, language) for option in asked.options}
    if isinstance(answer, bool):
        return str(_("Yes") if answer else _("No"))
    if isinstance(answer, list):
        return ", ".join(names.get(value, str(value)) for value in answer)
    if isinstance(answer, dict):
        place = " ".join(str(answer[part]) for part in ("postcode", "town") if answer.get(part))
        return ", ".join(part for part in (str(answer.get("street", "")), place) if part)
    return names.get(answer, str(answer))
