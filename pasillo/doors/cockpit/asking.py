"""What the visitor asks for, read from the address and nothing else: a link shows everyone the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from pasillo.doors.shell.clock import now
from pasillo.measurement.reports.measures.base import measures
from pasillo.measurement.reports.window import LENGTHS, Window

USUAL = 30
YEARS = range(2000, 2200)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A window, and inside it perhaps one service, one measure and one side of it."""

    window: Window
    service_id: int | None = None
    measure: str = ""
    part: str = ""
    after: tuple[datetime, int] | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the address. What makes no sense there is not found."""
        given = request.GET
        days = _whole(given.get("days"), USUAL)
        measure = given.get("measure", "")
        if measure and measure not in measures or days not in LENGTHS:
            raise Http404
        return cls(
            window=Window.last(days, until=_moment(given.get("until")) or now()),
            service_id=_whole(given["service"], 0) if given.get("service") else None,
            measure=measure,
            part=given.get("part", ""),
            after=_after(given.get("after", "")),
        )

    def cases(self, **changes: Any) -> str:
        """The address of the rows behind a figure, in the very same window."""
        wanted = {"measure": self.measure, "service": self.service_id, "part": self.part, **changes}
        query = {"days": self.window.days, "until": self.window.end.isoformat()}
        query |= {name: value for name, value in wanted.items() if value not in ("", None)}
        return f"{reverse('cockpit:cases')}?{urlencode(query)}"

    def page(self, name: str, **more: Any) -> str:
        """The address of another page of the cockpit for as many days."""
        return f"{reverse(name)}?{urlencode({'days': self.window.days, **more})}"


def after_row(moment: datetime, key: int) -> str:
    """Where the next page of a list begins."""
    return f"{moment.isoformat()}~{key}"


def _after(text: str) -> tuple[datetime, int] | None:
    moment, _, key = text.partition("~")
    found = _moment(moment)
    return (found, _whole(key, 0)) if found else None


def _moment(text: str | None) -> datetime | None:
    try:
        found = parse_datetime((text or "").replace(" ", "+"))
    except ValueError:
        raise Http404 from None
    if found is not None and (found.tzinfo is None or found.year not in YEARS):
        raise Http404
    return found


def _whole(text: str | None, usual: int) -> int:
    if not text:
        return usual
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
