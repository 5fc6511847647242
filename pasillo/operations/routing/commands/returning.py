"""Work goes back to the pool when its holder goes away, and first to whoever stands in for them."""

from datetime import datetime

from django.db import transaction

from pasillo.ground.people.models import Absence
from pasillo.ground.people.queries import covers
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OURS
from pasillo.operations.routing.commands.holding import hold_many
from pasillo.operations.routing.models import Board, Choice, Mode

BY = "routing"
PAGE = 500


def return_work_of_absent(*, at: datetime) -> int:
    """Whoever is away holds nothing of ours that could be done by others, in areas where the house gives out work."""
    routed = list(Board.objects.filter(mode=Mode.ASSIGN).values_list("area_id", flat=True))
    away = set(Absence.objects.at(at).values_list("person_id", flat=True))
    back = 0
    for area_id in routed if away else ():
        back += _return_in(area_id, away, at=at)
    return back


@transaction.atomic
def _return_in(area_id: int, away: set[int], *, at: datetime) -> int:
    held = Case.objects.filter(area_id=area_id, assignee__in=away, state__in=OURS, snoozed_until=None)
    cases = list(held.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:PAGE])
    holders = {case.pk: case.assignee_id for case in cases}
    stand_ins = covers({holder for holder in holders.values() if holder is not None}, at)
    hold_many([(case, None) for case in cases], by=BY, at=at)
    Choice.objects.bulk_create(
        Choice(
            case=case, area_id=area_id, outcome=Choice.Outcome.RETURNED, person_id=holders[case.pk], made_at=at,
            why={"stands_in": stand_ins.get(holders[case.pk] or 0)},
        )
        for case in cases
    )  # fmt: skip
    return len(cases)
