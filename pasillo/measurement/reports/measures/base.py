"""What a measure is: whom it counts, how it is summed up, and the objective it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet

from pasillo.ground.kit.registry import Registry
from pasillo.measurement.methods.intervals import Interval, of_share
from pasillo.measurement.reports.window import Window

FEW = 5


@dataclass(frozen=True, kw_only=True)
class Target:
    """What we decided to promise: a time, or a share."""

    minutes: int | None = None
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of one service, with how many it speaks of and how far chance could move it."""

    n: int
    value: float | None
    hits: int | None = None
    interval: Interval | None = None
    details: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def is_few(self) -> bool:
        """Too few to say anything: shown in grey, never coloured."""
        return self.n < FEW


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a figure stands to its objective: the distance, whether it misses, and whether beyond doubt."""

    deviation: float
    misses: bool
    beyond_doubt: bool


class Measure(Protocol):
    """One column of the matrix. What it counts and what it lists are the same rows."""

    name: str
    position: int
    label: Any
    definition: Any
    source: str
    unit: str
    moment: str
    parts: Mapping[str, Any]

    def rows(self, window: Window) -> QuerySet[Any]:
        """Everyone whom the figure speaks of."""

    def part(self, rows: QuerySet[Any], part: str) -> QuerySet[Any]:
        """Those of them who are its other side: the missed, the disputed, the disappointed."""

    def figures(self, rows: QuerySet[Any]) -> dict[int, Figure]:
        """The figure of every service, in one question."""

    def target(self, targets: Mapping[str, Target]) -> Target | None:
        """The objective that it is held against, if there is one."""

    def judge(self, figure: Figure, target: Target) -> Verdict | None:
        """Whether the objective is met."""


measures: Registry[Measure] = Registry("measure")


def in_order() -> list[Measure]:
    """The measures from left to right."""
    return sorted((measures[name] for name in measures), key=lambda measure: measure.position)


def share(hits: int, n: int, **details: float | None) -> Figure:
    """A share as a figure, with Wilson's interval."""
    return Figure(n=n, value=hits / n if n else None, hits=hits, interval=of_share(hits, n), details=details)


def at_least(figure: Figure, wanted: float) -> Verdict | None:
    """A share that must not be smaller. Beyond doubt: even the best that chance allows would miss it."""
    if figure.value is None or figure.interval is None:
        return None
    return Verdict(
        deviation=figure.value - wanted,
        misses=figure.value < wanted,
        beyond_doubt=figure.interval.high < wanted,
    )


def at_most(figure: Figure, wanted: float) -> Verdict | None:
    """A share that must not be bigger."""
    if figure.value is None or figure.interval is None:
        return None
    return Verdict(
        deviation=figure.value - wanted,
        misses=figure.value > wanted,
        beyond_doubt=figure.interval.low > wanted,
    )
