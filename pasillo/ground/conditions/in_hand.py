"""A condition asked of a thing in hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.conditions.condition import All, Condition, Not, Says, Some
from pasillo.ground.conditions.fields import OPPOSITES
from pasillo.ground.conditions.folding import folded

Test = Callable[[Any, Any, datetime], bool]


def holds(condition: Condition, thing: Any, *, at: datetime) -> bool:
    """Whether the condition holds for this thing at this moment. What is not known is never what was asked for."""
    if isinstance(condition, All):
        return all(holds(part, thing, at=at) for part in condition.parts)
    if isinstance(condition, Some):
        return any(holds(part, thing, at=at) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, thing, at=at)
    return _says(condition, thing, at)


def _says(said: Says, thing: Any, at: datetime) -> bool:
    operator = OPPOSITES.get(said.operator, said.operator)
    is_opposite = operator != said.operator
    found = said.field.read(thing)
    if operator == "empty":
        return (found is None or found == "") != is_opposite
    if found is None:
        return is_opposite
    sort = f"{said.field.sort}:{operator}"
    return TESTS[sort](found, said.value, at) != is_opposite


TESTS: dict[str, Test] = {
    "text:is": lambda found, value, at: folded(found) == folded(value),
    "text:contains": lambda found, value, at: folded(value) in folded(found),
    "text:starts": lambda found, value, at: folded(found).startswith(folded(value)),
    "choice:one_of": lambda found, value, at: found in value,
    "number:is": lambda found, value, at: found == value,
    "number:at_least": lambda found, value, at: found >= value,
    "number:at_most": lambda found, value, at: found <= value,
    "moment:before": lambda found, value, at: found < value,
    "moment:after": lambda found, value, at: found > value,
    "moment:within": lambda found, value, at: at - timedelta(hours=value) <= found <= at,
    "moment:longer_ago": lambda found, value, at: found < at - timedelta(hours=value),
    "moment:ahead": lambda found, value, at: at <= found <= at + timedelta(hours=value),
    "flag:yes": lambda found, value, at: bool(found),
}
