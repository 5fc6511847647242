"""What waits for somebody in an area, and what each case asks of whoever takes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pasillo.ground.conditions.condition import Condition, condition_of
from pasillo.ground.conditions.in_hand import holds
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.conditions import FIELDS, JOINED
from pasillo.operations.cases.models import Case, Cases
from pasillo.operations.cases.phases import OURS
from pasillo.operations.cases.queries import by_next_promise
from pasillo.operations.promises.queries import clocks_of
from pasillo.operations.routing.eligibility import Need, Wanted
from pasillo.operations.routing.load import weight
from pasillo.operations.routing.models import Board, Choice, Rule
from pasillo.operations.routing.ranking import CONTINUITY

ALL_OF_IT = 100


@dataclass(frozen=True, kw_only=True)
class ReadRule:
    """A rule as it is asked: its condition understood, its needs in hand."""

    rule: Rule
    condition: Condition
    needs: tuple[Need, ...]


def waiting_in(area_id: int) -> Cases:
    """The cases of an area that are ours to do and that nobody holds."""
    return Case.objects.filter(area_id=area_id, state__in=OURS, assignee=None, snoozed_until=None)


def page_of(area_id: int, *, after: tuple[datetime, int] | None, limit: int) -> list[Case]:
    """The next cases in the order in which their promises break, locked; one that somebody has in hand is left out."""
    cases = by_next_promise(waiting_in(area_id))
    if after is not None:
        cases = cases.filter(breaks_at__gte=after[0]).exclude(breaks_at=after[0], pk__lte=after[1])
    return list(cases.select_for_update(skip_locked=True, of=("self",)).select_related(*JOINED)[:limit])


def read_rules(area_id: int) -> list[ReadRule]:
    """The rules of an area in their order. One whose condition is not understood any more is passed over."""
    return rules_in([area_id]).get(area_id, [])


def rules_in(area_ids: Iterable[int]) -> dict[int, list[ReadRule]]:
    """The rules of several areas, each in their order."""
    rules = Rule.objects.filter(area__in=list(area_ids), is_active=True).prefetch_related("needs")
    read: dict[int, list[ReadRule]] = defaultdict(list)
    for rule in rules.order_by("place", "id"):
        try:
            condition = condition_of(rule.condition, FIELDS)
        except Refused:
            continue
        needs = tuple(Need(skill_id=one.skill_id, level=one.level, must=one.must) for one in rule.needs.all())
        read[rule.area_id].append(ReadRule(rule=rule, condition=condition, needs=needs))
    return dict(read)


def rule_for(case: Case, rules: Iterable[ReadRule], *, at: datetime) -> ReadRule | None:
    """The first rule that fits this case."""
    return next((one for one in rules if holds(one.condition, case, at=at)), None)


def wanted_of(
    case: Case,
    board: Board,
    rule: ReadRule | None,
    *,
    knows: int | None,
    prefers: int | None,
    is_pressing: bool,
    is_live: bool,
) -> Wanted:
    """What a case asks of whoever takes it."""
    return Wanted(
        case_id=case.pk,
        channel=case.channel,
        weight=weight(kind=case.kind, channel=case.channel, priority=case.priority),
        needs=rule.needs if rule else (),
        language=case.language if rule and rule.rule.speaks else "",
        touch_minutes=board.touch_minutes,
        policy=(rule.rule.policy if rule else "") or board.policy,
        knows=knows,
        prefers=prefers,
        rule_id=rule.rule.pk if rule else None,
        is_pressing=is_pressing,
        is_live=is_live,
    )


def known_holders(cases: Sequence[Case], board: Board, rules: Iterable[ReadRule]) -> Mapping[int, int]:
    """For each customer whom of ours they dealt with last, where anybody asks for that."""
    if CONTINUITY not in {board.policy, *(one.rule.policy for one in rules)}:
        return {}
    theirs = Case.objects.filter(customer__in={case.customer_id for case in cases}, assignee__isnull=False)
    last = theirs.order_by("customer_id", "-changed_at", "-id").distinct("customer_id")
    return {customer: holder for customer, holder in last.values_list("customer_id", "assignee_id") if holder}


def stand_ins(cases: Iterable[Case]) -> dict[int, int]:
    """For cases that came back because their holder is away: who stands in for them."""
    back = Choice.objects.filter(case__in=[case.pk for case in cases]).order_by("case_id", "-id").distinct("case_id")
    rows = back.values_list("case_id", "outcome", "why")
    return {case: why["stands_in"] for case, outcome, why in rows if outcome == "returned" and why.get("stands_in")}


def pressing(case_ids: Iterable[int], *, relax_at: int, at: datetime) -> set[int]:
    """Those whose promise is used up to this share; what was promised nothing cannot wait for it."""
    wanted = list(case_ids)
    clocks = clocks_of(wanted, at=at, only_going=True)
    used = {case_id: max((one.share for one in clocks.get(case_id, ())), default=ALL_OF_IT) for case_id in wanted}
    return {case_id for case_id, share in used.items() if share >= relax_at}
