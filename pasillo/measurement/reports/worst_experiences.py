"""Who had the worst time with us: customers, not averages. They are people to call, not points to plot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.severity import BAD, Lived, Severity, severity
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story

DEFINITION = _(
    "Every customer whose case was alive in the window, ranked by their worst case, from 0 to 100: up to 30 for "
    "waiting beyond the promise (15 for twice as long, 30 for four times), 20 for broken promises (10 each), 15 for "
    "disputes or reopenings (10, then 15), 10 for areas beyond the first (5 each), 10 for having to write again (2.5 "
    "each), 15 for the customer's own answer. From 50 on we call it a bad experience."
)
SOURCE = "case.*, message.received, promise.*, feedback.given"


@dataclass(frozen=True, kw_only=True)
class Experience:
    """The worst case of one customer, and what made it so."""

    customer_id: int
    case_id: int
    number: int
    service_id: int
    state: str
    parts: Severity
    severity: int
    peak_end: float
    lived_minutes: float
    promised_minutes: float | None
    contacts: int
    areas: int
    disputes: int
    broken: int
    score: int | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The worst experiences of a window, how many there are, and how many are bad of all who dealt with us."""

    experiences: tuple[Experience, ...]
    listed: int
    bad: int
    customers: int


def worst_experiences(service_ids: Iterable[int], window: Window, *, limit: int = 20) -> Ledger:
    """Customers by their worst case; the most recent case decides between equals (peak and end)."""
    alive = alive_in(window).filter(service_id__in=list(service_ids))
    by_customer: dict[int, list[tuple[Story, Severity]]] = defaultdict(list)
    for story in _with_a_sign(alive, at=window.end).order_by("opened_at", "case_id"):
        by_customer[story.customer_id or 0].append((story, severity(_lived(story, window.end))))
    worst = (_worst(stories, window.end) for stories in by_customer.values())
    ranked = sorted((one for one in worst if one.severity > 0), key=_rank)
    return Ledger(
        experiences=tuple(ranked[:limit]),
        listed=len(ranked),
        bad=sum(one.severity >= BAD for one in ranked),
        customers=alive.values("customer_id").distinct().count(),
    )


def alive_in(window: Window) -> QuerySet[Story]:
    """Cases that were open at some moment of the window."""
    over = Coalesce(F("closed_at"), F("final_resolved_at"))
    return (
        Story.objects.annotate(over_at=over)
        .filter(opened_at__lt=window.end, cancelled_at__isnull=True)
        .filter(Q(over_at__isnull=True) | Q(over_at__gte=window.start))
    )


def _with_a_sign(alive: QuerySet[Story], *, at: datetime) -> QuerySet[Story]:
    """Only cases in which something went wrong: the others cannot be the worst."""
    late = Q(promised_at__lt=Coalesce(F("final_resolved_at"), at))
    return alive.filter(late | Q(broken__gt=0) | Q(disputes__gt=0) | Q(reopened__gt=0) | Q(score__lte=2))


def _worst(stories: list[tuple[Story, Severity]], at: datetime) -> Experience:
    story, parts = max(stories, key=lambda pair: pair[1].total)
    lived = _lived(story, at)
    return Experience(
        customer_id=story.customer_id or 0,
        case_id=story.case_id,
        number=story.number or 0,
        service_id=story.service_id or 0,
        state=story.state,
        parts=parts,
        severity=parts.total,
        peak_end=(parts.total + stories[-1][1].total) / 2,
        lived_minutes=lived.lived_minutes,
        promised_minutes=lived.promised_minutes,
        contacts=story.contacts_in,
        areas=story.areas_touched,
        disputes=story.disputes,
        broken=story.broken,
        score=story.score,
        is_over=story.final_resolved_at is not None,
    )


def _lived(story: Story, at: datetime) -> Lived:
    opened = story.opened_at or at
    end = story.final_resolved_at or at
    return Lived(
        lived_minutes=(end - opened).total_seconds() / 60,
        promised_minutes=(story.promised_at - opened).total_seconds() / 60 if story.promised_at else None,
        broken=story.broken,
        disputes=story.disputes,
        reopened=story.reopened,
        areas=story.areas_touched,
        contacts=story.contacts_in,
        score=story.score,
    )


def _rank(one: Experience) -> tuple[float, float, float, int]:
    return (-one.severity, -one.peak_end, -one.lived_minutes, one.case_id)
