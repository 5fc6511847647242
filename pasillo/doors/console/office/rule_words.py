"""A rule in words: for which cases, what it does with them, and what keeps it from ever being asked."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.console.office.frame import level_words, number_in
from pasillo.doors.console.office.routing_form import RuleForm
from pasillo.ground.conditions.condition import Condition, condition_of, holds_always
from pasillo.ground.conditions.saying import say
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, Skill
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.conditions import FIELDS
from pasillo.operations.routing.models import Rule
from pasillo.operations.routing.queries import last_weeks_matches

SHOWN, COUNTED = 5, 1000
Need = tuple[str, int, bool]


def policies() -> list[tuple[str, str]]:
    """Who comes first among those who can take a case, as a form offers it."""
    return [
        ("percent_spare", _("Whoever has the largest part free")),
        ("numeric_spare", _("Whoever has room for the most cases")),
        ("longest_idle", _("Whoever has had nothing new for the longest")),
        ("round_robin", _("In turn")),
        ("continuity", _("Whom the customer knows, else the largest part free")),
    ]


def rule_rows(rules: list[Rule]) -> list[dict[str, Any]]:
    """The rules of an area as a list shows them, with the one before each that leaves it nothing."""
    before = _before(rules)
    return [
        {"rule": rule, "says": said(rule.condition), "then": _then(rule), "first": place == 0,
         "last": place == len(rules) - 1, "place": place + 1, "behind": before[place],
         "idle": rule.is_active and not _does(rule) and not any(one.is_active for one in rules[place + 1:])}
        for place, rule in enumerate(rules)
    ]  # fmt: skip


def said(condition: object) -> str:
    """A condition in words; what is wrong with it, when something is."""
    try:
        return say(condition_of(condition, FIELDS))
    except Refused as refusal:
        return str(refusal)


def look(seen: Sight, area_id: int, form: RuleForm, at: datetime) -> dict[str, Any]:
    """The whole rule in words, and which of last week's cases it would have meant."""
    try:
        condition = condition_of(form.condition, FIELDS)
    except Refused as refusal:
        return {"error": str(refusal), "says": "", "count": 0, "cases": [], "more": 0}
    matches = last_weeks_matches(seen, area_id, condition, at=at)
    count = matches[:COUNTED].count()
    newest = matches.order_by("-opened_at", "-id").values("number", "subject", "language")[:SHOWN]
    cases = [row | {"url": reverse("desk:case", args=[row["number"]])} for row in newest]
    words = _whole(condition, _typed_deeds(form))
    return {"error": "", "says": words, "count": count, "cases": cases, "more": max(0, count - SHOWN)}


def _whole(condition: Condition, deeds: list[str]) -> str:
    if holds_always(condition):
        return _("For every case: %(deeds)s") % {"deeds": ", ".join(deeds)}
    return _("%(condition)s: %(deeds)s") % {"condition": say(condition), "deeds": ", ".join(deeds)}


def _does(rule: Rule) -> bool:
    """Whether it asks for anything, or sends the case elsewhere."""
    return bool(rule.to_area_id or rule.speaks or rule.policy or rule.needs.all())


def _then(rule: Rule) -> list[str]:
    needs = [(need.skill.name, need.level, need.must) for need in rule.needs.all()]
    return _deeds(rule.to_area.name if rule.to_area else "", needs, rule.speaks, rule.policy)


def _typed_deeds(form: RuleForm) -> list[str]:
    area = Area.objects.filter(pk=number_in(form.to_area) or 0, is_active=True).first()
    chosen = [number_in(skill) or 0 for skill, _level, _must in form.needs]
    names = {skill.pk: skill.name for skill in Skill.objects.filter(pk__in=chosen)}
    needs = [
        (names[number_in(skill) or 0], number_in(level) or 0, must)
        for skill, level, must in form.needs
        if (number_in(skill) or 0) in names
    ]
    return _deeds(area.name if area else "", needs, form.speaks, form.policy)


def _deeds(to_area: str, needs: list[Need], speaks: bool, policy: str) -> list[str]:
    asks = [
        (_("needs %(skill)s, %(level)s") if must else _("better with %(skill)s, %(level)s"))
        % {"skill": skill, "level": level_words(level)}
        for skill, level, must in needs
    ]
    if speaks:
        asks.append(_("in the customer's language"))
    if policy in dict(policies()):
        asks.append(dict(policies())[policy].lower())
    if to_area:
        goes = [_("goes to %(area)s") % {"area": to_area}]
        return [*goes, _("the rules there ask who can take it")] if asks else goes
    return asks or [_("nothing special is asked")]


def _before(rules: list[Rule]) -> list[str]:
    """For each rule the title of one before it that fits wherever it fits; nothing where it has its own cases."""
    known = [_understood(rule) for rule in rules]
    return [
        next((rules[n].title for n in range(place) if _leaves_nothing(rules[n], known[n], known[place])), "")
        for place in range(len(rules))
    ]


def _understood(rule: Rule) -> Condition | None:
    try:
        return condition_of(rule.condition, FIELDS)
    except Refused:
        return None


def _leaves_nothing(rule: Rule, first: Condition | None, second: Condition | None) -> bool:
    if not rule.is_active or first is None:
        return False
    return holds_always(first) or first == second
