"""What others may ask about promises."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.hours.business_time import Compiled
from pasillo.ground.hours.queries import timetables
from pasillo.ground.kit.together import recall
from pasillo.operations.cases.models import Case
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.models import Card, Clock


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock as a page shows it. `share` is the part of the target used up so far, in per cent, capped at 999."""

    id: int
    case_id: int
    metric: str
    cycle: int
    state: str
    target_minutes: int
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    served_minutes: float
    share: int
    calendar_id: int

    @property
    def is_going(self) -> bool:
        """Whether it still counts."""
        return self.state in GOING

    @property
    def is_broken(self) -> bool:
        """Whether the promise was broken."""
        return self.state in {Running.BREACHED_RUNNING, Running.BREACHED_STOPPED}

    @property
    def is_paused(self) -> bool:
        """Whether its time is the customer's now."""
        return self.state == Running.PAUSED


def clocks_of(case_ids: Iterable[int], *, at: datetime, only_going: bool = False) -> dict[int, list[ClockView]]:
    """The clocks of some cases as they stand at a moment: going ones first, then by when they are due."""
    found: dict[int, list[ClockView]] = defaultdict(list)
    clocks = asked(_clocks, tuple(set(case_ids)), only_going=only_going)
    hours_at = timetables(clock.calendar_id for clock in clocks)
    for clock in clocks:
        found[clock.case_id].append(_view(clock, hours_at(clock.calendar_id, clock.started_at), at))
    for views in found.values():
        views.sort(key=lambda view: (not view.is_going, view.due_at))
    return dict(found)


def _clocks(case_ids: tuple[int, ...], *, only_going: bool) -> QuerySet[Clock]:
    clocks = Clock.objects.filter(case_id__in=case_ids)
    return clocks.filter(state__in=GOING) if only_going else clocks.exclude(state=Running.CANCELLED)


def _view(clock: Clock, hours: Compiled, at: datetime) -> ClockView:
    reading = reading_of(clock)
    if reading.state == Running.RUNNING and at > reading.due_at:
        reading, _ = rule.ring(reading, hours, at=at)
    minutes = rule.served_time(reading, hours, until=max(at, reading.started_at)).total_seconds() / 60
    return ClockView(
        id=clock.pk,
        case_id=clock.case_id,
        metric=clock.metric,
        cycle=clock.cycle,
        state=reading.state,
        target_minutes=clock.target_minutes,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        served_minutes=minutes,
        share=min(999, round(100 * minutes / max(clock.target_minutes, 1))),
        calendar_id=clock.calendar_id,
    )


def reading_of(clock: Clock) -> Reading:
    """The pure reading of a stored clock."""
    return Reading(
        target=timedelta(minutes=clock.target_minutes),
        started_at=clock.started_at,
        due_at=clock.due_at,
        state=Running(clock.state),
        paused_since=clock.paused_since,
        paused=timedelta(minutes=clock.paused_minutes),
        stopped_at=clock.stopped_at,
        warned=clock.warned,
    )


def is_going(case_id: int, *metrics: str) -> bool:
    """Whether a clock of one of these metrics counts now."""
    clocks = recall(("clocks", case_id))
    if clocks is not None:
        return any(clock.metric in metrics and clock.state in GOING for clock in clocks)
    return Clock.objects.filter(case_id=case_id, metric__in=metrics, state__in=GOING).exists()


def answered_once(case_id: int) -> bool:
    """Whether a person has answered this customer before."""
    return Clock.objects.filter(case_id=case_id, metric="first_response", stopped_at__isnull=False).exists()


def service_of(case_id: int) -> tuple[int, int]:
    """The service and the present cycle of a case."""
    if case := recall(("case", case_id)):
        return case.service_id, case.cycle
    found: tuple[int, int] = Case.objects.values_list("service_id", "cycle").get(pk=case_id)
    return found


def unanswered_since(case_id: int) -> datetime | None:
    """Since when the customer waits for a word of ours."""
    if case := recall(("case", case_id)):
        return case.waiting_since
    return Case.objects.values_list("waiting_since", flat=True).get(pk=case_id)


def card_of(case_id: int) -> Card | None:
    """What the customer was told on the page from which they sent, if they sent it from one."""
    return next(iter(asked(_card, case_id)), None)


def _card(case_id: int) -> QuerySet[Card]:
    return Card.objects.filter(pk=case_id)
