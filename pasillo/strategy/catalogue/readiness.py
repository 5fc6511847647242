"""Whether a service is ready to be offered: a list of plain points, each with the place where it is mended.

A room above adds points of its own with `points.add`: objectives add what must be promised, journeys will add the
moment of truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pasillo.ground.kit.registry import Registry
from pasillo.ground.kit.words import _

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the points need to know of a service."""

    languages: Sequence[str]
    names: Texts
    summaries: Texts
    promise_texts: Texts
    has_owner: bool = False
    has_area: bool = True
    serving_areas: int = 0
    people_who_serve: int = 0
    is_open_some_time: bool = False
    paradigm: str = ""
    forms_published: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing that a service must have, or had better have, before customers see it."""

    title: object
    why: object
    is_done: Callable[[Sheet], bool]
    mend_at: str
    is_needed: bool = True
    position: int = 100


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One point and whether it holds."""

    name: str
    title: object
    why: object
    is_done: bool
    is_needed: bool
    mend_at: str


@dataclass(frozen=True)
class Readiness:
    """Every point, and how much of what is needed is there."""

    points: tuple[Checked, ...]

    @property
    def share(self) -> int:
        """How many of a hundred parts of what is needed are there."""
        needed = [point for point in self.points if point.is_needed]
        return 100 * sum(point.is_done for point in needed) // len(needed) if needed else 100

    @property
    def missing(self) -> tuple[Checked, ...]:
        """What is needed and not there."""
        return tuple(point for point in self.points if point.is_needed and not point.is_done)

    @property
    def is_ready(self) -> bool:
        return not self.missing


points: Registry[Point] = Registry("point of readiness")


def readiness(sheet: Sheet) -> Readiness:
    """Each point of the list, done or missing, in the order in which one fills a sheet."""
    named = sorted(((name, points[name]) for name in points), key=lambda pair: (pair[1].position, pair[0]))
    return Readiness(
        tuple(
            Checked(
                name=name,
                title=point.title,
                why=point.why,
                is_done=point.is_done(sheet),
                is_needed=point.is_needed,
                mend_at=point.mend_at,
            )
            for name, point in named
        )
    )


def in_all(texts: Texts, languages: Sequence[str]) -> bool:
    """Whether something is said in every language of the house."""
    return all(str(texts.get(language, "")).strip() for language in languages)


def _add(name: str, position: int, mend_at: str, title: object, why: object, is_done: Callable[[Sheet], bool]) -> None:
    points.add(name, Point(title=title, why=why, is_done=is_done, mend_at=mend_at, position=position))


_add("names", 10, "texts", _("A name in every language"), _("Customers find it by its name."),
     lambda sheet: in_all(sheet.names, sheet.languages))  # fmt: skip
_add("summaries", 20, "texts", _("A summary in every language"), _("One sentence says what they get."),
     lambda sheet: in_all(sheet.summaries, sheet.languages))  # fmt: skip
_add("promise", 30, "promise", _("The promise in words, in every language"), _("They know what to expect."),
     lambda sheet: in_all(sheet.promise_texts, sheet.languages))  # fmt: skip
_add("paradigm", 40, "running", _("How it is operated"), _("Industrialise, empower or self-service: one of them."),
     lambda sheet: bool(sheet.paradigm))  # fmt: skip
_add("owner", 50, "running", _("An owner"), _("A person answers for it as a whole."), lambda sheet: sheet.has_owner)
_add("area", 60, "running", _("An accountable area"), _("Without an owner nobody takes a case."),
     lambda sheet: sheet.has_area)  # fmt: skip
_add("serving", 70, "running", _("The areas that serve"), _("Everybody knows who acts."),
     lambda sheet: sheet.serving_areas > 0)  # fmt: skip
_add("route", 80, "running", _("Somebody who receives it"), _("In these areas at least one person serves."),
     lambda sheet: sheet.people_who_serve > 0)  # fmt: skip
_add("calendar", 90, "running", _("Hours of service"), _("Promises count only while somebody serves."),
     lambda sheet: sheet.is_open_some_time)  # fmt: skip
_add("form", 100, "requests", _("Something to ask for, with its form"), _("The right data from the beginning."),
     lambda sheet: sheet.forms_published > 0)  # fmt: skip
