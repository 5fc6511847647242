"""The control chart of one service, and the distributions below the matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.cockpit import charts
from pasillo.doors.cockpit.scope import Steered
from pasillo.doors.cockpit.words import with_sign
from pasillo.doors.shell.moments import minutes, number
from pasillo.measurement.reports.course import Course
from pasillo.measurement.reports.first_answers import Bin
from pasillo.measurement.reports.handoffs import Handoff
from pasillo.measurement.reports.matrix import Row

DAY, HOUR = 1440, 60
TOP = 5


def chosen(courses: Mapping[int, Course], rows: Sequence[Row], spoken_of: int | None) -> Course | None:
    """The service to look at: the one we speak of, one that worsened, else one that deviates, else the busiest."""
    demand = {row.service_id: row.demand for row in rows}
    tones = {row.service_id: ("", "risk", "late").index(row.tone) for row in rows}
    return max(
        courses.values(),
        key=lambda one: (
            one.service_id == spoken_of,
            one.has_worsened,
            tones.get(one.service_id, 0),
            demand.get(one.service_id, 0),
        ),
        default=None,
    )


def shown(course: Course, service: Steered) -> dict[str, Any]:
    """Everything the card says of it."""
    unit, name = _unit(course)
    since = course.points[course.changed_at].begins if course.changed_at is not None else None
    note = _("changed since %(date)s") % {"date": _day(since)} if since else ""
    drawn = charts.Course(
        values=[point.minutes / unit for point in course.points],
        labels=_labels(course),
        lines=_lines(course, unit),
        signals=course.signals,
        changed_at=course.changed_at,
        note=note,
        tone="ok" if course.changed_at is not None and not course.has_worsened else "late",
        title=_("%(service)s: time lived until solved") % {"service": service.name},
        told=_("From %(first)s to %(last)s %(unit)s; mean %(mean)s. %(note)s")
        % {
            "first": number(course.points[0].minutes / unit, 1),
            "last": number(course.points[-1].minutes / unit, 1),
            "mean": number(course.limits.mean / unit, 1),
            "unit": name,
            "note": note,
        },
        step=number,
    )
    return {
        "title": _("%(service)s: %(unit)s until solved") % {"service": service.name, "unit": name},
        "wide": charts.control(drawn),
        "narrow": charts.control(replace(drawn, labels=_labels(course, 3)), width=330),
        "signal": _signal(course),
        "worse": course.has_worsened,
        "days": course.step.days,
        "points": [{"day": _day(p.begins), "n": p.n, "time": minutes(p.minutes)} for p in course.points],
    }


def answers(bins: Sequence[Bin]) -> dict[str, Any]:
    """How long customers waited for the first word of a person."""
    total = sum(span.n for span in bins)
    longest = f"> {minutes(max(span.minutes or 0 for span in bins))}"
    bars = [charts.Bar(name=minutes(span.minutes) if span.minutes else longest, n=span.n) for span in bins]
    told = "; ".join(f"{bar.name}: {bar.n}" for bar in bars)
    return {
        "n": total,
        "chart": charts.columns(bars, _("First answer by a person, cases by time waited"), told),
        "rows": [{"name": bar.name, "n": bar.n} for bar in bars],
    }


def passed_on(pairs: Sequence[Handoff], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The pairs of areas between which most comes back. Marked where it is one in five or more."""
    busiest = sorted(pairs, key=lambda pair: (-pair.returned, -pair.n))[:TOP]
    return [
        {
            "from": names.get(pair.from_area_id, ""),
            "to": names.get(pair.to_area_id, ""),
            "n": pair.n,
            "returned": pair.returned,
            "share": with_sign(pair.share),
            "tone": "late" if pair.returned >= 3 and pair.share >= 0.2 else "",
            "bar": charts.share_bar(pair.share, "late" if pair.returned >= 3 and pair.share >= 0.2 else ""),
        }
        for pair in busiest
    ]


def _unit(course: Course) -> tuple[int, str]:
    if course.limits.mean >= 2 * DAY:
        return DAY, _("days")
    return (HOUR, _("hours")) if course.limits.mean >= 2 * HOUR else (1, _("minutes"))


def _lines(course: Course, unit: int) -> list[charts.Line]:
    known = course.limits
    levels = [(known.upper, _("limit %(value)s"), "lim", ""), (known.mean, _("mean %(value)s"), "cl", "tx-2")]
    if known.lower > 0:
        levels.append((known.lower, _("limit %(value)s"), "lim", ""))
    return [
        charts.Line(
            value=value / unit,
            name=name % {"value": number(value / unit, 0 if value >= 20 * unit else 1)},
            looks=looks,
            word=word,
        )
        for value, name, looks, word in levels
    ]


def _labels(course: Course, n: int = 5) -> dict[int, str]:
    every = max(1, len(course.points) // n)
    return {place: _day(point.begins) for place, point in enumerate(course.points) if place % every == 0}


def _signal(course: Course) -> str:
    if course.changed_at is None:
        return ""
    n = len(course.points) - course.changed_at
    if course.has_worsened:
        return ngettext("Signal: %(n)s point above the mean", "Signal: %(n)s points above the mean", n) % {"n": n}
    return ngettext("Signal: %(n)s point below the mean", "Signal: %(n)s points below the mean", n) % {"n": n}


def _day(moment: Any) -> str:
    return date_format(localtime(moment), _("j M")) if moment else ""
