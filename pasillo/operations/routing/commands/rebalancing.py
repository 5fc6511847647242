"""Cases that nobody has begun move from whoever holds too much to whoever has room; in one go, and back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Membership
from pasillo.operations.cases.commands.step import person_in
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OPEN
from pasillo.operations.routing.commands.holding import hold_many
from pasillo.operations.routing.facts import WorkRebalanced
from pasillo.operations.routing.models import Choice, Rebalance
from pasillo.operations.routing.snapshot import SERVING

Move = tuple[int, int, int]
MOST_MOVES = 50


@transaction.atomic
def rebalance(area_id: int, moves: Sequence[Move], *, by: str, at: datetime) -> Rebalance:
    """Do these moves: case, from whom, to whom. A case that went elsewhere meanwhile is left where it is."""
    if not moves or len(moves) > MOST_MOVES:
        raise Refused(_("There is nothing to move any more. Look at the team again."))
    done = _shift(area_id, moves, by=by, at=at)
    if not done:
        raise Refused(_("There is nothing to move any more. Look at the team again."))
    kept = Rebalance.objects.create(
        area_id=area_id, made_by_id=person_in(by), made_at=at, moves=[list(move) for move in done]
    )
    Choice.objects.bulk_create(
        Choice(
            case_id=case, area_id=area_id, outcome=Choice.Outcome.REBALANCED, person_id=to, made_at=at,
            why={"from": giver, "round": kept.pk},
        )
        for case, giver, to in done
    )  # fmt: skip
    _tell(kept, len(done), by=by, at=at)
    return kept


@transaction.atomic
def undo_rebalance(round_id: int, *, by: str, at: datetime) -> int:
    """Back to who held them before, where nobody has taken them up or given them on since."""
    kept = Rebalance.objects.select_for_update(of=("self",)).get(pk=round_id)
    if kept.undone_at is not None:
        raise Refused(_("This was undone already."))
    back = _shift(kept.area_id, [(case, to, giver) for case, giver, to in kept.moves], by=by, at=at)
    kept.undone_at = at
    kept.save(update_fields=["undone_at"])
    _tell(kept, len(back), by=by, at=at)
    return len(back)


def _shift(area_id: int, moves: Sequence[Move], *, by: str, at: datetime) -> list[Move]:
    serving = set(
        Membership.objects.filter(area_id=area_id, role__in=SERVING, person__is_active=True).values_list(
            "person_id", flat=True
        )
    )
    rows = Case.objects.select_for_update(of=("self",)).filter(
        pk__in=[case for case, _giver, _to in moves], area_id=area_id, state__in=OPEN
    )
    cases = {case.pk: case for case in rows.order_by("pk")}
    done = [
        (case, giver, to)
        for case, giver, to in moves
        if case in cases and cases[case].assignee_id == giver and to in serving and to != giver
    ]
    hold_many([(cases[case], to) for case, _giver, to in done], by=by, at=at)
    return done


def _tell(kept: Rebalance, moved: int, *, by: str, at: datetime) -> None:
    fact = WorkRebalanced(area_id=kept.area_id, round_id=kept.pk, moved=moved, undone=kept.undone_at is not None)
    tell(fact, about=f"area:{kept.area_id}", by=by, at=at)
