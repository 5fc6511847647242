"""What others may ask about approvals."""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q, QuerySet

from pasillo.ground.people.models import Absence, Membership, Person, Role
from pasillo.ground.people.queries import LEADS, covers
from pasillo.ground.people.sight import Sight
from pasillo.operations.approvals.deciding import AREA, HEAD, MANAGER, Decider, State, may_decide
from pasillo.operations.approvals.models import Approval

SERVING = (Role.AGENT, Role.MANAGER)
LOOK_BACK = timedelta(days=90)
ENOUGH = 3
MOST = 200


def decider(sight: Sight, *, at: datetime) -> Decider:
    """This person as the rule sees them, with those for whom they stand in now."""
    me = sight.person_id or 0
    away = Absence.objects.at(at).exclude(cover=None).values_list("person_id", flat=True)
    mine = [person_id for person_id, cover_id in covers(away, at).items() if cover_id == me]
    return Decider(
        person_id=me,
        stands_in_for=frozenset(mine),
        area_ids=sight.area_ids,
        managed_ids=sight.managed_ids,
        is_head=Role.HEAD in sight.roles,
    )


def waiting_for(sight: Sight, *, at: datetime) -> list[Approval]:
    """What waits for this person's yes or no, the first due first."""
    one = decider(sight, at=at)
    found = _asked(one).filter(state=State.ASKED).order_by("due_at", "pk")[:MOST]
    return [approval for approval in found if may_decide(approval.step, one, asks_id=approval.asks_id)]


def approval_for(sight: Sight, approval_id: int, *, at: datetime) -> Approval:
    """One step that this person may decide, or did decide. LookupError otherwise."""
    one = decider(sight, at=at)
    found = _joined(Approval.objects.filter(pk=approval_id)).first()
    if found is None or not sight.is_staff:
        raise LookupError("no such approval")
    decided = found.decided_by_id == one.person_id
    if not decided and not (found.state == State.ASKED and may_decide(found.step, one, asks_id=found.asks_id)):
        raise LookupError("no such approval")
    return found


def _asked(one: Decider) -> QuerySet[Approval]:
    """Steps that name this person, one they stand in for, or a place that they hold."""
    mine = Q(person_id__in=[one.person_id, *one.stands_in_for])
    mine |= Q(role=MANAGER, area_id__in=one.managed_ids) | Q(role=AREA, area_id__in=one.area_ids)
    if one.is_head:
        mine |= Q(role=HEAD) | Q(person_id__isnull=False)
    return _joined(Approval.objects.filter(mine))


def _joined(found: QuerySet[Approval]) -> QuerySet[Approval]:
    return found.select_related("case", "case__service", "case__area", "asks", "area", "person", "decided_by")


def deciders_of(approval: Approval, *, at: datetime) -> list[Person]:
    """Who may decide a step now. Whoever is away is replaced by who stands in for them."""
    ids = _named(approval)
    standing_in = covers(ids, at)
    wanted = {standing_in.get(person_id, person_id) for person_id in ids} - {approval.asks_id}
    if not wanted:
        wanted = set(_members(Q(role=Role.HEAD))) - {approval.asks_id}
    return list(Person.objects.filter(pk__in=wanted, is_active=True).order_by("name", "pk"))


def _named(approval: Approval) -> set[int]:
    if approval.person_id is not None:
        return {approval.person_id} - {approval.asks_id}
    if approval.role == HEAD:
        return set(_members(Q(role=Role.HEAD)))
    wanted = LEADS if approval.role == MANAGER else Q(role__in=SERVING)
    return set(_members(wanted & Q(area_id=approval.area_id)))


def _members(wanted: Q) -> list[int]:
    return list(Membership.objects.filter(wanted, person__is_active=True).values_list("person_id", flat=True))


def steps_of(case_id: int) -> list[Approval]:
    """The steps of a case in order. Ask only for a case that the reader may see."""
    return list(_joined(Approval.objects.filter(case_id=case_id)).order_by("place"))


def usual_hours(request_type_id: int | None, *, at: datetime) -> float | None:
    """How long a yes or no usually took lately, as lived; None until there are a few."""
    if request_type_id is None:
        return None
    decided = Approval.objects.filter(case__request_type=request_type_id, decided_at__gte=at - LOOK_BACK)
    took = [
        (until - since).total_seconds() / 3600
        for since, until in decided.order_by("-decided_at").values_list("asked_at", "decided_at")[:500]
        if since and until
    ]
    return median(took) if len(took) >= ENOUGH else None
