"""A condition: something said of a field, or several such things joined. Read from plain data, and written back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasillo.ground.conditions.fields import IN_HOURS, WITHOUT_VALUE, Field, Fields, Sort, Value
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

DEEPEST, MOST, MOST_VALUES, LONGEST = 6, 40, 50, 200
LARGEST, LONGEST_HOURS = 10**9, 24 * 366 * 20


@dataclass(frozen=True)
class Says:
    """Something said of one field."""

    field: Field
    operator: str
    value: Value = None


@dataclass(frozen=True)
class All:
    """All of these hold. None at all hold always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Some:
    """At least one of these holds."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    part: Condition


Condition = Says | All | Some | Not
ALWAYS = All()


def condition_of(data: object, fields: Fields) -> Condition:
    """What plain data says. What cannot be understood is refused with a sentence."""
    condition = _read(data, fields, DEEPEST)
    if sum(1 for _one in said_in(condition)) > MOST:
        raise Refused(_("This condition says more than %(most)s things. Please make two of it.") % {"most": MOST})
    return condition


def data_of(condition: Condition) -> dict[str, Any]:
    """The condition as plain data, to be kept."""
    if isinstance(condition, Says):
        said: dict[str, Any] = {"field": condition.field.name, "is": condition.operator}
        return said if condition.operator in WITHOUT_VALUE else said | {"value": _plain(condition.value)}
    if isinstance(condition, Not):
        return {"not": data_of(condition.part)}
    return {"all" if isinstance(condition, All) else "any": [data_of(part) for part in condition.parts]}


def said_in(condition: Condition) -> Iterator[Says]:
    """Each single thing that a condition says."""
    if isinstance(condition, Says):
        yield condition
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        yield from said_in(part)


def holds_always(condition: Condition) -> bool:
    """Whether it leaves nothing out, whatever the thing is."""
    if isinstance(condition, All):
        return all(holds_always(part) for part in condition.parts)
    if isinstance(condition, Some):
        return any(holds_always(part) for part in condition.parts)
    return False


def _read(data: object, fields: Fields, depth: int) -> Condition:
    if not isinstance(data, Mapping):
        raise Refused(_("This is not a condition."))
    if depth == 0:
        raise Refused(_("This condition is nested too deeply. Please make it simpler."))
    if "not" in data:
        return Not(_read(data["not"], fields, depth - 1))
    for word in ("all", "any"):
        if word in data:
            return _joined(word, data[word], fields, depth)
    return _said(data, fields)


def _joined(word: str, parts: object, fields: Fields, depth: int) -> Condition:
    if not isinstance(parts, list) or len(parts) > MOST:
        raise Refused(_("This is not a condition."))
    if word == "any" and not parts:
        raise Refused(_("“One of these” needs at least one thing to choose from."))
    read = tuple(_read(part, fields, depth - 1) for part in parts)
    return All(read) if word == "all" else Some(read)


def _said(data: Mapping[Any, Any], fields: Fields) -> Says:
    name, operator = data.get("field"), data.get("is")
    field = fields.get(name) if isinstance(name, str) else None
    if field is None:
        raise Refused(_("A condition asks about something that we do not know: %(name)s.") % {"name": _short(name)})
    if operator not in field.operators:
        raise Refused(_("This cannot be asked about %(field)s.") % {"field": field.words})
    if operator in WITHOUT_VALUE:
        return Says(field, operator)
    return Says(field, operator, _value(field, operator, data.get("value")))


def _value(field: Field, operator: str, given: object) -> Value:
    if field.sort == Sort.CHOICE:
        return _chosen(field, given)
    if field.sort == Sort.TEXT:
        return _text(field, given)
    if field.sort == Sort.NUMBER:
        return _number(field, given, LARGEST)
    if operator in IN_HOURS:
        return _hours(field, given)
    return _moment(field, given)


def _chosen(field: Field, given: object) -> Value:
    values = given if isinstance(given, list) else [given]
    if not values or len(values) > MOST_VALUES or not all(isinstance(one, (str, int)) for one in values):
        raise Refused(_("Choose at least one value for %(field)s.") % {"field": field.words})
    try:
        return tuple(sorted({field.code(safe(str(one))[:LONGEST]) for one in values}))  # type: ignore[type-var,return-value]
    except ValueError:
        raise Refused(_("Choose at least one value for %(field)s.") % {"field": field.words}) from None


def _text(field: Field, given: object) -> str:
    text = " ".join(safe(given).split()) if isinstance(given, str) else ""
    if not text or len(text) > LONGEST:
        raise Refused(_("Write what %(field)s should say, in up to 200 letters.") % {"field": field.words})
    return text


def _number(field: Field, given: object, largest: int) -> int:
    try:
        number = int(given) if isinstance(given, (str, int)) and len(str(given)) < 15 else None
    except ValueError:
        number = None
    if number is None or abs(number) > largest:
        raise Refused(_("%(field)s needs a whole number.") % {"field": _upper_first(field.words)})
    return number


def _hours(field: Field, given: object) -> int:
    hours = _number(field, given, LONGEST_HOURS)
    if hours < 0:
        raise Refused(
            _("How many hours for %(field)s? Write a number that is not below nothing.") % {"field": field.words}
        )
    return hours


def _moment(field: Field, given: object) -> datetime:
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(_("%(field)s needs a day and a time.") % {"field": _upper_first(field.words)})
    return moment


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _short(name: object) -> str:
    return safe(str(name))[:40]


def _upper_first(words: object) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
