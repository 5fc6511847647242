"""A round through many cases: begun once, worked through case by case, taken back within seconds."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.desk.many.acts import ACTS, Before, Order
from pasillo.doors.desk.models import Round
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_by

AT_ONCE, MOST, STEP = 50, 2000, 20
TAKEN_BACK_WITHIN = timedelta(seconds=20)
KEPT_FOR = timedelta(days=7)


def begin_round(order: Order, case_ids: list[int]) -> Round:
    """Write down what is to be done to which cases."""
    if not case_ids:
        raise Refused(_("Choose one case at least."))
    if len(case_ids) > MOST:
        raise Refused(_("That is too much at once. Narrow the list first."))
    return Round.objects.create(
        person_id=order.person_id,
        act=order.act,
        value=order.value,
        reason=order.reason,
        total=len(case_ids),
        waiting=case_ids,
        made_at=order.at,
    )


def work_through(round_id: int, *, at: datetime) -> Round:
    """Do it to every case that waits, each by its own command and in its own transaction. Safe to begin again."""
    made = Round.objects.select_related("person").get(pk=round_id)
    order = Order(act=made.act, value=made.value, reason=made.reason, person_id=made.person_id, at=at)
    while made.waiting:
        step, rest = made.waiting[:STEP], made.waiting[STEP:]
        done, refused = _step(order, made.person, step)
        made.waiting, made.done = rest, made.done + done
        made.refused = dict(Counter(made.refused) + Counter(refused))
        made.ended_at = None if rest else at
        made.save(update_fields=["waiting", "done", "refused", "ended_at"])
    return made


def _step(order: Order, person: Person, case_ids: list[int]) -> tuple[list[dict[str, object]], list[str]]:
    """The cases that were done, with what was so before, and the reasons of those that were refused."""
    theirs = {case.pk: case for case in served_by(sight_of(person)).filter(pk__in=case_ids)}
    done: list[dict[str, object]] = []
    refused: list[str] = []
    for case_id in case_ids:
        try:
            before = _one(order, theirs.get(case_id))
            done.append({"case": case_id, "before": before})
        except Refused as refusal:
            refused.append(str(refusal))
    return done, refused


def _one(order: Order, case: Case | None) -> Before:
    """What was so before; then it is done."""
    if case is None:
        raise Refused(_("This case is not yours any more."))
    act = ACTS[order.act]
    before = act.before(case) if act.before else {}
    act.do(case, order)
    return before


@transaction.atomic
def take_back(round_id: int, *, person_id: int, at: datetime) -> Round:
    """Bring everything back to what it was before, case by case, as long as nobody has changed it since."""
    made = Round.objects.select_for_update().filter(pk=round_id, person_id=person_id).first()
    back = ACTS[made.act].back if made else None
    if made is None or back is None:
        raise Refused(_("This cannot be taken back."))
    if made.undone_at is not None:
        raise Refused(_("This was taken back already."))
    if made.ended_at is None or at - made.ended_at > TAKEN_BACK_WITHIN:
        raise Refused(_("It is too late to take this back."))
    order = Order(act=made.act, value=made.value, person_id=person_id, at=at)
    refused: Counter[str] = Counter()
    for one in made.done:
        try:
            with transaction.atomic(), for_the_house("what one passed on a moment ago, one may not see any more"):
                back(one["case"], one["before"], order)
        except Refused as refusal:
            refused[str(refusal)] += 1
    made.refused, made.undone_at = dict(refused), at
    made.save(update_fields=["refused", "undone_at"])
    return made


def forget_rounds(*, at: datetime) -> None:
    """What was done to many cases stays with each case; the round itself is forgotten after some days."""
    Round.objects.filter(made_at__lt=at - KEPT_FOR).delete()
