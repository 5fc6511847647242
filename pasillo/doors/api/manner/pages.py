"""Lists come in pages. Where the next one begins is signed, so that nobody has to guess and nobody can."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest

from pasillo.doors.api.manner.shapes import Paging, Told
from pasillo.doors.api.trouble import WrongCursor

T = TypeVar("T")
Place = list[Any]


class Page(Told, Generic[T]):
    """Some of a list, and the address of what comes after it; null at the end."""

    items: list[T]
    next: str | None


def page_of(
    request: HttpRequest,
    asked: Paging,
    *,
    rows: Callable[[Place | None, int], Sequence[Any]],
    place: Callable[[Any], Place],
    shown: Callable[[list[Any]], list[Any]],
) -> dict[str, Any]:
    """One page. `rows` finds so many after a place, `place` says where a row stands, `shown` turns rows into answers.

    A place is the values by which the list is ordered, so that what comes in meanwhile moves nothing.
    """
    found = list(rows(position(request, asked.cursor), asked.limit + 1))
    here = found[: asked.limit]
    following = place_after(request, place(here[-1])) if len(found) > asked.limit else None
    return {"items": shown(here), "next": following}


def moment(text: Any) -> datetime:
    """A moment out of a place."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise WrongCursor from None


def position(request: HttpRequest, cursor: str) -> Place | None:
    """The place in this list that a cursor tells; none for its beginning."""
    if not cursor:
        return None
    try:
        found = signing.Signer(salt=request.path).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        raise WrongCursor from None
    return found if isinstance(found, list) else None


def place_after(request: HttpRequest, place: Place) -> str:
    """The address of what comes after a place in this list: always the same for the same place."""
    kept = [(name, value) for name in request.GET if name != "cursor" for value in request.GET.getlist(name)]
    return f"{request.path}?{urlencode([*kept, ('cursor', signing.Signer(salt=request.path).sign_object(place))])}"
