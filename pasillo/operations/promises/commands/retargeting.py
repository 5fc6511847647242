"""Another target for a clock that is going: start and pauses stay, and what is broken stays broken."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.promises import clock as rule
from pasillo.operations.promises.clock import GOING, Running
from pasillo.operations.promises.commands.easing import note_eased
from pasillo.operations.promises.commands.writing import broken, locked_clocks, refresh, tell_of, the_one, write
from pasillo.operations.promises.facts import PromiseRetargeted
from pasillo.operations.promises.models import Clock
from pasillo.operations.promises.offers import Wanted, lines_for
from pasillo.operations.promises.queries import reading_of
from pasillo.operations.promises.timelines import counts_of, timelines
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.promised import Line, customer_of
from pasillo.strategy.objectives.scope import Scope

REPRIORITISED, BETTER = "reprioritised", "better"
WHOLE = (Running.RUNNING, Running.PAUSED)


def keep_priority(entry: Entry) -> None:
    """The case presses more or less than before: each clock has the target that holds for the new priority."""
    case_id = entry.data["case_id"]
    note_eased(entry)
    going = [clock for clock in locked_clocks(case_id) if clock.state in GOING and not clock.is_usual]
    if not going:
        return
    wanted = Wanted.of(entry)
    versions = {moment: _versions(wanted, going, at=moment) for moment in _moments(going, entry.happened_at)}
    for clock in going:
        lines = [versions[moment].get((clock.metric, clock.audience)) for moment in _known_to(clock, entry.happened_at)]
        line = min((line for line in lines if line), key=lambda line: line.target_minutes, default=None)
        if line and clock.objective_id != line.objective_id:
            _retarget(clock, line.objective_id, line.target_minutes, cause=REPRIORITISED, at=entry.happened_at)
    refresh(case_id)


def _known_to(clock: Clock, at: datetime) -> list[datetime]:
    """When what holds for this clock was decided: as it began, each time it was promised better, and now (R7)."""
    return [clock.started_at, *(datetime.fromisoformat(since) for since, *_ in clock.targets or ()), at]


def _moments(clocks: Iterable[Clock], at: datetime) -> set[datetime]:
    return {moment for clock in clocks for moment in _known_to(clock, at)}


def _versions(wanted: Wanted, clocks: Iterable[Clock], *, at: datetime) -> dict[tuple[str, str], Line]:
    """What such a case is promised by the targets of a moment, by metric and audience."""
    lines = lines_for(wanted, sorted({clock.metric for clock in clocks}), at=at)
    return {(line.metric, line.audience): line for line in lines}


def promise_better(objective_id: int, *, at: datetime) -> None:
    """A new version that is better for the customer holds for open promises, too."""
    new = Objective.objects.get(pk=objective_id)
    if new.target_minutes is None or new.valid_from > at:
        return
    worse = Clock.objects.filter(
        case__service_id=new.service_id,
        metric=new.metric,
        audience=new.audience,
        is_usual=False,
        state__in=WHOLE,
        target_minutes__gt=new.target_minutes,
        started_at__lte=at,
    )
    cases = Case.objects.filter(pk__in=worse.values("case_id")).select_for_update(of=("self",)).order_by("pk")
    by_id = {case.pk: case for case in cases}
    for clock in worse.select_related("objective").select_for_update(of=("self",)).order_by("id"):
        if _decides(new, clock, by_id[clock.case_id]):
            _retarget(the_one(clock), new.pk, new.target_minutes, cause=BETTER, at=at)
    _refresh_all(by_id)


def _decides(new: Objective, clock: Clock, case: Case) -> bool:
    """Whether the new target is for this case, and nothing more specific was promised."""
    segment = customer_of(case.customer_id)[0] if new.segment else ""
    described = Scope(
        request_type_id=case.request_type_id, segment=segment, priority=case.priority, channel=case.channel
    )
    was = clock.objective.holds_for.weight if clock.objective else 0
    return new.holds_for.holds_for(described) and new.holds_for.weight >= was


def _retarget(clock: Clock, objective_id: int | None, minutes: int, *, cause: str, at: datetime) -> None:
    counts = counts_of(clock)
    hours = timelines([counts])(counts)
    before = reading_of(clock)
    after = rule.retarget(before, hours, at=at, target=timedelta(minutes=minutes))
    first = [clock.started_at.isoformat(), clock.objective_id, clock.target_minutes]
    clock.targets = [*(clock.targets or [first]), [at.isoformat(), objective_id, minutes]]
    clock.objective_id, clock.target_minutes = objective_id, minutes
    write(clock, after, hours)
    fact = PromiseRetargeted(
        case_id=clock.case_id,
        clock_id=clock.pk,
        metric=clock.metric,
        objective_id=objective_id,
        target_minutes=minutes,
        due_at=after.due_at.isoformat(),
        cause=cause,
    )
    tell_of(clock, fact, at=at)
    if after.is_broken and not before.is_broken:
        is_now = after.due_at == at
        tell_of(clock, broken(clock, after, cause=cause if is_now else ""), at=after.due_at)


def _refresh_all(case_ids: Iterable[int]) -> None:
    for case_id in case_ids:
        refresh(case_id)
