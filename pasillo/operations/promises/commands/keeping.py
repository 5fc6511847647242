"""The clocks of a case follow its facts: read the journal of the case, and keep what it makes of each clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import write_in_turn, written_so_far
from pasillo.ground.kit.exact import exact_json
from pasillo.ground.kit.together import are_together, forget, known, recall, settle
from pasillo.operations.cases.commands import SEVERAL
from pasillo.operations.cases.facts_of_merging import CaseMerged, CaseTookIn
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading
from pasillo.operations.promises.commands.carrying import MERGED, carry_over
from pasillo.operations.promises.commands.coming import note_alarm
from pasillo.operations.promises.commands.ringing import ring_broken
from pasillo.operations.promises.commands.writing import locked_clocks, made_of, refresh, tell_change, tell_of, write
from pasillo.operations.promises.facts import PromiseHandedOn
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.offers import Offer, Wanted, calendars_of, offers
from pasillo.operations.promises.queries import CLOCKS, reading_of, targets_of, told_of, verdict_of
from pasillo.operations.promises.rules.cycles import Cycle, begun, cycle_of, fold
from pasillo.operations.promises.rules.judging import Target, judge
from pasillo.operations.promises.timelines import Counts, counts_of, timelines
from pasillo.strategy.objectives.policies import Policy

MERGING = frozenset({CaseMerged.name, CaseTookIn.name})
LAY_DOWN = """
select promises_lay_down(n.case_id, n.cycle, n.at, n.clocks)
from rows from (
    jsonb_to_recordset(%s::jsonb) as (case_id bigint, cycle int, at timestamptz, clocks jsonb)
) with ordinality as n (case_id, cycle, at, clocks, place) order by place
"""


def keep(entry: Entry) -> None:
    """Something happened to a case: its clocks are what all of its facts, with this one, make of them."""
    case_id, at = entry.data["case_id"], entry.happened_at
    told = told_of(case_id, entry)
    cycles = fold(told)
    if entry.name == CaseMerged.name:
        ring_broken(case_id, until=at)
    cause = MERGED if entry.name in MERGING else ""
    if entry.name == CaseTookIn.name:
        carry_over(case_id, from_id=entry.data["from_id"], cycles=cycles, at=at)
    changed = follow(case_id, cycles, cause=cause, at=at)
    begins = begin(Wanted.of(entry), begun(told, cycles), at=at)
    if entry.name == CaseTookIn.name:
        carry_over(case_id, from_id=entry.data["from_id"], cycles=cycles, lays_down=True, at=at)
    if changed and not begins:
        refresh(case_id)


def keep_first(entry: Entry) -> None:
    """A case was just opened: no clock can be going, and nothing else is known of it."""
    known(("told", entry.data["case_id"]), lambda: [entry])
    begin(Wanted.of(entry), fold([entry]), at=entry.happened_at, fresh=True)


def follow(case_id: int, cycles: Sequence[Cycle], *, cause: str = "", at: datetime) -> bool:
    """Keep what the cycles make of the clocks that are going; whether any has changed."""
    going = [clock for clock in locked_clocks(case_id) if clock.state in GOING]
    if not going:
        return False
    runs = [cycle_of(cycles, clock.metric, clock.started_at) for clock in going]
    handed_on = {clock.pk for clock, cycle in zip(going, runs, strict=True) if _hand_on(clock, cycle)}
    counts = [_counts(clock, cycle) for clock, cycle in zip(going, runs, strict=True)]
    hours = [*map(timelines(counts), counts)]
    changed = [_follow(*one, cause, at) for one in zip(going, runs, hours, strict=True)]
    for clock, its_hours, is_changed in zip(going, hours, changed, strict=True):
        if clock.pk in handed_on and not is_changed:  # due at the very moment at which it was due before
            write(clock, reading_of(clock), its_hours)
    return any(changed)


def _counts(clock: Clock, cycle: Cycle | None) -> Counts:
    """In which hours it counts, from where its facts let it begin: that may lie before the moment it was told with."""
    return counts_of(clock, since=cycle.started_at if cycle else None)


def _follow(clock: Clock, cycle: Cycle | None, hours: Timeline, cause: str, at: datetime) -> bool:
    before = reading_of(clock)
    after = rule.cancel(before, at=at) if cycle is None else judge(cycle, hours, targets_of(clock), verdict_of(clock))
    if _same(before, after):
        return False
    write(clock, after, hours)
    tell_change(clock, before, after, hours, cause=cause, at=at)
    return True


def _same(before: Reading, after: Reading) -> bool:
    return _figures(before) == _figures(after)


def _figures(reading: Reading) -> tuple[Any, ...]:
    """What counts of a reading; a hair of paused time, as it is kept in minutes, is no difference."""
    due, paused = round(reading.due_at.timestamp(), 1), round(reading.paused.total_seconds(), 1)
    return (*(getattr(reading, name) for name in ("started_at", "state", "paused_since", "warned")), due, paused)


def _hand_on(clock: Clock, cycle: Cycle | None) -> bool:
    """Another area holds the case: from then on its hours count, in the calendar that it has now."""
    if clock.policy != Policy.SERVING or cycle is None or len(cycle.held) <= 1 + len(clock.held):
        return False
    fresh = cycle.held[1 + len(clock.held) :]
    calendars = calendars_of(area_id for _, area_id in fresh)
    for since, area_id in fresh:
        clock.held = [*clock.held, [since.isoformat(), calendars[area_id]]]
        fact = PromiseHandedOn(
            case_id=clock.case_id,
            clock_id=clock.pk,
            metric=clock.metric,
            area_id=area_id,
            calendar_id=calendars[area_id],
        )
        tell_of(clock, fact, at=since)
    return True


def begin(wanted: Wanted, cycles: Sequence[Cycle], *, at: datetime, fresh: bool = False) -> bool:
    """Start the clocks of these cycles, where something is promised on them."""
    if not cycles:
        return False
    made = [offer for offer in offers(wanted, cycles) if offer.can_be_kept]
    if fresh and not made:
        known(("clocks", wanted.case_id), list)  # nothing is promised, so nobody has to look for clocks
    going = [offer for offer in made if offer.cycle.is_going]
    if going:
        _lay_down(wanted.case_id, going, at=at, fresh=fresh)
    for offer in made:
        if not offer.cycle.is_going:
            _note_past(wanted.case_id, offer, at=at)
    if made and are_together() and not fresh:
        refresh(wanted.case_id)
    return bool(going)


def _lay_down(case_id: int, going: list[Offer], *, at: datetime, fresh: bool) -> None:
    rows = [_row(offer) for offer in going]
    one = {"case_id": case_id, "cycle": going[0].cycle.round, "at": at, "clocks": rows}
    if fresh and recall(SEVERAL):
        write_in_turn(_lay_down_all, one)
    else:
        written_so_far()
        if not fresh:
            settle(CLOCKS)  # of each promise one clock is going: the one before has stopped
        _lay_down_all([one])
    for row in rows:
        note_alarm(None, row["next_alarm_at"])
    forget(("clocks", case_id))


def _lay_down_all(cases: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LAY_DOWN, [exact_json(cases)])


def _row(offer: Offer) -> dict[str, Any]:
    reading = rule.start(offer.hours, at=offer.cycle.started_at, target=timedelta(minutes=offer.target_minutes))
    return offer.figures() | {
        "cycle": offer.cycle.round,
        "started_at": reading.started_at,
        "due_at": reading.due_at,
        "next_alarm_at": rule.next_alarm(reading, offer.hours),
    }


def _note_past(case_id: int, offer: Offer, *, at: datetime) -> None:
    """What was written down late had begun and ended already: the promise is told as it was kept, or not."""
    cycle = offer.cycle
    reading = judge(cycle, offer.hours, [Target(since=cycle.started_at, minutes=offer.target_minutes)])
    begun_as = rule.start(offer.hours, at=cycle.started_at, target=timedelta(minutes=offer.target_minutes))
    clock = Clock.objects.create(
        case_id=case_id,
        cycle=cycle.round,
        started_at=reading.started_at,
        due_at=reading.due_at,
        state=reading.state,
        paused_minutes=reading.paused.total_seconds() / 60,
        stopped_at=reading.stopped_at,
        warned=reading.warned,
        **offer.figures(),
    )
    forget(("clocks", case_id))
    tell_of(clock, made_of(clock, begun_as), at=cycle.started_at)
    tell_change(clock, begun_as, reading, offer.hours, at=at)
