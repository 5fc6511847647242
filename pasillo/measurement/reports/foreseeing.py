"""Which open promises are likely to break, and how well such sayings came true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pasillo.measurement.methods.forecasts import Score, score
from pasillo.measurement.methods.foresight import ENOUGH, Foresight, Promise, Trial, trial
from pasillo.measurement.reports.models import Foreseeing
from pasillo.measurement.stories.models import Pledge

LOOKS_BACK = timedelta(days=365)
MOST = 200_000
LEARNS_FROM = 0.7
DAWN = datetime(1970, 1, 1, tzinfo=UTC)
ENDED = ("kept", "broken")
COLUMNS = (
    "case__service_id", "case__kind", "case__priority", "target_minutes", "served_minutes", "outcome", "made_at",
    "decided_at", "due_at",
)  # fmt: skip


def enough_to_try(at: datetime) -> bool:
    """Whether enough promises were kept or broken to learn from some and to try it on others."""
    made = Pledge.objects.filter(metric="resolution", cycle=1, audience="customer", made_at__gte=at - LOOKS_BACK)
    return len(made.filter(outcome__in=ENDED).values_list("pk")[: 2 * ENOUGH]) == 2 * ENOUGH


def promises_until(at: datetime, *, since: datetime | None = None) -> list[Promise]:
    """The promises of a solution that were made in this stretch, the newest if there are very many."""
    told = Pledge.objects.filter(metric="resolution", cycle=1, audience="customer", target_minutes__gt=0)
    told = told.filter(made_at__lt=at, made_at__gte=since or at - LOOKS_BACK).exclude(outcome="cancelled")
    rows = told.order_by("-made_at").values_list(*COLUMNS)[:MOST]
    return list(_promises(rows.iterator(chunk_size=5000), at))


def _promises(rows: Iterator[Any], at: datetime) -> Iterator[Promise]:
    for service, kind, priority, target, served, outcome, made_at, decided_at, due_at in rows:
        ended = outcome in ENDED and served is not None
        yield Promise(
            service=service,
            kind=kind or "",
            priority=priority or 3,
            target=float(target),
            served=float(served) if served is not None else _so_far(made_at, due_at, target, at),
            ended=ended,
            broken=outcome == "broken",
            made_at=made_at,
            decided_at=decided_at if ended else None,
        )


def _so_far(made_at: datetime, due_at: datetime | None, target: float, at: datetime) -> float:
    """What an open promise has taken, as far as its due moment tells: no more than its target is sure."""
    if due_at is None or due_at <= made_at:
        return 0.0
    return float(target) * min(1.0, max(0.0, (at - made_at) / (due_at - made_at)))


def tried(at: datetime, *, share: float = LEARNS_FROM, since: datetime | None = None) -> Trial | None:
    """Learn from the first part of the promises by time, and tell the rest."""
    return trial(promises_until(at, since=since), share)


def score_of(made: Trial) -> Score:
    """How good it was, against saying how often the older ones broke."""
    return score(made.forecasts, base_rate=made.base_rate)


def learnt(at: datetime) -> Foresight:
    """Everything that is known now."""
    return Foresight(promises_until(at))


def how_well() -> Foreseeing | None:
    """How well breaks were foreseen when it was last tried; None before."""
    return Foreseeing.objects.filter(pk=Foreseeing.THE_ONE).first()
