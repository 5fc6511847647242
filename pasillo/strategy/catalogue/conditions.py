"""When a question is asked, or must be answered: rules over the answers given before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

CHOSEN = ("choice", "several", "yes_no")
ORDERED = ("number", "money", "date", "slot")
COMPARES = ("at_least", "at_most", "more_than", "less_than")
DEEPEST, MOST_PARTS = 4, 20


class Deciding(Protocol):
    """The earlier question as a condition needs to know it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Test:
    """One earlier answer compared with something: is, is_not, given, missing, at_least, more_than…"""

    field: str
    op: str
    values: tuple[Any, ...] = ()

    __test__ = False


@dataclass(frozen=True)
class Group:
    """Several conditions of which all, or any, must hold."""

    mode: str
    parts: tuple[Condition, ...]


Condition = Test | Group


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Whether the condition is met by what was answered so far. What was not answered meets only `missing`."""
    if isinstance(condition, Group):
        met = (holds(part, answers) for part in condition.parts)
        return all(met) if condition.mode == "all" else any(met)
    given = answers.get(condition.field)
    if condition.op in ("given", "missing"):
        return (given is not None) == (condition.op == "given")
    if given is None:
        return False
    if condition.op in COMPARES:
        return _compares(condition.op, _orderable(given), _orderable(condition.values[0]))
    said = set(given) if isinstance(given, list) else {given} if not isinstance(given, dict) else {_orderable(given)}
    wanted = set(condition.values) if not isinstance(given, dict) else {_orderable(one) for one in condition.values}
    return bool(said & wanted) == (condition.op == "is")


def fields_of(condition: Condition | None) -> frozenset[str]:
    """Every question on which a condition depends."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Test):
        return frozenset({condition.field})
    return frozenset().union(*(fields_of(part) for part in condition.parts))


def read_condition(given: object, key: str, before: Mapping[str, Deciding]) -> Condition | None:
    """A condition as it was written down, or a refusal that says what is wrong with it."""
    return None if given is None else _read(given, key, before, depth=1)


def as_json(condition: Condition) -> dict[str, Any]:
    """A condition as a page's script reads it."""
    if isinstance(condition, Group):
        return {condition.mode: [as_json(part) for part in condition.parts]}
    return {"field": condition.field, "op": condition.op, "values": list(condition.values)}


def _read(given: object, key: str, before: Mapping[str, Deciding], *, depth: int) -> Condition:
    if not isinstance(given, dict) or depth > DEEPEST:
        raise _senseless(key)
    for mode in ("all", "any"):
        if mode in given:
            parts = given[mode]
            if set(given) != {mode} or not isinstance(parts, list) or not 0 < len(parts) <= MOST_PARTS:
                raise _senseless(key)
            return Group(mode, tuple(_read(part, key, before, depth=depth + 1) for part in parts))
    return _test(given, key, before)


def _test(given: Mapping[str, Any], key: str, before: Mapping[str, Deciding]) -> Test:
    deciding = before.get(str(given.get("field")))
    if deciding is None:
        raise Refused(_("“%(key)s” can only depend on a question asked before it.") % {"key": key})
    op = "is" if "equals" in given else str(given.get("op", ""))
    if set(given) - {"field", "equals", "op", "value"}:
        raise _senseless(key)
    if op in ("given", "missing"):
        return Test(deciding.key, op)
    value = given.get("equals", given.get("value"))
    values = tuple(value) if isinstance(value, list) else (value,)
    if op in ("is", "is_not"):
        return Test(deciding.key, op, _wanted(values, key, deciding))
    if op in COMPARES and deciding.kind in ORDERED and len(values) == 1:
        return Test(deciding.key, op, (_limit(values[0], key, deciding),))
    raise Refused(_("“%(key)s” cannot be compared like that with “%(other)s”.") % {"key": key, "other": deciding.key})


def _wanted(values: tuple[Any, ...], key: str, deciding: Deciding) -> tuple[Any, ...]:
    if deciding.kind in ORDERED:
        return tuple(_limit(value, key, deciding) for value in values)
    if deciding.kind not in CHOSEN:
        raise Refused(_("“%(key)s” can only depend on whether “%(other)s” was answered, not on its words.")
                      % {"key": key, "other": deciding.key})  # fmt: skip
    possible: tuple[Any, ...] = (True, False) if deciding.kind == "yes_no" else deciding.values
    if not values or any(not _is_among(value, possible) for value in values):
        raise Refused(_("“%(key)s” depends on an answer that nobody can give.") % {"key": key})
    return values


def _limit(value: object, key: str, deciding: Deciding) -> Any:
    """What a number, an amount or a day is compared with."""
    try:
        if deciding.kind in ("date", "slot"):
            return date.fromisoformat(str(value)).isoformat()
        limit = Decimal(str(value))
    except (ValueError, InvalidOperation):
        raise _senseless(key) from None
    if isinstance(value, bool) or not limit.is_finite():
        raise _senseless(key)
    if deciding.kind == "money":
        return str(limit)
    return int(limit) if limit == limit.to_integral_value() else float(limit)


def _orderable(value: Any) -> Decimal | str:
    """An answer or a limit as it can be compared: a figure, or a day."""
    if isinstance(value, dict):
        value = value.get("amount") or str(value.get("starts_at", ""))[:10]
    if isinstance(value, str) and value[4:5] == "-" and value[7:8] == "-":
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


def _compares(op: str, given: Decimal | str, limit: Decimal | str) -> bool:
    if isinstance(given, str) or isinstance(limit, str):
        one, other = (str(given), str(limit)) if type(given) is type(limit) else ("", "")
        if not one:
            return False
        return _in_order(op, one, other)
    return _in_order(op, given, limit)


def _in_order(op: str, one: Any, other: Any) -> bool:
    return bool({
        "at_least": one >= other, "at_most": one <= other, "more_than": one > other, "less_than": one < other,
    }[op])  # fmt: skip


def _is_among(value: object, possible: tuple[Any, ...]) -> bool:
    return any(type(value) is type(one) and value == one for one in possible)


def _senseless(key: str) -> Refused:
    return Refused(_("The condition of “%(key)s” makes no sense.") % {"key": key})
