"""What is worked out now and then for pages that many people open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from pasillo.measurement.methods.forecasts import calibration
from pasillo.measurement.methods.foresight import Foresight, Promise
from pasillo.measurement.methods.survival import worth_an_alarm
from pasillo.measurement.reports.foreseeing import enough_to_try, how_well, learnt, score_of, tried
from pasillo.measurement.reports.models import Foreseeing, UsualTime
from pasillo.measurement.reports.percentiles import Percentile
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Pledge, Story
from pasillo.operations.alarms.commands import Bare, raise_alarms
from pasillo.operations.alarms.ladder import Sort
from pasillo.operations.alarms.queries import costs_of
from pasillo.operations.promises.clock import Running
from pasillo.operations.promises.queries import ClockView, clocks_of

LOOKS_BACK, MONTH, DEMAND = 90, 30, 28
DAY = timedelta(days=1)
AT_ONCE = 500
OPEN = ("clock_id", "case_id", "case__service_id", "case__kind", "case__priority", "target_minutes", "made_at")


@transaction.atomic
def work_out_usual_times(*, at: datetime) -> int:
    """The usual time and the demand of every service and of every request, anew. Returns how many."""
    rows: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    solved = _solved(LOOKS_BACK, at=at)
    month = _solved(MONTH, at=at)
    asked = Story.objects.filter(service_id__isnull=False, **Window.last(DEMAND, until=at).on("opened_at"))
    for by in (("service_id",), ("service_id", "request_type_id")):
        for row in _times(solved, by):
            rows[_key(row)] |= {"n": row["n"], "half": row["half"], "most": row["most"]}
        for row in _times(month, by):
            rows[_key(row)] |= {"month_n": row["n"], "month_half": row["half"]}
        for row in asked.values(*by).annotate(asked=Count("pk")).order_by():
            rows[_key(row)] |= {"asked": row["asked"]}
    UsualTime.objects.all().delete()
    made = [
        UsualTime(service_id=service, request_type_id=asked_for, worked_out_at=at, **figures)
        for (service, asked_for), figures in rows.items()
        if asked_for is not None
    ]
    UsualTime.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _solved(days: int, *, at: datetime) -> QuerySet[Story]:
    return Story.objects.filter(service_id__isnull=False, **Window.last(days, until=at).on("final_resolved_at"))


def _times(solved: QuerySet[Story], by: tuple[str, ...]) -> Any:
    grouped = solved.values(*by).order_by()
    half, most = Percentile("lived_minutes", share=0.5), Percentile("lived_minutes", share=0.8)
    return grouped.annotate(n=Count("pk"), half=half, most=most)


def _key(row: dict[str, Any]) -> Any:
    return row["service_id"], row.get("request_type_id", 0)


def try_foresight_again(*, at: datetime) -> bool:
    """Try it once a day; before anything was learnt, as soon as there is enough. Whether it was tried."""
    known = how_well()
    is_new = known is None or (known.n == 0 and enough_to_try(at))
    if not is_new and known is not None and at - known.worked_out_at < DAY:
        return False
    try_foresight(at=at)
    return True


@transaction.atomic
def try_foresight(*, at: datetime) -> bool:
    """Learn from the older promises, tell the newer ones, and keep how well it went. Whether it is worth a call."""
    made = tried(at)
    values: dict[str, Any] = {"worked_out_at": at, "n": 0, "brier": None, "base": None, "bins": []}
    if made is not None:
        found = score_of(made)
        bins = [[part.said, part.happened, part.n] for part in calibration(made.forecasts)]
        values |= {name: getattr(found, name) for name in ("n", "brier", "base")}
        values |= {name: getattr(found, name) for name in ("reliability", "resolution", "uncertainty")}
        values["bins"] = bins
    kept, _made = Foreseeing.objects.update_or_create(pk=Foreseeing.THE_ONE, defaults=values)
    return kept.is_better


def foresee(*, at: datetime) -> int:
    """Call for open promises that are likely to break, if such calls are better than guessing. Returns how many."""
    known = how_well()
    if known is None or not known.is_better:
        return 0
    foresight, called, after = learnt(at), 0, 0
    while rows := _open_promises(after):
        called += _call_for(rows, foresight, at)
        after = rows[-1]["clock_id"]
    return called


def _open_promises(after: int) -> list[dict[str, Any]]:
    running = Pledge.objects.filter(metric="resolution", cycle=1, outcome="running", case__over_at=None)
    running = running.filter(audience="customer", target_minutes__gt=0, clock_id__gt=after)
    return list(running.order_by("clock_id").values(*OPEN)[:AT_ONCE])


@transaction.atomic
def _call_for(rows: Sequence[dict[str, Any]], foresight: Foresight, at: datetime) -> int:
    clocks = clocks_of([row["case_id"] for row in rows], at=at, only_going=True)
    by_id = {clock.id: clock for theirs in clocks.values() for clock in theirs if clock.state == Running.RUNNING}
    return raise_alarms(_likely_to_break(rows, by_id, foresight, at))


def _likely_to_break(
    rows: Sequence[dict[str, Any]], clocks: dict[int, ClockView], foresight: Foresight, at: datetime
) -> Iterator[Bare]:
    costs = costs_of(row["case__service_id"] for row in rows)
    for row in rows:
        clock = clocks.get(row["clock_id"])
        likely = foresight.likely(_as_promise(row, clock), clock.served_minutes) if clock else None
        worth = worth_an_alarm(**costs[row["case__service_id"]]._asdict())
        if clock and likely is not None and likely >= worth:
            yield Bare(
                key=f"clock:{clock.id}:predicted",
                case_id=clock.case_id,
                clock_id=clock.id,
                metric=clock.metric,
                sort=Sort.PREDICTED,
                mark=round(100 * likely),
                rang_at=at,
            )


def _as_promise(row: dict[str, Any], clock: ClockView) -> Promise:
    return Promise(
        service=row["case__service_id"],
        kind=row["case__kind"],
        priority=row["case__priority"],
        target=float(clock.target_minutes),
        served=clock.served_minutes,
        ended=False,
        broken=False,
        made_at=row["made_at"],
    )
