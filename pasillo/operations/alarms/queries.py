"""What others may ask about alarms. Whoever may act on a case sees its alarms; its customer never does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.operations.alarms.ladder import LADDER, SHARES, SILENCE_MINUTES
from pasillo.operations.alarms.models import Alarm, Plan, Watch
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import ids_of, seen_by, served_by, visible_to
from pasillo.operations.promises.commands import next_alarm

Place = tuple[datetime, int]


def alarms_for(sight: Sight) -> QuerySet[Alarm]:
    """The alarms that nobody has answered, of the cases that this person may look at from our side."""
    return Alarm.objects.filter(closed_at=None, told_at__isnull=False, case__in=_cases(sight).values("pk"))


def _cases(sight: Sight) -> QuerySet[Case]:
    if sight.serves:
        return served_by(sight)
    return visible_to(sight).exclude(customer_id=sight.person_id) if sight.sees_all else Case.objects.none()


def mine(alarms: QuerySet[Alarm], sight: Sight) -> QuerySet[Alarm]:
    """Those that call this person, or everybody of an area of theirs; by name is enough where both do."""
    by_name = Alarm.objects.filter(
        person_id=sight.person_id or 0, closed_at=None, told_at__isnull=False,
        case=OuterRef("case"), metric=OuterRef("metric"), clock_id__isnull=False, clock_id=OuterRef("clock_id"),
    )  # fmt: skip
    to_all = Q(person=None, area_id__in=sight.area_ids) & ~Q(Exists(by_name))
    return alarms.filter(Q(person_id=sight.person_id) | to_all)


def what_breaks_first(alarms: QuerySet[Alarm], *, after: Place | None = None) -> QuerySet[Alarm]:
    """In the order in which somebody must act, with everything that a line shows; after a place, if one is named."""
    ordered = alarms.order_by("act_by", "id")
    if after:
        act_by, last = after
        ordered = ordered.filter(Q(act_by__gt=act_by) | Q(act_by=act_by, pk__gt=last))
    return _joined(ordered)


def _joined(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    return alarms.select_related("person", "case__customer", "case__service", "case__area", "case__assignee")


def how_many_call(sight: Sight, *, at: datetime, most: int = 100) -> int:
    """How many alarms call this person now, counted no further than `most`: for the menu."""
    if not sight.serves:
        return 0
    return len(asked(_calling, *ids_of(sight), at, roles=sight.roles, most=most))


def _calling(
    person_id: int | None, area_ids: tuple[int, ...], at: datetime, *, roles: frozenset[str], most: int
) -> QuerySet[Any]:
    seen = seen_by(person_id, area_ids, roles)
    return mine(alarms_for(seen), seen).filter(heard_at__lte=at).order_by().values_list("pk", flat=True)[:most]


def alarm_for(sight: Sight, alarm_id: int) -> Alarm:
    """An open or closed alarm on which this person may act. LookupError otherwise."""
    cases = served_by(sight).values("pk")
    found = _joined(Alarm.objects.filter(pk=alarm_id, told_at__isnull=False, case__in=cases)).first()
    if found is None:
        raise LookupError("no such alarm")
    return found


def next_call() -> datetime | None:
    """When the next thing is due that may call somebody: a clock, an instant beside it, or a rung nobody answered."""
    climbs = Alarm.objects.filter(climbs_at__isnull=False, closed_at=None).order_by("climbs_at")
    watched = Watch.objects.filter(due_at__isnull=False).order_by("due_at")
    first = (
        next_alarm(),
        *climbs.values_list("climbs_at", flat=True)[:1],
        *watched.values_list("due_at", flat=True)[:1],
    )
    return min((moment for moment in first if moment), default=None)


def open_alarms_of(case_id: int) -> list[Alarm]:
    """What calls somebody to this case now; the case was asked for by whoever may see it."""
    return asked(_open_of, case_id)


def _open_of(case_id: int) -> QuerySet[Alarm]:
    alarms = Alarm.objects.filter(case_id=case_id, closed_at=None, told_at__isnull=False)
    return alarms.select_related("person").order_by("act_by", "id")


def plan_of(service_id: int) -> Plan:
    """How a service wants its people to be called; not kept yet, where it has what a new house has."""
    return Plan.objects.filter(pk=service_id).first() or Plan(
        service_id=service_id,
        shares=list(SHARES),
        lead_minutes=0,
        silence_minutes=SILENCE_MINUTES,
        rungs=[{"who": str(rung.who), "within": rung.within} for rung in LADDER],
        revision=0,
    )


class Costs(NamedTuple):
    """What a call costs, what a break costs, and how often a call in time prevents it."""

    alarm: float = 1
    breach: float = 10
    helps: float = 0.2


def costs_of(service_ids: Iterable[int]) -> defaultdict[int, Costs]:
    """What alarms and breaks cost each service; as in a new house, where it has said nothing."""
    rows = Plan.objects.filter(pk__in=set(service_ids))
    told = rows.values_list("pk", "cost_of_alarm", "cost_of_breach", "helps_percent")
    return defaultdict(Costs, {pk: Costs(alarm, breach, helps / 100) for pk, alarm, breach, helps in told})


def touch_of(service_ids: Iterable[int]) -> dict[int, int]:
    """The minutes of work that a case of these services usually takes, where they have said so."""
    return dict(Plan.objects.filter(pk__in=set(service_ids)).values_list("pk", "touch_minutes"))
