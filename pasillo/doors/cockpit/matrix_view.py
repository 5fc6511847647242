"""The matrix as the page shows it: rows of words and small pictures, block by block."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.cockpit import charts, words
from pasillo.doors.cockpit.asking import Asked
from pasillo.doors.cockpit.scope import AMONG_US, Steered
from pasillo.doors.shell.moments import number
from pasillo.measurement.reports.course import Course
from pasillo.measurement.reports.matrix import Cell, Row
from pasillo.measurement.reports.measures.base import in_order, measures

FLOOR = 0.5


def blocks(
    rows: Iterable[Row], services: Mapping[int, Steered], courses: Mapping[int, Course], asked: Asked
) -> list[dict[str, Any]]:
    """The rows under the three blocks of the catalogue, and those of what colleagues ask of each other."""
    named = _block_names()
    found = []
    for block, group in groupby(rows, key=lambda row: services[row.service_id].block):
        name, covers = named.get(block, (block, ""))
        entries = [_row(row, services[row.service_id], courses.get(row.service_id), asked) for row in group]
        found.append({"block": block, "name": name, "covers": covers, "rows": entries})
    return found


def heads() -> list[dict[str, Any]]:
    """The names of the columns, with what they mean."""
    return [{"name": m.name, "label": m.label, "definition": m.definition} for m in in_order()]


def _block_names() -> dict[str, tuple[str, str]]:
    return {
        "lifecycle": (_("Service management"), _("sign-ups, changes, moves, cancellations")),
        "customer": (_("Customer management"), _("questions, incidents, complaints, suggestions")),
        "delivery": (_("Service delivery"), _("what the customer pays for")),
        AMONG_US: (_("Among colleagues"), _("rooms, purchases, letters, faults of the house")),
    }


def _row(row: Row, service: Steered, course: Course | None, asked: Asked) -> dict[str, Any]:
    return {
        "id": service.id,
        "name": service.name,
        "owner": service.owner,
        "looks": {"late": "hot dev", "risk": "dev"}.get(row.tone, ""),
        "demand": number(row.demand),
        "demand_url": asked.cases(measure="demand", service=service.id),
        "change": _change(row.demand, row.before),
        "changed": course is not None and course.changed_at is not None,
        "worse": course is not None and course.has_worsened,
        "since": course.points[course.changed_at].begins if course and course.changed_at is not None else None,
        "cells": [_cell(cell, service, asked) for cell in row.cells if cell.measure != "demand"],
    }


def _change(now: int, before: int) -> str:
    """The change of demand, only where chance alone would hardly bring it about (two sigma of counted events)."""
    if before < 10 or abs(now - before) < 2 * sqrt(now + before):
        return ""
    return words.signed(words.with_sign(abs(now - before) / before), now > before)


def _cell(cell: Cell, service: Steered, asked: Asked) -> dict[str, Any]:
    known = cell.figure is not None and cell.figure.value is not None
    return {
        "label": measures[cell.measure].label,
        "words": words.figure_words(cell),
        "known": known,
        "few": known and cell.figure is not None and cell.figure.is_few,
        "n": cell.figure.n if cell.figure else 0,
        "tone": cell.tone,
        "bullet": _bullet(cell) if known and cell.target is not None else "",
        "deviation": words.deviation_words(cell) if cell.tone else "",
        "told": words.told(cell),
        "url": asked.cases(measure=cell.measure, service=service.id),
    }


def _bullet(cell: Cell) -> Any:
    """Shares that should be high begin at one half, so that a tick at 90 can be told from a bar at 80."""
    value, target = (cell.figure.value if cell.figure else 0) or 0, cell.target
    if target is None:
        return ""
    if target.minutes is not None and cell.measure == "resolution":
        return charts.bullet(value / (2 * target.minutes), 0.5, cell.tone)
    wanted = target.share or 0
    if cell.measure == "errors":
        longest = max(2 * wanted, 0.05)
        return charts.bullet(value / longest, wanted / longest, cell.tone)
    return charts.bullet((value - FLOOR) / FLOOR, (wanted - FLOOR) / FLOOR, cell.tone)
