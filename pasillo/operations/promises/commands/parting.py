"""A merge was undone, or words were moved away: each clock is what it would have been without them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.together import forget, settle
from pasillo.operations.cases.facts_of_merging import CaseCameBack
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.commands.keeping import begin, follow
from pasillo.operations.promises.commands.repairing import outcome_of, right_all
from pasillo.operations.promises.commands.writing import locked_clocks, refresh, tell_of
from pasillo.operations.promises.facts import PromiseMade, PromiseMoved, PromiseParted, PromiseRestored
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.offers import Wanted
from pasillo.operations.promises.queries import CLOCKS, reading_of, told_of
from pasillo.operations.promises.repairs import hours_of, played_again, told_of_clocks
from pasillo.operations.promises.rules.cycles import Cycle, cycle_of, fold
from pasillo.operations.promises.rules.replaying import Played, Replay
from pasillo.operations.promises.timelines import counts_of, made_with, timelines, versions_for

UNMERGED, TAKEN_OUT = "unmerged", "message.taken_out"


def part(entry: Entry) -> None:
    """What the merge, or the words that were moved away, did to the clocks of this case binds no more."""
    case_id, at = entry.data["case_id"], entry.happened_at
    told = told_of(case_id, entry)
    cycles, merged = fold(told), fold(told[:-1])
    settle(CLOCKS)
    parted = _send_home(case_id, cycles, merged, other_id=entry.data.get("to_id"), at=at)
    differs = _affected(case_id, entry) | _find_again(case_id, cycles, merged, at=at)
    follow(case_id, cycles, cause=UNMERGED, at=at)
    settle(CLOCKS)
    righted = right_all(
        case_id,
        [one for one in played_again(case_id, at=at) if one.clock_id in differs - parted],
        reason=_("Words were moved to another case.") if entry.name == TAKEN_OUT else _("A merge was undone."),
        by=entry.by,
        at=at,
    )
    settle(CLOCKS)
    begin(Wanted.of(entry), _unwatched(case_id, cycles), at=at)
    if entry.name == CaseCameBack.name:
        _tell_outcomes(case_id, but=righted, at=at)
    refresh(case_id)


def _affected(case_id: int, entry: Entry) -> set[int]:
    """The clocks of which the journal says something else with the merge than without it."""
    told = told_of_clocks(case_id)
    rows = {row["id"]: row for row in Clock.objects.filter(case_id=case_id).values()}
    facts = [one for one in told if one.name != PromiseMade.name or one.data["clock_id"] in rows]
    merged = _readings(rows, [one for one in facts if one.pk != entry.pk])
    return {number for number, reading in _readings(rows, facts).items() if reading != merged.get(number)}


def _readings(rows: dict[int, Any], told: Iterable[Entry]) -> dict[int, Any]:
    versions = versions_for(rows.values())
    made = made_with(versions)

    def hours(one: Played) -> Any:
        return hours_of(one, rows[one.clock_id]["calendar_id"], versions, made)

    again = Replay(hours)
    return {number: again.anew(clock) for number, clock in again.read(told).items()}


def _send_home(
    case_id: int, cycles: Sequence[Cycle], merged: Sequence[Cycle], *, other_id: int | None, at: datetime
) -> set[int]:
    """What was owed only because of the other case is owed there: what broke in it, and what its words had begun."""
    told = Entry.objects.filter(about=f"case:{case_id}", name=PromiseMade.name, data__brought_by=other_id or -1)
    brought = set(told.values_list("data__clock_id", flat=True))
    for clock in locked_clocks(case_id):
        ran = cycle_of(merged, clock.metric, clock.started_at)
        if clock.pk not in brought and (ran is None or _own(clock, cycles, ran)):
            continue
        brought.add(clock.pk)
        if clock.state != Running.CANCELLED:
            clock.state, clock.stopped_at, clock.next_alarm_at, clock.paused_since = Running.CANCELLED, at, None, None
            clock.save(update_fields=["state", "stopped_at", "next_alarm_at", "paused_since"])
            tell_of(clock, PromiseParted(case_id=case_id, clock_id=clock.pk, metric=clock.metric), at=at)
    forget(("clocks", case_id))
    return brought


def _own(clock: Clock, cycles: Sequence[Cycle], ran: Cycle) -> Cycle | None:
    """What it measures without the other case: words of that one may have moved its beginning."""
    same = (one for one in cycles if one.metric == clock.metric and one.ended_at == ran.ended_at)
    return cycle_of(cycles, clock.metric, clock.started_at) or next(same, None)


def _find_again(case_id: int, cycles: Sequence[Cycle], merged: Sequence[Cycle], *, at: datetime) -> set[int]:
    """A clock whose beginning had been moved by words of the other case begins where it began; which they are."""
    found = set()
    for clock in locked_clocks(case_id):
        ran = cycle_of(merged, clock.metric, clock.started_at)
        if ran is None or clock.state == Running.CANCELLED or cycle_of(cycles, clock.metric, clock.started_at):
            continue
        own = _own(clock, cycles, ran)
        if own is None:
            continue
        found.add(clock.pk)
        clock.started_at = own.started_at
        clock.save(update_fields=["started_at"])
        fact = PromiseMoved(
            case_id=case_id,
            clock_id=clock.pk,
            metric=clock.metric,
            due_at=clock.due_at.isoformat(),
            started_at=own.started_at.isoformat(),
            cause=UNMERGED,
        )
        tell_of(clock, fact, at=at)
    forget(("clocks", case_id))
    return found


def _unwatched(case_id: int, cycles: Sequence[Cycle]) -> list[Cycle]:
    """What is going, and no clock has ever measured."""
    clocks = locked_clocks(case_id)
    seen = [cycle_of(cycles, clock.metric, clock.started_at) for clock in clocks]
    return [cycle for cycle in cycles if cycle.is_going and not any(cycle is one for one in seen)]


def _tell_outcomes(case_id: int, *, but: set[int], at: datetime) -> None:
    """A case that was merged had left the figures, with whatever it had kept and broken: it is in them again."""
    for clock in locked_clocks(case_id):
        if clock.pk in but:
            continue
        reading = reading_of(clock)
        hours = timelines([counts_of(clock)])(counts_of(clock))
        outcome, decided = outcome_of(reading)
        served = rule.served_time(reading, hours, until=at).total_seconds() / 60
        fact = PromiseRestored(
            case_id=case_id,
            clock_id=clock.pk,
            metric=clock.metric,
            outcome=outcome,
            served_minutes=round(served, 2) if reading.stopped_at and outcome != "cancelled" else None,
            due_at=reading.due_at.isoformat(),
            decided_at=decided.isoformat() if decided else None,
        )
        tell_of(clock, fact, at=at)
