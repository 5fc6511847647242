"""The figures of the cockpit: the catalogue against its objectives, the course of a service, the worst experiences."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query

from pasillo.doors.api.manner.door import reads
from pasillo.doors.api.manner.reach import demand, visible
from pasillo.doors.api.manner.shapes import Given, Moment, Named, Told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.measurement.reports import course, worst_experiences
from pasillo.measurement.reports.matrix import Cell, Row, matrix
from pasillo.measurement.reports.measures.base import in_order
from pasillo.measurement.reports.window import Window
from pasillo.measurement.reports.worst_experiences import Experience
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Offered
from pasillo.strategy.catalogue.steering import answered_for_by, answers_for_some

TAG = "figures"


class WindowQuery(Given):
    """Which days: so many, up to a moment."""

    days: Literal["7", "30", "90"] = "30"
    until: Moment | None = Field(None, description="Now, unless it is said.")


class CellOut(Told):
    """One figure of one service beside its objective."""

    measure: str
    value: float | None
    n: int
    hits: int | None
    low: float | None = Field(description="How far chance alone could move it.")
    high: float | None
    target_minutes: int | None
    target_share: float | None
    deviation: float | None
    tone: str = Field(description="risk: misses; late: misses beyond doubt; empty: all is well, or little is known")


class RowOut(Told):
    """One service with all its figures."""

    service: str
    demand: int
    demand_before: int
    tone: str
    cells: list[CellOut]


class MatrixOut(Told):
    """The catalogue against its objectives."""

    start: datetime
    end: datetime
    rows: list[RowOut]


class ExperienceOut(Told):
    """The worst case of one customer, and what made it so. Who it is only for who may see the case."""

    severity: int
    service: str | None
    case: int | None
    customer: Named | None
    state: str
    lived_minutes: float
    promised_minutes: float | None
    contacts: int
    areas: int
    disputes: int
    broken: int
    score: int | None
    is_over: bool


class WorstOut(Told):
    """Who had the worst time with us, from 0 to 100, and how many are bad of all who dealt with us."""

    start: datetime
    end: datetime
    experiences: list[ExperienceOut]
    listed: int
    bad: int
    customers: int


class PointOut(Told):
    """Some days: how many cases were solved, and the median that customers lived."""

    begins: datetime
    n: int
    minutes: float
    is_signal: bool


class CourseOut(Told):
    """What a service does by itself, and since when it does something else."""

    service: str
    mean: float
    low: float
    high: float
    changed_since: datetime | None
    has_worsened: bool
    points: list[PointOut]


class MeasureOut(Told):
    """How a figure is counted, and from which facts."""

    name: str
    label: str
    definition: str
    source: str


@reads(TAG, "/figures/matrix", name="matrix", scope="figures.read", gives=MatrixOut,
       summary="The catalogue against its objectives")  # fmt: skip
def catalogue(request: HttpRequest, asked: Query[WindowQuery]) -> Any:
    """Every service that whoever asks answers for, with every measure."""
    services, window = _services(request), _window(asked)
    rows = [_row(row, services) for row in matrix(list(services), window)]
    return {"start": window.start, "end": window.end, "rows": rows}


@reads(TAG, "/figures/worst-experiences", name="worst", scope="figures.read", gives=WorstOut,
       summary="The worst experiences")  # fmt: skip
def worst(request: HttpRequest, asked: Query[WindowQuery]) -> Any:
    """Customers by their worst case, at most a hundred. They are people to call, not points to plot."""
    services, window = _services(request), _window(asked)
    ledger = worst_experiences.worst_experiences(list(services), window, limit=100)
    wanted = [one.case_id for one in ledger.experiences]
    cases = {case.pk: case for case in visible(request).select_related("customer").filter(pk__in=wanted)}
    return {
        "start": window.start,
        "end": window.end,
        "experiences": [_experience(one, services, cases) for one in ledger.experiences],
        "listed": ledger.listed,
        "bad": ledger.bad,
        "customers": ledger.customers,
    }


@reads(TAG, "/figures/courses", name="courses", scope="figures.read", gives=list[CourseOut],
       summary="The course of each service")  # fmt: skip
def courses(request: HttpRequest) -> Any:
    """What is noise, and what is a change, week by week."""
    services = _services(request)
    return [_course(one, services) for one in course.courses(list(services), until=now()).values()]


@reads(TAG, "/figures/definitions", name="definitions", scope="figures.read", gives=list[MeasureOut],
       summary="How figures are counted")  # fmt: skip
def definitions(request: HttpRequest) -> Any:
    """Every measure in words, in the language of whoever asks."""
    _services(request)
    return [
        {"name": one.name, "label": str(one.label), "definition": str(one.definition), "source": one.source}
        for one in in_order()
    ]


def _services(request: HttpRequest) -> dict[int, str]:
    seen = sight(request)
    demand(seen.is_staff and answers_for_some(seen))
    return dict(answered_for_by(seen).exclude(state=Offered.DRAFT).order_by("slug").values_list("pk", "slug"))


def _window(asked: WindowQuery) -> Window:
    return Window.last(int(asked.days), until=asked.until or now())


def _row(row: Row, services: Mapping[int, str]) -> dict[str, Any]:
    cells = [_cell(cell) for cell in row.cells]
    told = {"demand": row.demand, "demand_before": row.before, "tone": row.tone, "cells": cells}
    return {"service": services[row.service_id]} | told


def _cell(cell: Cell) -> dict[str, Any]:
    figure, target, interval = cell.figure, cell.target, cell.figure.interval if cell.figure else None
    return {
        "measure": cell.measure,
        "value": figure.value if figure else None,
        "n": figure.n if figure else 0,
        "hits": figure.hits if figure else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "target_minutes": target.minutes if target else None,
        "target_share": target.share if target else None,
        "deviation": cell.verdict.deviation if cell.verdict else None,
        "tone": cell.tone,
    }


def _experience(one: Experience, services: Mapping[int, str], cases: Mapping[int, Case]) -> dict[str, Any]:
    names = ("severity", "state", "lived_minutes", "promised_minutes", "contacts", "areas", "disputes", "broken",
             "score", "is_over")  # fmt: skip
    case = cases.get(one.case_id)
    return {name: getattr(one, name) for name in names} | {
        "service": services.get(one.service_id),
        "case": case.number if case else None,
        "customer": case.customer if case else None,
    }


def _course(one: course.Course, services: Mapping[int, str]) -> dict[str, Any]:
    points = [
        {"begins": point.begins, "n": point.n, "minutes": point.minutes, "is_signal": place in one.signals}
        for place, point in enumerate(one.points)
    ]
    return {
        "service": services[one.service_id],
        "mean": one.limits.mean,
        "low": one.limits.lower,
        "high": one.limits.upper,
        "changed_since": one.points[one.changed_at].begins if one.changed_at is not None else None,
        "has_worsened": one.has_worsened,
        "points": points,
    }
