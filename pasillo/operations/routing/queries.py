"""What others may ask of routing: why a case is where it is, the rules of an area, and which cases they meant."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.conditions.condition import Condition
from pasillo.ground.conditions.in_sql import question
from pasillo.ground.people.models import Area, Skill
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case, Cases
from pasillo.operations.cases.queries import visible_to
from pasillo.operations.routing.models import Board, Choice, Mode, Rebalance, Rule

LAST_WEEK, UNDO_LASTS = timedelta(days=7), timedelta(minutes=15)
MOST_GONE = 30


def choice_for(case: Case) -> Choice | None:
    """The choice that made the case stand where it stands; None when a person decided since, or nobody chose yet."""
    last: Choice | None = next(iter(asked(_last_choice, case.pk)), None)
    if last is None or last.outcome in (Choice.Outcome.MOVED, Choice.Outcome.RETURNED):
        return None
    if last.outcome in (Choice.Outcome.SUGGESTED, Choice.Outcome.NOBODY):
        return last if case.assignee_id is None and case.area_id == last.area_id else None
    return last if case.assignee_id == last.person_id and case.assignee_id is not None else None


def _last_choice(case_id: int) -> QuerySet[Choice]:
    return Choice.objects.filter(case_id=case_id).select_related("rule", "person").order_by("-id")[:1]


def gone_on_without(person_id: int, *, since: datetime) -> list[Choice]:
    """Which cases of this person went on without them while they were away, the last first."""
    gone = Choice.objects.filter(person=person_id, outcome=Choice.Outcome.RETURNED, made_at__gte=since)
    return list(gone.order_by("-id")[:MOST_GONE])


def skill_names(skill_ids: Iterable[int]) -> dict[int, str]:
    """The names of some skills."""
    wanted = set(skill_ids)
    return dict(Skill.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def areas_to_steer(seen: Sight) -> QuerySet[Area]:
    """The areas whose work this person may arrange: all for who heads operations, else those they lead."""
    areas = Area.objects.filter(is_active=True).select_related("calendar", "lead").order_by("name")
    return areas if "head" in seen.roles else areas.filter(pk__in=seen.managed_ids)


def areas_to_see(seen: Sight) -> QuerySet[Area]:
    """The areas whose team and load this person may look at: those they steer, and all for the auditor."""
    areas = Area.objects.filter(is_active=True).select_related("calendar", "lead").order_by("name")
    return areas if seen.sees_all else areas.filter(pk__in=seen.managed_ids)


def board_of(area_id: int) -> Board:
    """How the work of an area finds its people; by hand, until somebody said otherwise."""
    return Board.objects.filter(pk=area_id).first() or Board(area_id=area_id, mode=Mode.OFF, version=0)


def rules_of(area_id: int) -> list[Rule]:
    """The rules of an area, in their order."""
    rules = Rule.objects.filter(area_id=area_id).select_related("to_area").prefetch_related("needs__skill")
    return list(rules.order_by("place", "id"))


def rule_for(seen: Sight, rule_id: int) -> Rule:
    """A rule that this person may change. LookupError otherwise."""
    rule = Rule.objects.select_related("area").filter(pk=rule_id, area__in=areas_to_steer(seen)).first()
    if rule is None:
        raise LookupError("no such rule")
    return rule


def rebalance_for(seen: Sight, round_id: int) -> Rebalance:
    """A rebalance that this person may undo. LookupError otherwise."""
    found = Rebalance.objects.filter(pk=round_id, area__in=areas_to_steer(seen)).first()
    if found is None:
        raise LookupError("no such round")
    return found


def last_rebalance(area_id: int, *, since: datetime) -> Rebalance | None:
    """What was moved in the last minutes and can be undone yet."""
    lately = Rebalance.objects.filter(area_id=area_id, undone_at=None, made_at__gte=since - UNDO_LASTS)
    return lately.order_by("-id").first()


def last_weeks_matches(seen: Sight, area_id: int, condition: Condition, *, at: datetime) -> Cases:
    """Which of last week's cases of an area a condition would have meant, of those that this person may see."""
    came = visible_to(seen).filter(area_id=area_id, opened_at__gte=at - LAST_WEEK, opened_at__lte=at)
    return came.filter(question(condition, at=at))
