"""What it means to pass a case to each other area: when somebody is there, and which promise that keeps or breaks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pasillo.ground.hours import timeline
from pasillo.ground.hours.business_time import NeverOpen
from pasillo.ground.hours.queries import versions_of
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.people.models import Area
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.timelines import counts_of, timeline_of_versions, timelines
from pasillo.strategy.objectives.policies import Audience, Policy


@dataclass(frozen=True, kw_only=True)
class Promised:
    """The promise to the customer that would break first: when it is due now, and when it would be due there."""

    metric: str
    was_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Place:
    """An area that a case may be passed to. While it is closed, `opens_at` says when somebody is there, if ever."""

    area_id: int
    name: str
    is_closed: bool
    opens_at: datetime | None
    promised: Promised | None = None

    @property
    def is_too_late(self) -> bool:
        """Whether a promise breaks before anybody is there."""
        if self.promised is None or not self.is_closed:
            return False
        return self.opens_at is None or self.promised.due_at <= self.opens_at


def places_for(case: Case, *, at: datetime) -> list[Place]:
    """The areas that a case may be passed to, by name, with what becomes of its promise."""
    clocks = list(Clock.objects.filter(case=case.pk, audience=Audience.CUSTOMER, state=Running.RUNNING))
    return [
        replace(place, promised=_first(clocks, calendar_id, at))
        for calendar_id, place in _places(at)
        if place.area_id != case.area_id
    ]


def places(*, at: datetime) -> list[Place]:
    """All areas that serve, by name, with when somebody is there."""
    return [place for _calendar, place in _places(at)]


def _places(at: datetime) -> list[tuple[int, Place]]:
    areas = list(Area.objects.filter(is_active=True).order_by("name"))
    hours = {one: timeline_of_versions(known) for one, known in versions_of(a.calendar_id for a in areas).items()}
    return [(area.calendar_id, _place(area, hours[area.calendar_id], at)) for area in areas]


def _place(area: Area, hours: Timeline, at: datetime) -> Place:
    try:
        opens_at = timeline.next_open(hours, at)
    except NeverOpen:
        opens_at = None
    return Place(area_id=area.pk, name=area.name, is_closed=opens_at != at, opens_at=opens_at)


def _first(clocks: Iterable[Clock], calendar_id: int, at: datetime) -> Promised | None:
    found = [
        Promised(metric=clock.metric, was_at=clock.due_at, due_at=_due_there(clock, calendar_id, at))
        for clock in clocks
        if clock.due_at > at
    ]
    return min(found, key=lambda one: one.due_at, default=None)


def _due_there(clock: Clock, calendar_id: int, at: datetime) -> datetime:
    """A promise that counts in the hours of whoever holds the case moves with it; every other stays."""
    if clock.policy != Policy.SERVING:
        return clock.due_at
    counts = counts_of(clock)
    there = counts._replace(held=(*counts.held, (max(at, clock.started_at), calendar_id)))
    reading = reading_of(clock)
    return timeline.due(timelines([there])(there), reading.started_at, reading.target + reading.paused)
