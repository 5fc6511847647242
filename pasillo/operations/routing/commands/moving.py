"""Cases that go to another area by a rule, or because nobody here could take them in time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.ground.people.models import Area
from pasillo.operations.cases.commands import transfer
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.models import Choice, Rule

MOST_MOVES = 2


def move_on(cases: Iterable[Case], whither: Mapping[int, Rule] | int, *, by: str, at: datetime) -> set[int]:
    """Transfer cases, each with its reason. One that was moved twice already stays where it is: no carousel."""
    wanted = list(cases)
    if not wanted:
        return set()
    moved = Counter(
        Choice.objects.filter(case__in=[case.pk for case in wanted], outcome=Choice.Outcome.MOVED).values_list(
            "case_id", flat=True
        )
    )
    going = [case for case in wanted if moved[case.pk] < MOST_MOVES]
    return {case.pk for case in going if _move(case, whither, by=by, at=at)}


def _move(case: Case, whither: Mapping[int, Rule] | int, *, by: str, at: datetime) -> bool:
    rule = None if isinstance(whither, int) else whither[case.pk]
    to_area = whither if isinstance(whither, int) else whither[case.pk].to_area_id
    if to_area is None or not Area.objects.filter(pk=to_area, is_active=True).exists():
        return False
    if rule is None:
        reason = _("Nobody here could take this case in time.")
    else:
        reason = _("By the rule “%(rule)s”.") % {"rule": rule.title}
    why = {"from_area": case.area_id, "to_area": to_area}
    transfer(case.pk, area_id=to_area, reason=reason, by=by, at=at)
    Choice.objects.filter(case=case, outcome__in=[Choice.Outcome.SUGGESTED, Choice.Outcome.NOBODY]).delete()
    Choice.objects.create(
        case=case, area_id=to_area, outcome=Choice.Outcome.MOVED, rule=rule, made_at=at, why=why
    )  # fmt: skip
    return True
