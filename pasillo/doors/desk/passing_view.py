"""The areas that a case may be passed to, in words: who is there now, and what becomes of the promise."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.desk.words import metric_word
from pasillo.doors.shell.moments import when
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.passing import Place, places, places_for


def places_of_case(case: Case, at: datetime) -> list[dict[str, Any]]:
    """Where this case may go."""
    return [_view(place) for place in places_for(case, at=at)]


def places_of_many(at: datetime) -> list[dict[str, Any]]:
    """Where the chosen cases may go."""
    return [_view(place) for place in places(at=at)]


def _view(place: Place) -> dict[str, Any]:
    return {
        "id": place.area_id,
        "name": place.name,
        "hours": _hours(place),
        "closed": place.is_closed,
        "promise": _promise(place),
        "late": place.is_too_late,
    }


def _hours(place: Place) -> str:
    if not place.is_closed:
        return _("there now")
    if place.opens_at is None:
        return _("closed, and no opening is planned")
    return _("closed, opens %(when)s") % {"when": when(place.opens_at)}


def _promise(place: Place) -> str:
    """What it means for the customer; nothing where nothing changes."""
    if place.promised is None:
        return ""
    words = {
        "metric": metric_word(place.promised.metric),
        "due": when(place.promised.due_at),
        "was": when(place.promised.was_at),
    }
    if place.is_too_late:
        return _("“%(metric)s” is due %(due)s: it breaks before anybody is there.") % words
    if place.promised.due_at != place.promised.was_at:
        return _("“%(metric)s” would be due %(due)s instead of %(was)s.") % words
    return _("“%(metric)s” runs on meanwhile, due %(due)s.") % words if place.is_closed else ""
