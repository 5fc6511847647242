"""The menu of views: what one can look at under a name."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.desk.looking import Looking
from pasillo.doors.desk.models import View
from pasillo.doors.desk.views.queries import shown_to
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.narrowing import narrowing_of


def views_view(request: HttpRequest, look: Looking) -> dict[str, Any]:
    """The views of this person and of their areas, and the one that is on."""
    seen = sight(request)
    kept = [_line(view, look, seen.person_id) for view in shown_to(seen)]
    here = next((view for view in kept if view["here"]), None)
    return {
        "kept": kept,
        "here": here,
        "title": here["name"] if here else _("My work"),
        "all": f"{reverse('desk:work')}?split={look.split}",
    }


def looking_through(view: View) -> Looking:
    """What a view shows."""
    asked = narrowing_of({name: [value] for name, value in view.asked.items()})
    return Looking(split=view.split, asked=asked, view=str(view.pk))


def _line(view: View, look: Looking, person_id: int | None) -> dict[str, Any]:
    shown = looking_through(view)
    return {
        "id": view.pk,
        "name": view.name,
        "area": view.area.name if view.area else "",
        "url": reverse("desk:view", args=[view.pk]),
        "here": str(view.pk) == look.view,
        "same": shown.asked == look.asked,
        "mine": view.made_by_id == person_id,
    }
