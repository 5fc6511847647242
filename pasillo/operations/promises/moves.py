"""Which open promises move when the hours of a calendar change: what was served stays, what is left counts anew."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from pasillo.ground.hours.at_once import AtOnce
from pasillo.ground.hours.business_time import EPOCH, NeverOpen
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _
from pasillo.operations.promises.clock import SHARES, Running
from pasillo.operations.promises.timelines import Counts, timelines
from pasillo.strategy.objectives.policies import Policy

MINUTE = 60_000_000
MICROSECOND = timedelta(microseconds=1)
A_HAIR = 1_000
OPEN = """
select c.id, c.case_id, c.metric, c.state, c.policy, c.zone, c.calendar_id, c.held::text,
    (extract(epoch from c.started_at) * 1000000)::bigint, c.target_minutes, c.paused_minutes, c.warned,
    (extract(epoch from c.due_at) * 1000000)::bigint
from promises_clock c
where c.state in ('running', 'paused') and c.due_at > %(since)s and c.policy <> 'always' and (
    c.calendar_id = %(calendar)s
    or c.held <> '[]' and exists (select from jsonb_array_elements(c.held) h where (h ->> 1)::bigint = %(calendar)s))
"""
IN_ONE_CALENDAR = "c.held = '[]' and c.target_minutes > 0"


class Clock(NamedTuple):
    """An open clock, in plain numbers: moments and lengths are microseconds."""

    id: int
    case_id: int
    metric: str
    state: str
    policy: str
    zone: str
    calendar_id: int
    held: str
    started: int
    target_minutes: int
    paused_minutes: float
    warned: int
    due: int

    def counts(self, since: datetime) -> Counts:
        """In whose hours it counts. Clocks that stay with one calendar share one answer."""
        zone = self.zone if self.policy == Policy.CUSTOMER else ""
        later = ((datetime.fromisoformat(begins), calendar) for begins, calendar in json.loads(self.held))
        return Counts(self.policy, zone, ((since, self.calendar_id), *later))

    @property
    def paused(self) -> int:
        """How long it stood still."""
        return round(self.paused_minutes * MINUTE)

    @property
    def next_share(self) -> int | None:
        """The share of the target at which somebody must hear of it next."""
        return _share_after(self.warned) if self.state == Running.RUNNING else None


@cache
def _share_after(warned: int) -> int | None:
    return next((share for share in SHARES if share > warned), None)


class Move(NamedTuple):
    """A promise that breaks at another moment than it did, in microseconds, and its next alarm."""

    clock_id: int
    case_id: int
    metric: str
    was: int
    becomes: int
    alarm: int | None

    @property
    def was_at(self) -> datetime:
        """When it would have broken."""
        return moment(self.was)

    @property
    def becomes_at(self) -> datetime:
        """When it breaks now."""
        return moment(self.becomes)


def moved_by(calendar_id: int, *, since: datetime, one_by_one: bool = False) -> list[Move]:
    """The open promises that the newest version of a calendar moves, which holds since then; soonest first.

    One by one: only those that many others cannot be moved with.
    """
    moves = (move for clocks in _alike(_open(calendar_id, since, one_by_one)) for move in _moves(*clocks))
    try:
        return sorted(moves, key=lambda move: (move.becomes, move.clock_id))
    except NeverOpen:
        raise never_kept() from None


def never_kept() -> Refused:
    """What is said where an open promise would have no hour at all."""
    return Refused(
        str(_("Some promises could never be kept in these hours: they open too seldom. Give them more hours."))
    )


def moment(micros: int) -> datetime:
    """Microseconds since the beginning of 1970, as a moment."""
    return EPOCH + micros * MICROSECOND


def _open(calendar_id: int, since: datetime, one_by_one: bool) -> Iterator[Clock]:
    question = f"{OPEN} and not ({IN_ONE_CALENDAR})" if one_by_one else OPEN
    with connection.cursor() as cursor:
        cursor.execute(question, {"calendar": calendar_id, "since": since})
        yield from map(Clock._make, cursor.fetchall())


def _alike(clocks: Iterable[Clock]) -> Iterator[tuple[AtOnce, list[Clock]]]:
    """Clocks that count in the same hours, with these hours laid out once."""
    groups: dict[tuple[Any, ...], list[Clock]] = defaultdict(list)
    for clock in clocks:
        groups[(clock.policy, clock.zone, clock.calendar_id, clock.held)].append(clock)
    kinds = [(group, min(clock.started for clock in group)) for group in groups.values()]
    counts = [group[0].counts(moment(first)) for group, first in kinds]
    hours_of = timelines(counts) if counts else None
    for (group, first), count in zip(kinds, counts, strict=True):
        if hours_of:
            yield AtOnce(hours_of(count), moment(first)), group


def _moves(hours: AtOnce, clocks: list[Clock]) -> Iterator[Move]:
    dues = hours.dues([(clock.started, clock.target_minutes * MINUTE + clock.paused) for clock in clocks])
    moved = [(clock, due) for clock, due in zip(clocks, dues, strict=True) if abs(due - clock.due) >= A_HAIR]
    waiting = [(clock, clock.next_share) for clock, _due in moved]
    asked = [
        (clock.started, clock.target_minutes * MINUTE * (share or 100) // 100 + clock.paused)
        for clock, share in waiting
    ]
    for (clock, due), (_clock, share), alarm in zip(moved, waiting, hours.dues(asked), strict=True):
        yield Move(clock.id, clock.case_id, clock.metric, clock.due, due, alarm if share else None)
