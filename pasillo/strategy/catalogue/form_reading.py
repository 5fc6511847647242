"""How an answer is shown again, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pasillo.ground.kit.countries import country_name, place_line
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.money import Money, write_money
from pasillo.ground.kit.words import _
from pasillo.strategy.catalogue.form_schema import Field


def _span(begins: datetime, ends: datetime) -> str:
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """How the door that shows an answer writes days, times, figures and people."""

    day: Callable[[date], str] = date.isoformat
    moment: Callable[[datetime], str] = datetime.isoformat
    span: Callable[[datetime, datetime], str] = _span
    number: Callable[[float | Decimal], str] = str
    person: Callable[[int], str] = str


PLAIN = Writing()


def shown(asked: Field, answer: Any, language: str, writing: Writing = PLAIN) -> str:
    """An answer as a person reads it. One that was kept in another shape is shown as it is."""
    write = _WRITERS.get(asked.kind)
    if isinstance(answer, bool):
        return str(_("Yes") if answer else _("No"))
    if write is not None:
        return write(asked, answer, language, writing)
    names = {option.value: in_language(option.names, language) for option in asked.options}
    if isinstance(answer, list):
        return ", ".join(names.get(value, str(value)) for value in answer)
    return names.get(answer, str(answer)) if isinstance(answer, str) else str(answer)


def _day(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    return writing.day(date.fromisoformat(answer))


def _number(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    unit = in_language(asked.unit, language)
    return f"{writing.number(answer)}\u00a0{unit}" if unit else writing.number(answer)


def _money(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    return write_money(Money.from_json(answer), language)


def _slot(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    begins, ends = (datetime.fromisoformat(answer[name]) for name in ("starts_at", "ends_at"))
    when = writing.span(begins, ends)
    return f"{answer['name']}, {when}" if answer.get("name") else when


def _person(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    return writing.person(int(answer["person"]))


def _consent(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    at = answer.get("at")
    words = {"text": answer["text"], "moment": writing.moment(datetime.fromisoformat(at)) if at else ""}
    return str(_("Yes, %(moment)s: “%(text)s”") % words if at else _("Yes: “%(text)s”") % words)


def _address(asked: Field, answer: Any, language: str, writing: Writing) -> str:
    country = str(answer.get("country", ""))
    place = place_line(str(answer.get("postcode", "")), str(answer.get("town", "")), country)
    lines = (str(answer.get("street", "")), str(answer.get("more", "")), place, country_name(country, language))
    return ", ".join(line for line in lines if line)


_WRITERS: dict[str, Callable[[Field, Any, str, Writing], str]] = {
    "date": _day, "number": _number, "money": _money, "slot": _slot, "person": _person, "consent": _consent,
    "address": _address,
}  # fmt: skip
