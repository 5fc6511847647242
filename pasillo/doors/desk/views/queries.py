"""The kept views that a person may use."""

from django.db.models import Q, QuerySet

from pasillo.doors.desk.models import View
from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight


def views_for(sight: Sight) -> QuerySet[View]:
    """One's own, and those of one's areas. A view shows nobody more than they may see anyway."""
    mine = Q(person_id=sight.person_id) | Q(area_id__in=sight.area_ids)
    return _named(mine)


def shown_to(sight: Sight) -> list[View]:
    """The same, as every page of the queue asks for them."""
    return asked(_shown, sight.person_id, tuple(sorted(sight.area_ids)))


def _shown(person_id: int | None, area_ids: tuple[int, ...]) -> QuerySet[View]:
    return _named(Q(person_id=person_id) | Q(area_id__in=area_ids))


def _named(which: Q) -> QuerySet[View]:
    return View.objects.filter(which).select_related("area").order_by("area__name", "name")


def view_for(sight: Sight, view_id: int) -> View:
    """One view. LookupError for what is not there and for what is not theirs, alike."""
    found = views_for(sight).filter(pk=view_id).first()
    if found is None:
        raise LookupError(f"no view {view_id}")
    return found
