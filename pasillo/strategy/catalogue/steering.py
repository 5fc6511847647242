"""For which services a person answers: who sees the sheet of a service and its figures."""

from django.db.models import Q, QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.models import Service


def answered_for_by(seen: Sight) -> QuerySet[Service]:
    """All, for heads and auditors; else those of the areas that a person manages, and those that they own.

    This opens sheets and figures. The cases behind a figure open as `operations.cases.queries.visible_to` says.
    """
    if seen.sees_all:
        return Service.objects.all()
    if not seen.is_staff:
        return Service.objects.none()
    return Service.objects.filter(Q(area_id__in=seen.managed_ids) | Q(owner_id=seen.person_id))


def answers_for_some(seen: Sight) -> bool:
    """Whether the cockpit is open to this person: they steer a part of the house, or own a service."""
    return seen.steers or (seen.is_staff and bool(asked(_owned, seen.person_id)))


def _owned(person_id: int | None) -> QuerySet[Service, int]:
    return Service.objects.filter(owner_id=person_id).values_list("pk", flat=True)[:1]
