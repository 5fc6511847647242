"""A condition laid out to be typed: lines, and parts of lines joined in a way of their own, as deep as it was kept.

Each line and part has its place in the names of the form: `what-0`, `part-1`, `what-1-0`. The form works without a
script: whoever adds or drops something posts it, and gets the same form back with all they typed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pasillo.ground.conditions.condition import MOST_VALUES
from pasillo.ground.conditions.fields import IN_HOURS, WITHOUT_VALUE, Sort
from pasillo.operations.cases.conditions import FIELDS

ALL, ANY, NONE = "all", "any", "none"
JOINS = (ALL, ANY, NONE)
DEEPEST_PART = 2
PLACED = re.compile(r"(what|part)-(\d{1,2}(?:-\d{1,2}){0,5})")
Path = tuple[int, ...]


@dataclass(kw_only=True)
class Line:
    """One thing that a condition says, as it stands in the form."""

    name: str
    operator: str
    values: list[str] = field(default_factory=list)

    @property
    def what(self) -> str:
        """Field and operator, as the form names them: "priority:one_of"."""
        return f"{self.name}:{self.operator}"

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data."""
        said: dict[str, Any] = {"field": self.name, "is": self.operator}
        if self.operator in WITHOUT_VALUE:
            return said
        if FIELDS[self.name].sort == Sort.CHOICE:
            return said | {"value": list(self.values)}
        value = self.values[0] if self.values else ""
        if FIELDS[self.name].sort == Sort.MOMENT and self.operator not in IN_HOURS:
            value = _with_zone(value)
        return said | {"value": value}


@dataclass(kw_only=True)
class Part:
    """Several things joined: all of them, one of them, or none of them."""

    join: str = ALL
    parts: list["Line | Part"] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data. Nothing at all holds always."""
        said = [part.data for part in self.parts]
        if self.join == NONE and said:
            return {"not": said[0] if len(said) == 1 else {"any": said}}
        return {"any": said} if self.join == ANY and said else {"all": said}


def tree_of(condition: Mapping[str, Any]) -> Part | None:
    """What was kept, laid out. Nothing, when a part of it is not known any more or is empty."""
    found = _node(condition)
    if isinstance(found, Line):
        return Part(parts=[found])
    return found


def typed_tree(given: QueryDict) -> Part:
    """What was typed, after the button that was pressed: a line or a part more, one less, or nothing of the kind."""
    root = Part(join=_join(given.get("join")))
    nodes: dict[Path, Line | Part] = {(): root}
    for path in sorted(_places(given)):
        parent = nodes.get(path[:-1])
        node = _typed(given, path)
        if node is not None and isinstance(parent, Part):
            parent.parts.append(node)
            nodes[path] = node
    _press(given, nodes)
    return root


def line(what: str, values: Sequence[str]) -> Line | None:
    """A line that asks this; nothing, when that cannot be asked."""
    name, _colon, operator = what.partition(":")
    if name not in FIELDS or operator not in FIELDS[name].operators:
        return None
    return Line(name=name, operator=operator, values=[value[:200] for value in values[:MOST_VALUES]])


def suffix(path: Path) -> str:
    """How the names of the form end for this place."""
    return "".join(f"-{one}" for one in path)


def _node(data: Mapping[str, Any]) -> Line | Part | None:
    if "not" in data:
        inner = data["not"]
        return _part(NONE, inner.get("any", [inner]))
    for join in (ALL, ANY):
        if join in data:
            return _part(join, data[join])
    return line(f"{data.get('field')}:{data.get('is')}", _values(data))


def _part(join: str, parts: Sequence[Mapping[str, Any]]) -> Part | None:
    nodes = [_node(one) for one in parts]
    if any(one is None or (isinstance(one, Part) and not one.parts) for one in nodes):
        return None
    return Part(join=join, parts=[one for one in nodes if one is not None])


def _places(given: QueryDict) -> set[Path]:
    matches = (PLACED.fullmatch(name) for name in given)
    return {tuple(map(int, found[2].split("-"))) for found in matches if found}


def _typed(given: QueryDict, path: Path) -> Line | Part | None:
    end = suffix(path)
    if f"part{end}" in given:
        return Part(join=_join(given.get(f"join{end}")))
    return line(given.get(f"what{end}", ""), given.getlist(f"value{end}"))


def _join(text: str | None) -> str:
    return text if text in JOINS else ALL


def _press(given: QueryDict, nodes: Mapping[Path, Line | Part]) -> None:
    deed, _colon, place = given.get("do", "").partition(":")
    path = tuple(int(one) for one in place.split("-") if one.isdecimal() and len(one) < 3)
    here = nodes.get(path)
    if deed == "drop" and path and here is not None:
        _drop(nodes, path)
    new = line(given.get(f"new{suffix(path)}", ""), [])
    if new is None or not isinstance(here, Part):
        return
    if deed == "add":
        here.parts.append(new)
    elif deed == "part" and len(path) < DEEPEST_PART:
        here.parts.append(Part(join=ANY, parts=[new]))


def _drop(nodes: Mapping[Path, Line | Part], path: Path) -> None:
    """What stands there goes, and a part in which nothing is left goes with it."""
    parent = nodes[path[:-1]]
    if not isinstance(parent, Part):
        return
    parent.parts[:] = [one for one in parent.parts if one is not nodes[path]]
    if not parent.parts and len(path) > 1:
        _drop(nodes, path[:-1])


def _values(part: Mapping[str, Any]) -> list[str]:
    value = part.get("value")
    given = value if isinstance(value, list) else [] if value is None else [value]
    return [_local(str(one), part) for one in given]


def _with_zone(text: str) -> str:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return ""
    if moment is None:
        return ""
    return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).isoformat()


def _local(text: str, part: Mapping[str, Any]) -> str:
    field_ = FIELDS.get(str(part.get("field")))
    if field_ is None or field_.sort != Sort.MOMENT or part.get("is") in IN_HOURS:
        return text
    moment = datetime.fromisoformat(text)
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
