"""Who is looking at the database now: what the second wall below the pages is told, whatever a query asks for.

Outside of a visit the house looks itself and sees everything; a process that serves strangers closes that. During a
visit nothing is seen until somebody has asked what this visitor may see (`doors.shell.visitor.sight`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Look:
    """Whose eyes: a customer by their id, a colleague also by their areas, or the house itself."""

    person: str = ""
    staff: str = ""
    areas: str = "{}"
    everything: bool = False


EVERYTHING = Look(everything=True)
NOTHING = Look()

_now: ContextVar[Look | None] = ContextVar("looking", default=None)
_otherwise = [EVERYTHING]


def look_of(*, person_id: int | None, area_ids: Iterable[int], is_staff: bool, sees_all: bool) -> Look:
    """The eyes of one person."""
    if person_id is None:
        return NOTHING
    if sees_all:
        return EVERYTHING
    areas = "{" + ",".join(str(int(area)) for area in sorted(area_ids)) + "}"
    return Look(person=str(person_id), staff=str(person_id) if is_staff else "", areas=areas)


def here() -> Look:
    """Who is looking at this moment."""
    return _now.get() or _otherwise[0]


def close() -> None:
    """From now on this process sees nothing but during a visit: it serves strangers."""
    _otherwise[0] = NOTHING


@contextmanager
def looking_as(look: Look) -> Iterator[None]:
    """For a while, with these eyes."""
    before = _now.set(look)
    try:
        yield
    finally:
        _now.reset(before)


def look_as(look: Look) -> None:
    """For the rest of this visit, with these eyes. Outside of a visit it changes nothing."""
    if _now.get() is not None:
        _now.set(look)


@contextmanager
def for_the_house(why: str) -> Iterator[None]:
    """The house looks for a moment, not the visitor. The reason stands where it is done, and is never empty."""
    if not why:
        raise ValueError("Say why the house has to look.")
    with looking_as(EVERYTHING):
        yield
