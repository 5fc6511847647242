"""The form of a routing rule: what somebody typed, read into plain data, and a rule laid out to be typed over.

The form works without a script: whoever adds or drops a line posts it, and gets the same form back with all they typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pasillo.doors.console.office.frame import number_in
from pasillo.ground.conditions.condition import MOST_VALUES
from pasillo.ground.conditions.fields import WITHOUT_VALUE, Sort
from pasillo.operations.cases.conditions import FIELDS
from pasillo.operations.routing.commands import RuleAs
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Rule

MOST_LINES, NEEDS = 12, 3
AGO = ("within", "longer_ago")


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
        if FIELDS[self.name].sort == Sort.MOMENT and self.operator not in AGO:
            value = _with_zone(value)
        return said | {"value": value}


@dataclass(kw_only=True)
class RuleForm:
    """A rule as it stands in the form."""

    title: str = ""
    join: str = "all"
    lines: list[Line] = field(default_factory=list)
    nested: Mapping[str, Any] | None = None
    to_area: str = ""
    policy: str = ""
    speaks: bool = False
    is_active: bool = True
    needs: list[tuple[str, str, bool]] = field(default_factory=list)
    version: int = 0

    @property
    def condition(self) -> dict[str, Any]:
        """What the lines say together. No line at all: every case."""
        if self.nested is not None:
            return dict(self.nested)
        said = [line.data for line in self.lines]
        return {"any": said} if self.join == "any" and said else {"all": said}

    @property
    def wish(self) -> RuleAs:
        """The rule as somebody wishes it."""
        needs = [
            Need(skill_id=number_in(skill) or 0, level=number_in(level) or 0, must=must)
            for skill, level, must in self.needs
            if skill
        ]
        return RuleAs(
            title=self.title, condition=self.condition, to_area_id=number_in(self.to_area), needs=needs,
            speaks=self.speaks, policy=self.policy, is_active=self.is_active,
        )  # fmt: skip


def form_of(rule: Rule) -> RuleForm:
    """A rule laid out to be typed over. One that is nested keeps its condition as it is."""
    join, lines = _lines_of(rule.condition)
    return RuleForm(
        title=rule.title,
        join=join,
        lines=lines or [],
        nested=rule.condition if lines is None else None,
        to_area=str(rule.to_area_id or ""),
        policy=rule.policy,
        speaks=rule.speaks,
        is_active=rule.is_active,
        needs=[(str(need.skill_id), str(need.level), need.must) for need in rule.needs.all()],
        version=rule.version,
    )


def typed_form(given: QueryDict, kept: RuleForm) -> RuleForm:
    """What was typed, after the button that was pressed: a line more, a line less, or nothing of the kind."""
    form = RuleForm(
        title=given.get("title", ""),
        join="any" if given.get("join") == "any" else "all",
        lines=_typed_lines(given),
        nested=kept.nested if "nested" in given else None,
        to_area=given.get("to_area", ""),
        policy=given.get("policy", ""),
        speaks="speaks" in given,
        is_active="is_active" in given,
        needs=_typed_needs(given),
        version=number_in(given.get("version")) or 0,
    )
    pressed = given.get("do", "")
    if pressed == "add" and len(form.lines) < MOST_LINES and (line := _line(given.get("new", ""), [])):
        form.lines.append(line)
    dropped = number_in(pressed.removeprefix("drop:")) if pressed.startswith("drop:") else None
    if dropped is not None and dropped < len(form.lines):
        form.lines.pop(dropped)
    return form


def _lines_of(condition: Mapping[str, Any]) -> tuple[str, list[Line] | None]:
    join = "any" if "any" in condition else "all"
    parts = condition.get(join, [condition] if "field" in condition else None)
    if not isinstance(parts, list) or len(parts) > MOST_LINES:
        return "all", None
    lines = [_line(f"{part.get('field')}:{part.get('is')}", _values(part)) for part in parts]
    return join, None if None in lines else [line for line in lines if line]


def _values(part: Mapping[str, Any]) -> list[str]:
    value = part.get("value")
    given = value if isinstance(value, list) else [] if value is None else [value]
    return [_local(str(one), part) for one in given]


def _typed_lines(given: QueryDict) -> list[Line]:
    lines = [_line(given.get(f"what-{n}", ""), given.getlist(f"value-{n}")) for n in range(MOST_LINES)]
    return [line for line in lines if line]


def _line(what: str, values: Sequence[str]) -> Line | None:
    name, _colon, operator = what.partition(":")
    if name not in FIELDS or operator not in FIELDS[name].operators:
        return None
    return Line(name=name, operator=operator, values=[value[:200] for value in values[:MOST_VALUES]])


def _typed_needs(given: QueryDict) -> list[tuple[str, str, bool]]:
    return [
        (given.get(f"skill-{n}", ""), given.get(f"level-{n}", "2"), f"must-{n}" in given)
        for n in range(NEEDS)
        if given.get(f"skill-{n}")
    ]


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
    if field_ is None or field_.sort != Sort.MOMENT or part.get("is") in AGO:
        return text
    moment = datetime.fromisoformat(text)
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
