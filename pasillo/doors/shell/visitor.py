"""Who is at the door, in the words the rooms below understand."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from pasillo.doors.shell.clock import now
from pasillo.ground.kit.looking import look_as
from pasillo.ground.people.sight import Sight, sight_of


def person(request: HttpRequest) -> Any | None:
    """The person who signed in, or nobody."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def who(request: HttpRequest) -> str:
    """The name the journal writes down for what this visitor does."""
    someone = person(request)
    if someone is None:
        raise PermissionDenied
    return f"person:{someone.pk}"


def came_at(request: HttpRequest) -> datetime:
    """The moment at which this visitor was first asked about: one for the whole page."""
    known: datetime | None = getattr(request, "_came_at", None)
    if known is None:
        known = request._came_at = now()  # type: ignore[attr-defined]
    return known


def sight(request: HttpRequest) -> Sight:
    """What this visitor may see, worked out once per request."""
    known = getattr(request, "_sight", None)
    if known is None:
        known = sight_of(person(request))
        request._sight = known  # type: ignore[attr-defined]
        look_as(known.look)
    return known
