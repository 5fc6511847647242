"""Every way in which the kept views of the queue change."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.desk.models import View
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.narrowing import Narrowing

MOST = 40


@transaction.atomic
def keep_view(*, name: str, split: str, asked: Narrowing, area_id: int | None, sight: Sight, at: datetime) -> View:
    """Keep what one looks at under a name, for oneself or for one's area. The same name again replaces it."""
    name = " ".join(safe(name).split())[:60]
    if not name:
        raise Refused(_("Give the view a name."))
    if sight.person_id is None or (area_id is not None and area_id not in sight.area_ids):
        raise Refused(_("You can keep views for yourself and for the areas in which you serve."))
    owner: dict[str, Any] = {"person_id": None if area_id else sight.person_id, "area_id": area_id}
    if View.objects.filter(**owner).exclude(name=name).count() >= MOST:
        raise Refused(_("There are many views already. Remove one that nobody uses."))
    kept = {"split": split, "asked": asked.asked, "made_by_id": sight.person_id, "made_at": at}
    view, _is_new = View.objects.update_or_create(**owner, name=name, defaults=kept)
    return view


@transaction.atomic
def drop_view(view_id: int, *, sight: Sight) -> None:
    """Remove a view: one's own, or one of an area by whoever made it or manages the area."""
    view = View.objects.filter(pk=view_id).first()
    if view is None or not _may_drop(view, sight):
        raise Refused(_("Only who made this view, or who manages the area, can remove it."))
    view.delete()


def _may_drop(view: View, sight: Sight) -> bool:
    if view.area_id is None:
        return view.person_id == sight.person_id
    return view.area_id in sight.managed_ids or (view.made_by_id == sight.person_id and view.area_id in sight.area_ids)
