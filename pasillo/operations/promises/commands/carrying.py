"""What was broken in a case that is merged stays broken in the one that is kept, as of the moment at which it broke."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pasillo.ground.hours.timeline import Timeline
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import written_so_far
from pasillo.ground.kit.together import forget
from pasillo.operations.cases.facts_of_merging import CaseMerged
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Reading
from pasillo.operations.promises.commands.writing import locked_clocks, made_of, refresh, tell_change, tell_of, write
from pasillo.operations.promises.facts import PromiseBroken, PromiseRepaired
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.queries import reading_of, targets_of
from pasillo.operations.promises.rules.cycles import OWN, Cycle, run_that_broke
from pasillo.operations.promises.rules.judging import Target, Verdict, judge
from pasillo.operations.promises.timelines import counts_of, timelines

MERGED = "merged"
TELLING = (PromiseBroken.name, PromiseRepaired.name, CaseMerged.name)
ALIKE = ("objective_id", "audience", "policy", "calendar_id", "zone", "target_minutes")


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A promise of the merged case that was broken, and when; fresh, where nobody had looked before it was merged."""

    clock: Clock
    due_at: datetime
    is_fresh: bool

    def run_in(self, cycles: Sequence[Cycle]) -> Cycle | None:
        """The run of the kept case that stands for it."""
        return run_that_broke(cycles, self.clock.metric, self.clock.started_at, due_at=self.due_at)


def carry_over(case_id: int, *, from_id: int, cycles: Sequence[Cycle], lays_down: bool = False, at: datetime) -> None:
    """Each clock of the kept case that stands for a broken one is broken; where there is none, one may be laid down."""
    found = [(one, one.run_in(cycles)) for one in _broken(from_id)]
    for one, cycle in found:
        if cycle is None or (one.is_fresh and not lays_down):
            continue
        mine = _clock_of(case_id, cycle, one.clock.audience, cycles)
        if mine is None and lays_down:
            _lay_down(case_id, one, cycle, at=at)
        elif mine is not None and not _says_so(mine, one):
            _break(mine, cycle, one.due_at, at=at)
    if found and lays_down:
        refresh(case_id)


def _broken(case_id: int) -> Iterator[Broken]:
    """What was promised there and told as broken, unless a repair says otherwise."""
    written_so_far()
    told = Entry.objects.filter(about=f"case:{case_id}", name__in=TELLING).order_by("id")
    broken: dict[int, tuple[datetime, bool]] = {}
    is_fresh = False
    for fact in told:
        is_fresh = is_fresh or fact.name == CaseMerged.name
        if fact.data.get("outcome", "broken") != "broken":
            broken.pop(fact.data["clock_id"], None)
        elif fact.name != CaseMerged.name:
            broken[fact.data["clock_id"]] = datetime.fromisoformat(fact.data["due_at"]), is_fresh
    for clock in locked_clocks(case_id):
        if clock.pk in broken and not clock.is_usual and clock.metric not in OWN:
            due_at, is_fresh = broken[clock.pk]
            yield Broken(clock=clock, due_at=due_at, is_fresh=is_fresh)


def _says_so(clock: Clock, one: Broken) -> bool:
    """Whether it is broken, or will be told so at the next look, as of that moment or an earlier one."""
    reading = reading_of(clock)
    return reading.is_broken or (one.is_fresh and reading.state in GOING and reading.due_at <= one.due_at)


def _clock_of(case_id: int, cycle: Cycle, audience: str, cycles: Sequence[Cycle]) -> Clock | None:
    same = (one for one in locked_clocks(case_id) if (one.metric, one.audience) == (cycle.metric, audience))
    return next((clock for clock in same if cycle.is_of(clock.started_at, cycles)), None)


def _break(clock: Clock, cycle: Cycle, due_at: datetime, *, at: datetime) -> None:
    before, hours = reading_of(clock), _hours(clock, cycle)
    after = _judged(cycle, hours, targets_of(clock), due_at)
    write(clock, after, hours)
    tell_change(clock, before, after, hours, cause=MERGED, broke=MERGED, at=at)


def _lay_down(case_id: int, broken: Broken, cycle: Cycle, *, at: datetime) -> None:
    """The kept case promised nothing on it, or it was over before that began: the broken promise comes along."""
    figures: dict[str, Any] = {name: getattr(broken.clock, name) for name in ALIKE}
    target = timedelta(minutes=broken.clock.target_minutes)
    clock = Clock(
        case_id=case_id, metric=cycle.metric, cycle=cycle.round, started_at=cycle.started_at, due_at=broken.due_at,
        state=rule.Running.RUNNING, **figures,
    )  # fmt: skip
    hours = _hours(clock, cycle)
    begun = rule.start(hours, at=cycle.started_at, target=target)
    clock.due_at = begun.due_at
    after = _judged(cycle, hours, targets_of(clock), broken.due_at)
    clock.state = after.state
    clock.save()
    forget(("clocks", case_id))
    tell_of(clock, made_of(clock, begun, brought_by=broken.clock.case_id), at=cycle.started_at)
    write(clock, after, hours)
    tell_change(clock, begun, after, hours, cause=MERGED, broke=MERGED, at=at)


def _judged(cycle: Cycle, hours: Timeline, targets: Sequence[Target], due_at: datetime) -> Reading:
    return judge(cycle, hours, targets, Verdict(warned=rule.SHARES[-1], broken_due=due_at))


def _hours(clock: Clock, cycle: Cycle) -> Timeline:
    counts = counts_of(clock, since=cycle.started_at)
    return timelines([counts])(counts)
