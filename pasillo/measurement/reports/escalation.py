"""How good the alarms of a service are: did they ring for what broke, in time, and how much can they have saved.

What would have happened without a call nobody knows, so two of the figures are bounds: a promise that rang, was seen to
and was kept may have been saved by the call, or would have been kept anyway. Everything is counted from the journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import connection

from pasillo.measurement.methods.intervals import Interval, of_share
from pasillo.measurement.reports.window import Window

IN_TIME = timedelta(hours=1)
RANG = """
with decided as (
    select (e.data ->> 'clock_id')::bigint as clock_id, s.case_id, e.happened_at as at,
        e.name = 'promise.broken' as broke
    from journal_entry e join stories_story s on s.case_id = (e.data ->> 'case_id')::bigint
    where e.name in ('promise.kept', 'promise.broken') and e.happened_at >= %(start)s and e.happened_at < %(end)s
    and s.service_id = %(service)s and s.cancelled_at is null
    and not exists (select 1 from journal_entry r where r.about = e.about and r.name = 'promise.repaired'
        and r.data ->> 'clock_id' = e.data ->> 'clock_id')
)
select d.case_id, d.broke, d.at, a.first_at, coalesce(a.seen_to, false)
from decided d left join lateral (
    select min(r.happened_at) as first_at, bool_or(exists (
        select 1 from journal_entry n where n.about = r.about and n.name = 'alarm.answered'
        and n.data ->> 'alarm_id' = r.data ->> 'alarm_id' and n.data ->> 'how' not in ('over', 'overtaken', 'seen'))
    ) as seen_to
    from journal_entry r
    where r.about = 'case:' || d.case_id and r.name = 'alarm.rang' and (r.data ->> 'clock_id')::bigint = d.clock_id
    and r.data ->> 'sort' in ('threshold', 'lead', 'predicted') and r.happened_at < d.at
) a on true
order by d.at desc, d.clock_id desc
"""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A promise that was kept or broken, and when somebody was first called for it; None when nobody was."""

    case_id: int
    broke: bool
    at: datetime
    called_at: datetime | None = None
    seen_to: bool = False

    @property
    def lead(self) -> timedelta:
        """How long before the end somebody was called."""
        return self.at - self.called_at if self.called_at else timedelta()


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """How good the calls were: how many, how many of them for what broke, and what broke without one in time."""

    decided: int
    called: int
    called_broke: int
    broke: int
    in_time: int
    saved_at_most: int
    lead_minutes: float | None
    missed_cases: tuple[int, ...]
    vain_cases: tuple[int, ...]
    saved_cases: tuple[int, ...]

    @property
    def precision(self) -> float | None:
        """The share of the calls after which the promise broke all the same: what they were right about at least."""
        return self.called_broke / self.called if self.called else None

    @property
    def precision_at_most(self) -> float | None:
        """The same, if every promise that was seen to and kept was saved by its call."""
        return (self.called_broke + self.saved_at_most) / self.called if self.called else None

    @property
    def recall(self) -> float | None:
        """The share of the broken promises for which somebody was called in time."""
        return self.in_time / self.broke if self.broke else None

    @property
    def recall_between(self) -> Interval:
        """How far the recall could be off by chance alone."""
        return of_share(self.in_time, self.broke)


def quality_of(decided: Iterable[Decided]) -> Escalation:
    """What the calls were worth, told of every promise that was decided."""
    every = list(decided)
    called = [one for one in every if one.called_at]
    broke = [one for one in every if one.broke]
    rightly = [one for one in called if one.broke]
    saved = [one for one in called if not one.broke and one.seen_to]
    late = [one for one in broke if one.lead < IN_TIME]
    vain = [one for one in called if not one.broke and not one.seen_to]
    leads = [one.lead.total_seconds() / 60 for one in rightly]
    return Escalation(
        decided=len(every),
        called=len(called),
        called_broke=len(rightly),
        broke=len(broke),
        in_time=len(broke) - len(late),
        saved_at_most=len(saved),
        lead_minutes=median(leads) if leads else None,
        missed_cases=_cases(late),
        vain_cases=_cases(vain),
        saved_cases=_cases(saved),
    )


def escalation_of(service_id: int, window: Window) -> Escalation:
    """How good the alarms of a service were in a stretch of time."""
    with connection.cursor() as cursor:
        cursor.execute(RANG, {"service": service_id, "start": window.start, "end": window.end})
        rows = cursor.fetchall()
    return quality_of(
        Decided(case_id=case_id, broke=broke, at=at, called_at=called_at, seen_to=seen_to)
        for case_id, broke, at, called_at, seen_to in rows
    )


def _cases(some: Iterable[Decided]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.case_id for one in some))
