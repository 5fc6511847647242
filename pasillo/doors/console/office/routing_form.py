"""The form of a routing rule: what somebody typed, read into plain data, and a rule laid out to be typed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from pasillo.doors.console.office.frame import number_in
from pasillo.doors.console.office.rule_tree import Part, tree_of, typed_tree
from pasillo.operations.routing.commands import RuleAs
from pasillo.operations.routing.commands.rules import MOST_NEEDS
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Rule

NEEDS = MOST_NEEDS


@dataclass(kw_only=True)
class RuleForm:
    """A rule as it stands in the form. What is not known any more in its condition is kept, not typed over."""

    title: str = ""
    tree: Part = field(default_factory=Part)
    unread: Mapping[str, Any] | None = None
    for_every_case: bool = False
    to_area: str = ""
    policy: str = ""
    speaks: bool = False
    is_active: bool = True
    needs: list[tuple[str, str, bool]] = field(default_factory=list)
    version: int = 0

    @property
    def condition(self) -> dict[str, Any]:
        """What the lines say together. No line at all: every case."""
        return dict(self.unread) if self.unread is not None else self.tree.data

    @property
    def wish(self) -> RuleAs:
        """The rule as somebody wishes it."""
        needs = [
            Need(skill_id=number_in(skill) or 0, level=number_in(level) or 0, must=must)
            for skill, level, must in self.needs
            if skill
        ]
        return RuleAs(
            title=self.title, condition=self.condition, for_every_case=self.for_every_case, needs=needs,
            to_area_id=number_in(self.to_area), speaks=self.speaks, policy=self.policy, is_active=self.is_active,
        )  # fmt: skip


def form_of(rule: Rule) -> RuleForm:
    """A rule laid out to be typed over."""
    tree = tree_of(rule.condition)
    return RuleForm(
        title=rule.title,
        tree=tree or Part(),
        unread=rule.condition if tree is None else None,
        for_every_case=tree is not None and not tree.parts,
        to_area=str(rule.to_area_id or ""),
        policy=rule.policy,
        speaks=rule.speaks,
        is_active=rule.is_active,
        needs=[(str(need.skill_id), str(need.level), need.must) for need in rule.needs.all()],
        version=rule.version,
    )


def typed_form(given: QueryDict, kept: RuleForm) -> RuleForm:
    """What was typed, after the button that was pressed."""
    return RuleForm(
        title=given.get("title", ""),
        tree=typed_tree(given),
        unread=kept.unread if "unread" in given else None,
        for_every_case="for_every_case" in given,
        to_area=given.get("to_area", ""),
        policy=given.get("policy", ""),
        speaks="speaks" in given,
        is_active="is_active" in given,
        needs=_typed_needs(given),
        version=number_in(given.get("version")) or 0,
    )


def _typed_needs(given: QueryDict) -> list[tuple[str, str, bool]]:
    return [
        (given.get(f"skill-{n}", ""), given.get(f"level-{n}", "2"), f"must-{n}" in given)
        for n in range(NEEDS)
        if given.get(f"skill-{n}")
    ]
