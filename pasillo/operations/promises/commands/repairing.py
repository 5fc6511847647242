"""Clocks are put right: the only way in which what is over, or was told as broken, may change."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import settle
from pasillo.operations.cases.models import Case
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.commands.writing import broken, locked_clocks, refresh, tell_of, write
from pasillo.operations.promises.facts import PromiseRepaired, PromiseWarned
from pasillo.operations.promises.models import Clock, Repair
from pasillo.operations.promises.queries import CLOCKS
from pasillo.operations.promises.repairs import Difference, played_again
from pasillo.operations.promises.rules.cycles import HEARD

LONGEST = 2000


@transaction.atomic
def repair_clocks(case_id: int, *, reason: str, only: Collection[int] = (), by: str, at: datetime) -> list[Difference]:
    """Clocks that say otherwise than the journal say what it gives; their old values and the reason are kept."""
    words = safe(reason).strip()
    if not words:
        raise Refused(_("Please say why the clocks are put right: it stays with the old values."))
    if len(words) > LONGEST:
        raise Refused(_("Please say it in fewer words."))
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    clocks = {clock.pk: clock for clock in locked_clocks(case_id)}
    found = [one for one in played_again(case_id, at=at) if not only or one.clock_id in only]
    if not found:
        raise Refused(_("These clocks say what the journal says: there is nothing to put right."))
    for difference in found:
        _repair(clocks[difference.clock_id], difference, words, by=by, at=at)
    refresh(case_id)
    return found


def put_right(case_id: int, *, ended_at: datetime, reason: str, by: str, at: datetime) -> None:
    """What ended at this moment, by words that turned out not to have been heard, is what the journal says now."""
    clocks = {clock.pk: clock for clock in locked_clocks(case_id) if clock.stopped_at == ended_at}
    settle(CLOCKS)
    for difference in played_again(case_id, at=at) if clocks else ():
        if difference.clock_id in clocks and difference.metric in HEARD:
            _repair(clocks[difference.clock_id], difference, reason, by=by, at=at)
    refresh(case_id)


def _repair(clock: Clock, difference: Difference, reason: str, *, by: str, at: datetime) -> None:
    kept = Repair.objects.create(
        clock=clock,
        case_id=clock.case_id,
        was=difference.values(after=False),
        became=difference.values(after=True),
        reason=reason,
        repaired_by=by,
        repaired_at=at,
    )
    clock.target_minutes = difference.target_minutes
    write(clock, difference.reading, difference.hours)
    tell(_repaired(clock, difference, kept), about=f"case:{clock.case_id}", by=by, at=at)
    _tell_again(clock, difference, at=at)


def _repaired(clock: Clock, difference: Difference, kept: Repair) -> PromiseRepaired:
    reading = difference.reading
    served = rule.served_time(reading, difference.hours, until=kept.repaired_at).total_seconds() / 60
    outcome, decided = outcome_of(reading)
    return PromiseRepaired(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        repair_id=kept.pk,
        outcome=outcome,
        served_minutes=round(served, 2) if reading.stopped_at else None,
        due_at=reading.due_at.isoformat(),
        decided_at=decided.isoformat() if decided else None,
    )


def outcome_of(reading: Reading) -> tuple[str, datetime | None]:
    """What has become of a promise, in one word, and since when that is so."""
    outcome = {
        Running.MET: "kept",
        Running.CANCELLED: "cancelled",
        Running.BREACHED_RUNNING: "broken",
        Running.BREACHED_STOPPED: "broken",
    }.get(reading.state, "running")
    return outcome, reading.due_at if outcome == "broken" else reading.stopped_at


def right_all(case_id: int, found: Iterable[Difference], *, reason: str, by: str, at: datetime) -> set[int]:
    """These clocks say from now on what the journal gives; which they are. The caller holds the case."""
    clocks = {clock.pk: clock for clock in locked_clocks(case_id)}
    righted = {difference.clock_id: difference for difference in found}
    for number, difference in righted.items():
        _repair(clocks[number], difference, reason, by=by, at=at)
    return set(righted)


def _tell_again(clock: Clock, difference: Difference, *, at: datetime) -> None:
    """What holds of a clock that goes on is told anew: what was told before binds no more."""
    reading = difference.reading
    if reading.state not in GOING:
        return
    if reading.is_broken:
        tell_of(clock, broken(clock, reading), at=reading.due_at)
    elif reading.warned > difference.told_share:
        fact = PromiseWarned(case_id=clock.case_id, clock_id=clock.pk, metric=clock.metric, share=reading.warned)
        tell_of(clock, fact, at=at)
