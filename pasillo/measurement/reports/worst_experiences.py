"""Who had the worst time with us: customers, not averages. They are people to call, not points to plot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from pasillo.ground.kit.words import _
from pasillo.measurement.methods.severity import BAD, Severity, severity
from pasillo.measurement.reports.one_person import Customers
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.fold import lived
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
    """Customers by their worst case; the most recent case decides between equals (peak and end).

    How bad a solved case was is known with its story; only open cases are weighed anew, up to the window's end.
    """
    who, alive = Customers(), alive_in(window).filter(service_id__in=list(service_ids))
    waiting = _still_waiting(who, alive, window.end)
    ended = alive.filter(severity__gt=0)
    chosen = _highest(who, waiting, ended, n=2 * limit)
    found = [_worst(stories, window.end) for stories in _by_customer(who, alive, chosen).values()]
    in_pain = {customer for customer, points in waiting.items() if points >= BAD}
    return Ledger(
        experiences=tuple(sorted(found, key=_rank)[:limit]),
        listed=len(waiting) + who.counted(ended.exclude(customer_id__in=who.all_of(waiting))),
        bad=len(in_pain) + who.counted(ended.filter(severity__gte=BAD).exclude(customer_id__in=who.all_of(in_pain))),
        customers=who.counted(alive),
    )


def alive_in(window: Window) -> QuerySet[Story]:
    """Cases that were open at some moment of the window."""
    not_over_before = Q(over_at__isnull=True) | Q(over_at__gte=window.start)
    return Story.objects.filter(not_over_before, opened_at__lt=window.end, cancelled_at__isnull=True)


def _still_waiting(who: Customers, alive: QuerySet[Story], at: datetime) -> dict[int, int]:
    """How bad it is by now for each customer with an open case in which something went wrong."""
    signs = Q(promised_at__lt=at) | Q(broken__gt=0) | Q(disputes__gt=0) | Q(reopened__gt=0) | Q(score__lte=2)
    points: dict[int, int] = {}
    for story in alive.filter(signs, final_resolved_at__isnull=True):
        felt = severity(lived(story, until=at)).total
        if felt:
            customer = who.one(story.customer_id)
            points[customer] = max(points.get(customer, 0), felt)
    return points


def _highest(who: Customers, waiting: dict[int, int], ended: QuerySet[Story], *, n: int) -> list[int]:
    """The customers with the worst cases, solved or not."""
    solved = ended.values("customer_id").annotate(worst=Max("severity")).order_by("-worst", "customer_id")[:n]
    points: dict[int, int] = {}
    for row in solved:
        customer = who.one(row["customer_id"])
        points[customer] = max(points.get(customer, 0), row["worst"])
    for customer in sorted(waiting, key=lambda one: (-waiting[one], one))[:n]:
        points[customer] = max(points.get(customer, 0), waiting[customer])
    return sorted(points, key=lambda one: (-points[one], one))[:n]


def _by_customer(who: Customers, alive: QuerySet[Story], customer_ids: list[int]) -> dict[int, list[Story]]:
    found: dict[int, list[Story]] = defaultdict(list)
    for story in alive.filter(customer_id__in=who.all_of(customer_ids)).order_by("opened_at", "case_id"):
        found[who.one(story.customer_id)].append(story)
    return found


def _worst(stories: list[Story], at: datetime) -> Experience:
    """The worst of one customer's cases, and half-way between it and the last one: what stays in memory."""
    weighed = [(story, severity(lived(story, until=at))) for story in stories]
    story, parts = max(weighed, key=lambda pair: pair[1].total)
    felt = lived(story, until=at)
    return Experience(
        customer_id=story.customer_id or 0,
        case_id=story.case_id,
        number=story.number or 0,
        service_id=story.service_id or 0,
        state=story.state,
        parts=parts,
        severity=parts.total,
        peak_end=(parts.total + weighed[-1][1].total) / 2,
        lived_minutes=felt.lived_minutes,
        promised_minutes=felt.promised_minutes,
        contacts=story.contacts_in,
        areas=story.areas_touched,
        disputes=story.disputes,
        broken=story.broken,
        score=story.score,
        is_over=story.final_resolved_at is not None,
    )


def _rank(one: Experience) -> tuple[float, float, float, int]:
    return (-one.severity, -one.peak_end, -one.lived_minutes, one.case_id)
