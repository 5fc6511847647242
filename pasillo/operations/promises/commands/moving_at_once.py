"""Very many promises move in one statement: their hours are laid out once, and the database does the sums.

The sums are those of `ground.hours.at_once`, in whole microseconds. What was handed on from one area to another
counts in hours of its own; those few are worked out one by one and written the same way.

An alarm that would ring later now is left where it is: who looks there finds that it is not time, and sets it right.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import connection

from pasillo.ground.hours.at_once import AtOnce
from pasillo.ground.hours.business_time import NeverOpen
from pasillo.operations.promises.clock import SHARES
from pasillo.operations.promises.facts import PromisesMoved
from pasillo.operations.promises.moves import A_HAIR, IN_ONE_CALENDAR, MINUTE, OPEN, moment, moved_by
from pasillo.operations.promises.timelines import Counts, timelines
from pasillo.strategy.objectives.policies import Policy

CASES_A_FACT = 500
STARTED = "round(date_part('epoch', c.started_at) * 1000000)::bigint"
KINDS = f"""
select o.policy, case when o.policy = '{Policy.CUSTOMER}' then o.zone else '' end, min(o.started), max(o.started),
    max(o.target_minutes * {MINUTE}::bigint + round(o.paused_minutes * {MINUTE})::bigint)
from ({OPEN} and {IN_ONE_CALENDAR}) o (id, case_id, metric, state, policy, zone, calendar_id, held, started,
    target_minutes, paused_minutes, warned, due)
group by 1, 2
"""
NEXT_SHARE = " ".join(f"when c.warned < {share} then {share}" for share in SHARES)
WORKED_OUT = f"""
hours as materialized (
    select %(starts)s::bigint[] as starts, %(ends)s::bigint[] as ends, %(before)s::bigint[] as before,
        %(after)s::bigint[] as after),
begun as (
    select c.id, c.state, c.target_minutes * {MINUTE}::bigint as target, c.warned,
        {STARTED} as started, round(c.paused_minutes * {MINUTE})::bigint as paused,
        round(date_part('epoch', c.due_at) * 1000000)::bigint as was, width_bucket({STARTED}, h.starts) as place
    from promises_clock c cross join hours h
    where c.state in ('running', 'paused') and c.due_at > %(since)s and c.policy = %(policy)s
    and c.calendar_id = %(calendar)s and {IN_ONE_CALENDAR} and (%(policy)s <> '{Policy.CUSTOMER}' or c.zone = %(zone)s)
    offset 0),
asked as (
    select c.id, c.was, c.target + c.allowed as whole,
        case when c.state = 'running' then c.target * (case {NEXT_SHARE} end) / 100 + c.allowed end as share
    from (
        select b.*, b.paused + case when b.place > 0
            then h.before[b.place] + least(b.started, h.ends[b.place]) - h.starts[b.place] else 0 end as allowed
        from begun b cross join hours h offset 0) c
    offset 0),
found as (
    select a.*, width_bucket(a.whole - 1, h.after) + 1 as ends_in, width_bucket(a.share - 1, h.after) + 1 as rings_in
    from asked a cross join hours h offset 0),
due as (
    select f.id, f.was, h.starts[f.ends_in] + f.whole - h.before[f.ends_in] as becomes,
        h.starts[f.rings_in] + f.share - h.before[f.rings_in] as alarm
    from found f cross join hours h offset 0),
moves as (
    select d.id, d.becomes, d.alarm from due d where d.becomes is null or abs(d.becomes - d.was) >= {A_HAIR})
"""
GIVEN = """moves as (
    select * from unnest(%(ids)s::bigint[], %(dues)s::bigint[], %(alarms)s::bigint[]) m (id, becomes, alarm))
"""
WRITE = """,
moved as (
    update promises_clock c set due_at = timestamptz 'epoch' + m.becomes * interval '1 microsecond',
        next_alarm_at = case when m.alarm is not null
            then least(c.next_alarm_at, timestamptz 'epoch' + m.alarm * interval '1 microsecond') end
    from moves m where c.id = m.id
    returning c.id, c.case_id, c.metric, m.becomes),
told as (
    insert into journal_entry (about, "by", happened_at, name, data)
    select 'calendar:' || %(calendar)s, %(by)s, %(at)s, %(name)s, jsonb_build_object('calendar_id', %(calendar)s,
        'metric', metric, 'case_ids', array_agg(case_id), 'clock_ids', array_agg(id), 'due_at', array_agg(becomes))
    from moved group by metric, case_id / %(many)s)
select count(*), coalesce(array_agg(distinct case_id), '{}') from moved
"""


def move_all(calendar_id: int, *, since: datetime, by: str, at: datetime) -> tuple[int, list[int]]:
    """Move every open promise that counts in these hours, and tell it. Returns how many moved, and of which cases."""
    told = {"calendar": calendar_id, "since": since, "by": by, "at": at}
    told |= {"name": PromisesMoved.name, "many": CASES_A_FACT}
    moved, cases = 0, set[int]()
    for many, theirs in [*_moved_together(told), _moved_one_by_one(told)]:
        moved += many
        cases.update(theirs)
    return moved, sorted(cases)


def _moved_together(told: Mapping[str, Any]) -> Iterator[tuple[int, list[int]]]:
    """Those that begin and end in the hours of one calendar: a statement for each way in which it is read."""
    for policy, zone, first, last, longest in _asked(KINDS, told):
        counts = Counts(policy, zone, ((moment(first), told["calendar"]),))
        hours = AtOnce(timelines([counts])(counts), moment(first))
        with suppress(NeverOpen):  # the longest may have begun first; what has no hour is found by the statement
            hours.reach_for([(last, longest)])
        laid_out = {"starts": hours.starts, "ends": hours.ends, "before": hours.before, "after": hours.after}
        yield from _asked(f"with {WORKED_OUT}{WRITE}", {**told, **laid_out, "policy": policy, "zone": zone})


def _moved_one_by_one(told: Mapping[str, Any]) -> tuple[int, list[int]]:
    moves = moved_by(told["calendar"], since=told["since"], one_by_one=True)
    if not moves:
        return 0, []
    rows = {
        "ids": [move.clock_id for move in moves],
        "dues": [move.becomes for move in moves],
        "alarms": [move.alarm for move in moves],
    }
    (moved,) = _asked(f"with {GIVEN}{WRITE}", {**told, **rows})
    return moved


def _asked(question: str, values: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())
