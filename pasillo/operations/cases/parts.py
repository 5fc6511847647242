"""The queue of a person in parts, each found by an index of its own, and the few cases that are theirs besides."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case, Cases, Task
from pasillo.operations.cases.phases import LIVING
from pasillo.operations.cases.queries import seen_by, served_by
from pasillo.operations.conversations.models import Mention

MOST_PARTS, MOST_CALLS = 8, 200
Few = tuple[int, ...]


def served_in_parts(sight: Sight, helped: Iterable[int]) -> list[Cases]:
    """The living cases of `served_by`, each part found by an index of its own. A case may stand in several parts."""
    if not sight.serves or sight.sees_all:
        return [served_by(sight)]
    areas = sorted(sight.area_ids)
    parts = [Q(area_id=area) for area in areas] if len(areas) <= MOST_PARTS else [Q(area_id__in=areas)]
    elsewhere = Q(assignee_id=sight.person_id)
    if helped:
        elsewhere |= Q(pk__in=helped)
    return [Case.objects.filter(part).exclude(customer_id=sight.person_id) for part in (*parts, elsewhere)]


def helped_by(sight: Sight) -> tuple[int, ...]:
    """The few living cases of other areas in which theirs was asked for help."""
    if not sight.serves or sight.sees_all:
        return ()
    return tuple(asked(_helped, tuple(sorted(sight.area_ids))))


def _helped(area_ids: tuple[int, ...]) -> QuerySet[Any]:
    tasks = Task.objects.filter(area_id__in=area_ids).values("case_id")
    return Case.objects.living().filter(pk__in=tasks).exclude(area_id__in=area_ids).values_list("pk", flat=True)


def called_to(sight: Sight) -> tuple[int, ...]:
    """The few cases, among those they serve, where they were named and have not looked, or where a task waits."""
    if not sight.serves or sight.person_id is None:
        return ()
    areas = tuple(sorted(sight.area_ids))
    named, waiting = asked(_named_in, sight.person_id), asked(_waiting_for, sight.person_id, areas)
    if not named and not waiting:
        return ()
    few = tuple(named[:MOST_CALLS]), tuple(waiting[:MOST_CALLS])
    return tuple(asked(_called, sight.person_id, areas, *few, roles=sight.roles))


def _named_in(person_id: int) -> QuerySet[Any]:
    named = Mention.objects.filter(person_id=person_id, seen_at=None).values("message__conversation_id")
    return Case.objects.filter(conversation_id__in=named).order_by("-pk").values_list("pk", flat=True)[:MOST_CALLS]


def _waiting_for(person_id: int, area_ids: tuple[int, ...]) -> QuerySet[Any]:
    free = Q(assignee=None, area_id__in=area_ids)
    tasks = Task.objects.filter(free | Q(assignee_id=person_id), state=Task.State.OPEN)
    return tasks.order_by("due_at", "id").values_list("case_id", flat=True)[:MOST_CALLS]


def _called(
    person_id: int, area_ids: tuple[int, ...], named: Few, waiting: Few, *, roles: frozenset[str]
) -> QuerySet[Any]:
    """First the few, then whether they are theirs: the other way round each of a million cases would be looked at."""
    served = served_by(seen_by(person_id, area_ids, roles))
    few = Q(pk__in=named) | Q(pk__in=waiting, state__in=LIVING)
    return served.filter(few).values_list("pk", flat=True)[:MOST_CALLS]


def held_by(sight: Sight) -> Cases:
    """The cases of `served_by` that this person holds."""
    mine = Case.objects.filter(assignee_id=sight.person_id).exclude(customer_id=sight.person_id)
    return mine if sight.serves else Case.objects.none()
