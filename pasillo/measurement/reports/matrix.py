"""The catalogue against its objectives: every service a row, every measure a column, colour only where it deviates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pasillo.measurement.reports.measures.base import Figure, Target, Verdict, in_order, measures
from pasillo.measurement.reports.targets import targets_of
from pasillo.measurement.reports.window import Window


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure of one service beside its objective."""

    measure: str
    figure: Figure | None
    target: Target | None
    verdict: Verdict | None

    @property
    def tone(self) -> str:
        """Empty where all is well or little is known; 'risk' where it misses; 'late' where it misses beyond doubt."""
        if self.verdict is None or not self.verdict.misses or self.figure is None or self.figure.is_few:
            return ""
        return "late" if self.verdict.beyond_doubt else "risk"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One service: how many cases it had, before and now, and how it stands to each objective."""

    service_id: int
    cells: tuple[Cell, ...]
    before: int

    @property
    def tone(self) -> str:
        """The worst of its cells."""
        tones = {cell.tone for cell in self.cells}
        return "late" if "late" in tones else "risk" if "risk" in tones else ""

    @property
    def demand(self) -> int:
        """How many cases were opened."""
        figure = next(cell.figure for cell in self.cells if cell.measure == "demand")
        return figure.n if figure else 0


def matrix(service_ids: Iterable[int], window: Window) -> list[Row]:
    """Every service with every measure, in one question for each measure."""
    ids = list(service_ids)
    targets = targets_of(ids, at=window.end)
    columns = {m.name: m.figures(m.rows(window).filter(service_id__in=ids)) for m in in_order()}
    before = measures["demand"].figures(measures["demand"].rows(window.before).filter(service_id__in=ids))
    return [
        Row(
            service_id=service_id,
            cells=tuple(
                _cell(name, column.get(service_id), targets.get(service_id, {})) for name, column in columns.items()
            ),
            before=before[service_id].n if service_id in before else 0,
        )
        for service_id in ids
    ]


def behind(measure: str, window: Window, *, service_id: int | None = None, part: str = "") -> QuerySet[Any]:
    """The very rows that a figure counts: as many as the figure says."""
    chosen = measures[measure]
    rows = chosen.rows(window)
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    return chosen.part(rows, part) if part in chosen.parts else rows


def _cell(name: str, figure: Figure | None, targets: dict[str, Target]) -> Cell:
    measure = measures[name]
    target = measure.target(targets)
    verdict = measure.judge(figure, target) if figure and target else None
    return Cell(measure=name, figure=figure, target=target, verdict=verdict)
