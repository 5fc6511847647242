"""How the work of an area finds its people: who gives it out, and the rules in their order."""

from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.work.shapes import PlaceIn, RoutingOut, RuleChange, RuleIn, RuleOut
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.people.models import Area
from pasillo.operations.routing import commands
from pasillo.operations.routing.commands import RuleAs
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.models import Rule
from pasillo.operations.routing.queries import areas_to_see, areas_to_steer, board_of, rule_for, rules_of

TAG = "work"


@reads(TAG, "/areas/{int:area_id}/routing", name="routing", scope="work.read", gives=RoutingOut,
       summary="Read routing", marked=True)  # fmt: skip
def show(request: HttpRequest, area_id: int) -> Any:
    """The board of an area and its rules. For whoever steers it, and for the auditor."""
    area = areas_to_see(sight(request)).filter(pk=area_id).first()
    if area is None:
        raise LookupError("no such area")
    board = board_of(area.pk)
    names = ("mode", "policy", "touch_minutes", "relax_at", "drips")
    told = {name: getattr(board, name) for name in names}
    return told | {"area": area, "overflow": board.overflow_id, "rules": [_out(rule) for rule in rules_of(area.pk)]}


@writes(TAG, "/areas/{int:area_id}/routing/rules", name="rules", scope="work.write", gives=RuleOut, status=201,
        summary="Add a rule")  # fmt: skip
def add(request: HttpRequest, area_id: int, body: RuleIn) -> Any:
    """A new rule, after the others. For whoever steers the area."""
    area = _steered(request, area_id)
    return Deed(
        do=lambda: commands.add_rule(area.pk, wish=_wish(body), by=who(request), at=now()),
        tell=lambda rule: _anew(area.pk, rule.pk),
    )


@writes(TAG, "/rules/{int:rule_id}", name="rule", scope="work.write", gives=RuleOut, verb="PUT",
        summary="Change a rule")  # fmt: skip
def change(request: HttpRequest, rule_id: int, body: RuleChange) -> Any:
    """It says something else from now on; refused to who saw an older version."""
    rule = rule_for(sight(request), rule_id)
    return Deed(
        do=lambda: commands.change_rule(rule.pk, version=body.version, wish=_wish(body), by=who(request), at=now()),
        tell=lambda _done: _anew(rule.area_id, rule.pk),
        mark=lambda: str(Rule.objects.values_list("version", flat=True).get(pk=rule.pk)),
    )


@writes(TAG, "/rules/{int:rule_id}/place", name="rule-place", scope="work.write", gives=RuleOut, verb="PUT",
        summary="Move a rule")  # fmt: skip
def move(request: HttpRequest, rule_id: int, body: PlaceIn) -> Any:
    """One place up or down; at the end of the row nothing happens."""
    rule = rule_for(sight(request), rule_id)
    return Deed(
        do=lambda: commands.move_rule(rule.pk, up=body.to == "up", by=who(request), at=now()),
        tell=lambda _done: _anew(rule.area_id, rule.pk),
    )


@writes(TAG, "/rules/{int:rule_id}", name="rule", scope="work.write", gives=None, status=204, verb="DELETE",
        summary="Drop a rule")  # fmt: skip
def drop(request: HttpRequest, rule_id: int) -> Any:
    """A rule is no more. What it decided stays as it was told."""
    rule = rule_for(sight(request), rule_id)
    return Deed(do=lambda: commands.drop_rule(rule.pk, by=who(request), at=now()))


def _steered(request: HttpRequest, area_id: int) -> Area:
    area = areas_to_steer(sight(request)).filter(pk=area_id).first()
    if area is None:
        raise LookupError("no such area")
    return area


def _wish(body: RuleIn) -> RuleAs:
    return RuleAs(
        title=body.title,
        condition=body.condition,
        for_every_case=body.for_every_case,
        to_area_id=body.to_area,
        needs=[Need(skill_id=one.skill, level=one.level, must=one.must) for one in body.needs],
        speaks=body.speaks,
        policy=body.policy,
        is_active=body.is_active,
    )


def _anew(area_id: int, rule_id: int) -> dict[str, Any]:
    return next(_out(rule) for rule in rules_of(area_id) if rule.pk == rule_id)


def _out(rule: Rule) -> dict[str, Any]:
    names = ("id", "place", "title", "condition", "to_area", "speaks", "policy", "is_active", "version")
    return {name: getattr(rule, name) for name in names} | {"needs": list(rule.needs.all())}
