"""Nobody's work lies still while they are away: it goes to whoever stands in for them, or back to their area."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from pasillo.ground.journal.telling import tell
from pasillo.ground.people.models import Absence, Membership
from pasillo.ground.people.queries import covers
from pasillo.operations.cases.models import Case, Cases
from pasillo.operations.cases.phases import OURS
from pasillo.operations.routing import waiting
from pasillo.operations.routing.commands.holding import hold_many
from pasillo.operations.routing.facts import WorkReturned
from pasillo.operations.routing.models import Choice, Mode
from pasillo.operations.routing.queries import board_of
from pasillo.operations.routing.snapshot import SERVING

BY = "routing"
PAGE = 500
RETURNED = Choice.Outcome.RETURNED


class Going(NamedTuple):
    """A case of somebody who is away: who held it, who stands in for them, and who gets it, if anybody does."""

    case: Case
    holder_id: int
    stand_in_id: int | None
    to_id: int | None


def return_work_of_absent(*, at: datetime) -> int:
    """Whoever is away holds nothing of ours that others could do.

    Where the house gives out work it is given out anew, first to who stands in. Where people take their work
    themselves, who stands in gets it at once; if nobody does, it waits for everybody, and what presses calls the area's
    lead. What somebody gives them all the same while they are away stays with them.
    """
    held = _held_by_absent(at).order_by("area_id").values_list("area_id", flat=True).distinct()
    return sum(_return_in(area_id, at=at) for area_id in held)


def _held_by_absent(at: datetime) -> Cases:
    away = Absence.objects.at(at)
    before = Choice.objects.filter(
        case=OuterRef("pk"), person=OuterRef("assignee"), outcome=RETURNED,
        made_at__gte=away.filter(person=OuterRef(OuterRef("assignee"))).values("starts_at")[:1],
    )  # fmt: skip
    held = Case.objects.filter(assignee__in=away.values("person"), state__in=OURS, snoozed_until=None)
    return held.exclude(Exists(before))


@transaction.atomic
def _return_in(area_id: int, *, at: datetime) -> int:
    cases = list(_held_by_absent(at).filter(area_id=area_id).select_for_update(skip_locked=True, of=("self",))
                 .order_by("pk")[:PAGE])  # fmt: skip
    board = board_of(area_id)
    stand_ins = covers({case.assignee_id for case in cases if case.assignee_id}, at)
    serving = _serving(area_id, set(stand_ins.values())) if board.mode != Mode.ASSIGN else set()
    going = [_going(case, stand_ins, serving) for case in cases]
    hold_many([(one.case, one.to_id) for one in going], by=BY, at=at)
    Choice.objects.bulk_create(_choice(one, area_id, at) for one in going)
    pressing: set[int] = set()
    if board.mode != Mode.ASSIGN:
        left = [one.case.pk for one in going if one.to_id is None]
        pressing = waiting.pressing(left, relax_at=board.relax_at, at=at) if left else set()
    for one in going:
        _tell(one, area_id, is_pressing=one.case.pk in pressing, at=at)
    return len(going)


def _serving(area_id: int, people: set[int]) -> set[int]:
    rows = Membership.objects.filter(area_id=area_id, person__in=people, role__in=SERVING, person__is_active=True)
    return set(rows.values_list("person_id", flat=True))


def _going(case: Case, stand_ins: Mapping[int, int], serving: set[int]) -> Going:
    holder_id = case.assignee_id or 0
    stand_in = stand_ins.get(holder_id)
    return Going(case, holder_id, stand_in, stand_in if stand_in in serving else None)


def _choice(one: Going, area_id: int, at: datetime) -> Choice:
    why = {"stands_in": one.stand_in_id}
    return Choice(case=one.case, area_id=area_id, outcome=RETURNED, person_id=one.holder_id, made_at=at, why=why)


def _tell(one: Going, area_id: int, *, is_pressing: bool, at: datetime) -> None:
    fact = WorkReturned(
        case_id=one.case.pk, area_id=area_id, person_id=one.holder_id, to_id=one.to_id, is_pressing=is_pressing
    )
    tell(fact, about=one.case.ref, by=BY, at=at)
