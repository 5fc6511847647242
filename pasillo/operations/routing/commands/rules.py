"""Rules of an area: new, different, elsewhere in the order, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pasillo.ground.conditions.condition import Condition, condition_of, data_of, holds_always
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, PersonSkill, Skill
from pasillo.operations.cases.conditions import FIELDS
from pasillo.operations.routing.eligibility import Need
from pasillo.operations.routing.facts import RuleChanged
from pasillo.operations.routing.models import Rule, RuleNeed
from pasillo.operations.routing.ranking import POLICIES

MOST_RULES, MOST_NEEDS = 100, 8


@dataclass(frozen=True, kw_only=True)
class RuleAs:
    """A rule as somebody wishes it. One that leaves out no case says so."""

    title: str
    condition: Mapping[str, Any]
    for_every_case: bool = False
    to_area_id: int | None = None
    needs: Sequence[Need] = field(default_factory=tuple)
    speaks: bool = False
    policy: str = ""
    is_active: bool = True


@transaction.atomic
def add_rule(area_id: int, *, wish: RuleAs, by: str, at: datetime) -> Rule:
    """A new rule, after the others."""
    Area.objects.select_for_update(no_key=True).get(pk=area_id)
    rules = Rule.objects.filter(area_id=area_id)
    if rules.count() >= MOST_RULES:
        raise Refused(_("An area has a hundred rules at most. Please make some of them simpler."))
    last = rules.aggregate(last=Max("place"))["last"] or 0
    rule = Rule(area_id=area_id, place=last + 1)
    return _keep(rule, wish, what="added", by=by, at=at)


@transaction.atomic
def change_rule(rule_id: int, *, version: int, wish: RuleAs, by: str, at: datetime) -> Rule:
    """A rule that says something else from now on."""
    area_id = Rule.objects.values_list("area_id", flat=True).get(pk=rule_id)
    Area.objects.select_for_update(no_key=True).get(pk=area_id)
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    if rule.version != version:
        raise Refused(_("Somebody changed this rule while you were writing. Look at it again, then change it."))
    rule.version = version + 1
    return _keep(rule, wish, what="changed", by=by, at=at)


@transaction.atomic
def move_rule(rule_id: int, *, up: bool, by: str, at: datetime) -> None:
    """One place up or down: the first rule that fits decides. At the end of the row nothing happens."""
    area_id = Rule.objects.values_list("area_id", flat=True).get(pk=rule_id)
    rules = list(Rule.objects.select_for_update(of=("self",)).filter(area_id=area_id).order_by("place", "id"))
    here = next(place for place, rule in enumerate(rules) if rule.pk == rule_id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rules):
        return
    rules[here], rules[there] = rules[there], rules[here]
    for place, rule in enumerate(rules, start=1):
        rule.place = place
    Rule.objects.bulk_update(rules, ["place"])
    _tell(rules[there], "moved", by, at)


@transaction.atomic
def drop_rule(rule_id: int, *, by: str, at: datetime) -> None:
    """A rule is no more. What it decided stays as it was told."""
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    _tell(rule, "dropped", by, at)
    rule.delete()


def _keep(rule: Rule, wish: RuleAs, *, what: str, by: str, at: datetime) -> Rule:
    title = " ".join(safe(wish.title).split())[:120]
    if not title:
        raise Refused(_("A rule needs a name."))
    if Rule.objects.filter(area_id=rule.area_id, title__iexact=title).exclude(pk=rule.pk).exists():
        raise Refused(_("There is a rule of this name already. Give this one another, so that each can be told."))
    if wish.policy and wish.policy not in POLICIES:
        raise Refused(_("Choose who comes first."))
    if wish.to_area_id is not None and not Area.objects.filter(pk=wish.to_area_id, is_active=True).exists():
        raise Refused(_("Choose an area that serves."))
    rule.title, rule.condition = title, data_of(_meant(wish))
    rule.to_area_id = None if wish.to_area_id == rule.area_id else wish.to_area_id
    rule.speaks, rule.policy, rule.is_active = wish.speaks, wish.policy, wish.is_active
    needs = _needs(wish.needs)
    rule.save()
    RuleNeed.objects.filter(rule=rule).delete()
    RuleNeed.objects.bulk_create(
        RuleNeed(rule=rule, skill_id=need.skill_id, level=need.level, must=need.must) for need in needs
    )
    _tell(rule, what, by, at)
    return rule


def _meant(wish: RuleAs) -> Condition:
    """For which cases; a rule for all of them is kept only if that is said."""
    condition = condition_of(wish.condition, FIELDS)
    if holds_always(condition) and not wish.for_every_case:
        raise Refused(
            _("Without a condition this rule holds for every case. Say that this is meant, or for which cases it is.")
        )
    return condition


def _needs(wanted: Sequence[Need]) -> list[Need]:
    needs = list({need.skill_id: need for need in wanted}.values())
    if len(needs) > MOST_NEEDS:
        raise Refused(_("Eight skills are enough for one rule."))
    known = set(Skill.objects.filter(pk__in=[need.skill_id for need in needs]).values_list("pk", flat=True))
    if any(need.skill_id not in known or need.level not in PersonSkill.Level.values for need in needs):
        raise Refused(_("Choose a skill."))
    return needs


def _tell(rule: Rule, what: str, by: str, at: datetime) -> None:
    fact = RuleChanged(rule_id=rule.pk, area_id=rule.area_id, what=what)
    tell(fact, about=f"area:{rule.area_id}", by=by, at=at)
