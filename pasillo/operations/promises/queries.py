"""What others may ask about promises."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.ground.kit.together import known, recall, settle
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading, Running
from pasillo.operations.promises.models import Card, Clock
from pasillo.operations.promises.rules.cycles import ANSWERING, CAUSES
from pasillo.operations.promises.rules.judging import Target, Verdict
from pasillo.operations.promises.timelines import counts_of, timelines
from pasillo.strategy.objectives.policies import Audience

NAMES = tuple(sorted(CAUSES))
CLOCKS = "clocks"  # those whose change waits to be written
SHOWN = (
    "id", "case_id", "metric", "cycle", "state", "target_minutes", "started_at", "due_at", "stopped_at", "calendar_id",
    "audience", "is_usual", "objective_id", "policy", "zone", "held", "paused_since", "paused_minutes", "warned",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock as a page shows it. `share` is the part of the target used up so far, in per cent, capped at 999.

    What was broken and never done, because the case ended before, is shown as broken: it was not kept.
    """

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
    audience: str = "customer"
    is_usual: bool = False
    objective_id: int | None = None
    is_never: bool = False

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


def clocks_of(
    case_ids: Iterable[int], *, at: datetime, only_going: bool = False, as_customer: bool = False
) -> dict[int, list[ClockView]]:
    """The clocks of some cases as they stand at a moment: going ones first, then by when they are due."""
    found: dict[int, list[ClockView]] = defaultdict(list)
    settle(CLOCKS)
    clocks = asked(_clocks, tuple(set(case_ids)), only_going=only_going, as_customer=as_customer)
    hours_of = timelines(counts_of(clock) for clock in clocks)
    for clock in clocks:
        found[clock.case_id].append(_view(clock, hours_of(counts_of(clock)), at))
    for views in found.values():
        views.sort(key=lambda view: (not view.is_going, view.due_at))
    return dict(found)


def _clocks(case_ids: tuple[int, ...], *, only_going: bool, as_customer: bool) -> QuerySet[Any]:
    clocks = Clock.objects.filter(case_id__in=case_ids).values_list(*SHOWN, named=True)
    clocks = clocks.filter(audience=Audience.CUSTOMER) if as_customer else clocks
    never_given = Q(metric__in=ANSWERING, warned=rule.SHARES[-1]) & ~Q(case__state="merged")
    return clocks.filter(state__in=GOING) if only_going else clocks.filter(~Q(state=Running.CANCELLED) | never_given)


def _view(clock: Any, hours: Timeline, at: datetime) -> ClockView:
    reading = reading_of(clock)
    if reading.state == Running.RUNNING and at > reading.due_at:
        reading, _ = rule.ring(reading, hours, at=at)
    is_never = reading.state == Running.CANCELLED
    minutes = rule.served_time(reading, hours, until=max(at, reading.started_at)).total_seconds() / 60
    return ClockView(
        id=clock.id,
        case_id=clock.case_id,
        metric=clock.metric,
        cycle=clock.cycle,
        state=Running.BREACHED_STOPPED if is_never else reading.state,
        target_minutes=clock.target_minutes,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        served_minutes=minutes,
        share=min(999, round(100 * minutes / max(clock.target_minutes, 1))),
        calendar_id=clock.calendar_id,
        audience=clock.audience,
        is_usual=clock.is_usual,
        objective_id=clock.objective_id,
        is_never=is_never,
    )


def reading_of(clock: Any) -> Reading:
    """The pure reading of a stored clock, or of a row of it."""
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


def targets_of(clock: Clock) -> list[Target]:
    """What was promised on a clock, from its start on."""
    if not clock.targets:
        return [Target(since=clock.started_at, minutes=clock.target_minutes)]
    return [Target(since=datetime.fromisoformat(since), minutes=minutes) for since, _, minutes in clock.targets]


def verdict_of(clock: Clock) -> Verdict:
    """What was said of a clock already: that stands."""
    is_broken = clock.state in {Running.BREACHED_RUNNING, Running.BREACHED_STOPPED}
    return Verdict(warned=clock.warned, broken_due=clock.due_at if is_broken else None)


def told_of(case_id: int, entry: Entry) -> list[Entry]:
    """All that the journal knows of a case and its clocks, with what was told just now, in the order of telling."""
    told: list[Entry] | None = recall(("told", case_id))
    if told is not None:
        told.append(entry)
        return told
    written_so_far()
    return known(("told", case_id), lambda: list(asked(_told, f"case:{case_id}", names=NAMES)))


def _told(about: str, *, names: tuple[str, ...]) -> QuerySet[Entry]:
    told = Entry.objects.filter(about=about, name__in=names).order_by("id")
    return told.only("id", "name", "happened_at", "data")


def card_of(case_id: int) -> Card | None:
    """What the customer was told on the page from which they sent, if they sent it from one."""
    return next(iter(asked(_card, case_id)), None)


def _card(case_id: int) -> QuerySet[Card]:
    return Card.objects.filter(pk=case_id)


def running_until(case_ids: Iterable[int], until: datetime) -> list[tuple[int, str, datetime]]:
    """Case, metric and due moment of every promise that runs and is due before a moment, the last first."""
    going = (Running.RUNNING, Running.BREACHED_RUNNING)
    running = Clock.objects.filter(case__in=list(case_ids), state__in=going, due_at__lt=until).order_by("-due_at")
    return list(running.values_list("case_id", "metric", "due_at"))
