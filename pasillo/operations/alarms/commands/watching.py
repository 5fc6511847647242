"""Instants beside those of the clocks: so long before it breaks, another share, or so long in silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from pasillo.ground.hours import timeline
from pasillo.ground.hours.business_time import Compiled, due
from pasillo.ground.hours.queries import timetables
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.kit.together import gather
from pasillo.operations.alarms.commands.noting import Bare, raise_alarms
from pasillo.operations.alarms.ladder import SHARES, SILENCE_MINUTES, Sort
from pasillo.operations.alarms.models import Watch
from pasillo.operations.alarms.spoken import spoken_last
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OURS, State
from pasillo.operations.promises.clock import GOING, Running
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.timelines import counts_of, timelines

WATCHED, AGAIN = "watches", "watches that are looked at again"
WATCH = """
insert into alarms_watch (case_id, clock_id, sort, mark, due_at)
select w.case_id, w.clock_id, w.sort, w.mark, w.due_at from (
    select k.id, k.service_id, k.kind, k.state, k.opened_at from cases_case k where k.id = any(%(cases)s)) k
left join alarms_plan p on p.service_id = k.service_id
cross join lateral (
    select k.id, null::bigint, 'silence', coalesce(p.silence_minutes, %(silence)s),
        k.opened_at + make_interval(mins => coalesce(p.silence_minutes, %(silence)s))
    where coalesce(p.silence_minutes, %(silence)s) > 0 and k.kind <> 'compliment'
    union all
    select k.id, c.id, 'lead', p.lead_minutes, c.started_at + make_interval(mins => c.target_minutes - p.lead_minutes)
    from promises_clock c
    where c.case_id = k.id and c.state = 'running' and p.lead_minutes between 1 and c.target_minutes - 1
    union all
    select k.id, c.id, 'threshold', s.share::int, c.started_at + make_interval(mins => c.target_minutes * s.share / 100)
    from promises_clock c, jsonb_array_elements_text(p.shares) j, lateral (select j.value::int as share) s
    where c.case_id = k.id and c.state = 'running' and s.share <> all (%(usual)s)
) as w (case_id, clock_id, sort, mark, due_at)
on conflict do nothing
"""
SET = """
update alarms_watch w set due_at = n.due_at
from unnest(%s::bigint[], %s::timestamptz[]) as n (id, due_at) where w.id = n.id
"""
OTHER_HOURS = """
update alarms_watch w set due_at = %(at)s from promises_clock c
where w.clock_id = c.id and c.state in ('running', 'paused') and (c.calendar_id = %(calendar)s or c.held <> '[]')
"""
LOOK_AGAIN = """
update alarms_watch w set due_at = n.at
from unnest(%s::bigint[], %s::timestamptz[]) as n (case_id, at)
where w.case_id = n.case_id and w.clock_id is not null
"""
AT_ONCE = 200


def watch(case_id: int) -> None:
    """Watch what the service of a case wants watched beside its clocks. What is watched already stays as it is."""
    gather(WATCHED, [case_id], _watch)


def _watch(case_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WATCH, {"cases": case_ids, "silence": SILENCE_MINUTES, "usual": list(SHARES)})


def watch_again(case_id: int, *, at: datetime) -> None:
    """A pause is over, or a promise has moved: what stands beside its clocks is looked at again."""
    gather(AGAIN, [(case_id, at)], _watch_again)


def _watch_again(moved: list[tuple[int, datetime]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOOK_AGAIN, [list(column) for column in zip(*moved, strict=True)])


def watch_what_moved(calendar_id: int, *, at: datetime) -> None:
    """The hours changed: what stands beside every clock that may count in them is looked at again."""
    with connection.cursor() as cursor:
        cursor.execute(OTHER_HOURS, {"at": at, "calendar": calendar_id})


def look(*, at: datetime, limit: int = 500) -> int:
    """Look at every instant that is due: it rings, or is put right. Returns how many were looked at."""
    looked, most = 0, min(AT_ONCE, limit)
    while most and (some := _look_at_some(most, at=at)):
        looked += some
        most = min(AT_ONCE, limit - looked) if some == most else 0
    return looked


@transaction.atomic
def _look_at_some(most: int, *, at: datetime) -> int:
    waiting = Watch.objects.filter(due_at__lte=at).order_by("due_at", "id")
    watches = list(waiting.select_for_update(skip_locked=True)[:most])
    if watches:
        seen = _known(watches, at)
        judged = [_judge(watch, seen, at) for watch in watches]
        raise_alarms(one.bare for one in judged if one.bare)
        Watch.objects.filter(pk__in=[w.pk for w, one in zip(watches, judged, strict=True) if one.is_over]).delete()
        with connection.cursor() as cursor:
            cursor.execute(SET, [[watch.pk for watch in watches], [one.due_at for one in judged]])
    return len(watches)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What becomes of a watch: it rings, is looked at again then, stands still, or is over."""

    bare: Bare | None = None
    due_at: datetime | None = None
    is_over: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """What has to be known of the cases that are watched."""

    cases: Mapping[int, Case]
    clocks: Mapping[int, Clock]
    said: Mapping[int, datetime]
    hours: Mapping[int, Compiled]
    counted: Mapping[int, Timeline]


def _known(watches: Iterable[Watch], at: datetime) -> Known:
    found = Case.objects.filter(pk__in={watch.case_id for watch in watches}).select_related("service")
    cases = {case.pk: case for case in found}
    clocks = Clock.objects.in_bulk([watch.clock_id for watch in watches if watch.clock_id])
    hours_at = timetables(case.service.calendar_id for case in cases.values())
    hours_of = timelines(counts_of(clock) for clock in clocks.values())
    return Known(
        cases=cases,
        clocks=clocks,
        said=spoken_last(cases.values()),
        hours={case.pk: hours_at(case.service.calendar_id, at) for case in cases.values()},
        counted={clock.pk: hours_of(counts_of(clock)) for clock in clocks.values()},
    )


def _judge(watch: Watch, seen: Known, at: datetime) -> Judged:
    if watch.sort == Sort.SILENCE:
        return _silence(watch, seen, at)
    return _before_it_breaks(watch, seen, at)


def _silence(watch: Watch, seen: Known, at: datetime) -> Judged:
    case, hours = seen.cases[watch.case_id], seen.hours[watch.case_id]
    if case.state == State.RESOLVED or case.is_over:
        return Judged(is_over=True)
    said = seen.said[case.pk]
    true = due(hours, said, timedelta(minutes=watch.mark))
    if true > at:
        return Judged(due_at=true)
    again = due(hours, at, timedelta(minutes=watch.mark))
    if case.state not in OURS:
        return Judged(due_at=again)
    bare = Bare(
        key=f"case:{case.pk}:silence:{said.timestamp():.0f}",
        case_id=case.pk,
        clock_id=None,
        metric="",
        sort=Sort.SILENCE,
        mark=watch.mark,
        rang_at=true,
    )
    return Judged(bare=bare, due_at=again)


def _before_it_breaks(watch: Watch, seen: Known, at: datetime) -> Judged:
    clock = seen.clocks.get(watch.clock_id or 0)
    if clock is None or clock.state not in GOING or clock.state == Running.BREACHED_RUNNING:
        return Judged(is_over=True)
    if clock.state == Running.PAUSED:
        return Judged()
    true = _instant(watch, clock, seen.counted[clock.pk])
    if true > at:
        return Judged(due_at=true)
    key = f"clock:{clock.pk}:{watch.sort}:{watch.mark}"
    bare = Bare(
        key=key,
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        sort=watch.sort,
        mark=watch.mark,
        rang_at=true,
    )
    return Judged(bare=bare, is_over=True)


def _instant(watch: Watch, clock: Clock, hours: Timeline) -> datetime:
    """The true instant: so many served minutes before it breaks, or when this share is used up."""
    reading = reading_of(clock)
    if watch.sort == Sort.LEAD:
        before = reading.target - timedelta(minutes=watch.mark)
    else:
        before = reading.target * watch.mark / 100
    return timeline.due(hours, clock.started_at, before + reading.paused)
