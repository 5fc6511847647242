"""A condition asked of the database: the same question as `in_hand`, with the same answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Contains, Exact, StartsWith

from pasillo.ground.conditions.condition import Condition, Not, Says, Some
from pasillo.ground.conditions.fields import OPPOSITES, Sort
from pasillo.ground.conditions.folding import FOLDED, LETTERS, folded

EVERYTHING = Q()
NOTHING = Q(pk__in=())


def question(condition: Condition, *, at: datetime) -> Q:
    """The rows for which the condition holds at this moment."""
    if isinstance(condition, Says):
        return _says(condition, at)
    if isinstance(condition, Not):
        inner = question(condition.part, at=at)
        return ~inner if inner else NOTHING
    parts = [question(part, at=at) for part in condition.parts]
    if isinstance(condition, Some):
        return _any(parts)
    return Q(*(part for part in parts if part))


def _any(parts: list[Q]) -> Q:
    if not all(parts):
        return EVERYTHING
    found = NOTHING
    for part in parts:
        found |= part
    return found


def _says(said: Says, at: datetime) -> Q:
    operator = OPPOSITES.get(said.operator, said.operator)
    asked = _empty(said) if operator == "empty" else _known(said, operator, at)
    return asked if operator == said.operator else ~asked


def _empty(said: Says) -> Q:
    missing = Q((f"{said.field.column}__isnull", True))
    if said.field.sort not in {Sort.TEXT, Sort.CHOICE}:
        return missing
    return missing | Q(Exact(Cast(F(said.field.column), TextField()), ""))


def _known(said: Says, operator: str, at: datetime) -> Q:
    """What is not known is never what was asked for, nor is it unknown: the answer is no."""
    known = Q((f"{said.field.column}__isnull", False))
    if said.field.sort == Sort.TEXT:
        return known & Q(_TEXTS[operator](_plainly(said.field.column), folded(str(said.value))))
    lookup, value = _LOOKUPS[operator](said.value, at)
    return known & Q((f"{said.field.column}{lookup}", value))


def _plainly(column: str) -> Func:
    return Func(F(column), Value(LETTERS), Value(FOLDED), function="translate", output_field=TextField())


_TEXTS: dict[str, Callable[[Any, Any], Any]] = {"is": Exact, "contains": Contains, "starts": StartsWith}
_LOOKUPS: dict[str, Callable[[Any, datetime], tuple[str, Any]]] = {
    "one_of": lambda value, at: ("__in", value),
    "is": lambda value, at: ("", value),
    "at_least": lambda value, at: ("__gte", value),
    "at_most": lambda value, at: ("__lte", value),
    "before": lambda value, at: ("__lt", value),
    "after": lambda value, at: ("__gt", value),
    "within": lambda value, at: ("__range", (at - timedelta(hours=value), at)),
    "longer_ago": lambda value, at: ("__lt", at - timedelta(hours=value)),
    "ahead": lambda value, at: ("__range", (at, at + timedelta(hours=value))),
    "yes": lambda value, at: ("", True),
}
