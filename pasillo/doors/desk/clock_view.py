"""Promises as people read them: what is left, in served time, as shape, word and bar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.desk.clock_turns import is_undone
from pasillo.doors.desk.words import metric_word
from pasillo.doors.shell.jinja import address
from pasillo.doors.shell.moments import served, when
from pasillo.ground.hours.business_time import stretches
from pasillo.ground.hours.queries import timetables
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import GOING, Running
from pasillo.operations.promises.queries import ClockView
from pasillo.strategy.objectives.policies import Audience

RISKY = 75
LAST_MINUTES = 60
MOST_STOPS = 30
NO_PROMISE = {"tone": "", "icon": "", "left": "", "short": "", "share": None, "bar": "ok"}
BROKEN = (Running.BREACHED_RUNNING, Running.BREACHED_STOPPED)


def clock_that_breaks_first(clocks: Iterable[ClockView]) -> ClockView | None:
    """The promise that needs us next, among those that still count."""
    going = [clock for clock in clocks if clock.state in GOING]
    return min(going, key=lambda clock: clock.due_at, default=None)


def clocks_view(case: Case, clocks: Iterable[ClockView], at: datetime) -> list[dict[str, Any]]:
    """All promises of a case: what runs first, then what was kept or not."""
    return [_line(case, clock, at) for clock in clocks]


def _line(case: Case, clock: ClockView, at: datetime) -> dict[str, Any]:
    words = {"target": served(clock.target_minutes), "area": case.area.name, "due": when(clock.due_at)}
    if not clock.is_going:
        sub = ""
    elif clock.is_paused:
        sub = _("%(target)s, %(area)s; it stands still now") % words
    elif clock.is_broken:
        sub = _("%(target)s, %(area)s, was due %(due)s") % words
    else:
        sub = _("%(target)s, %(area)s, due %(due)s") % words
    mark = mark_of(clock, rounds=case.cycle)
    said = {
        "word": metric_word(clock.metric),
        "sub": sub,
        "url": address("desk:clock", case.number, clock.id),
        "about": _about(clock),
        **mark,
    }
    return said | ({"stops": []} if mark["share"] is None else _wall(clock, at))


def _about(clock: ClockView) -> str:
    """What is no promise to the customer says so."""
    if clock.is_usual:
        return _("usual time")
    return _("among ourselves") if clock.audience == Audience.INTERNAL else ""


def _wall(clock: ClockView, at: datetime) -> dict[str, Any]:
    """The bar in the time of the wall: how far we are, and the stretches in which the clock stood still."""
    start, end = clock.started_at, max(clock.due_at, at)
    whole = max((end - start).total_seconds(), 1)
    hours = timetables([clock.calendar_id])(clock.calendar_id, start)
    stops, edge = [], start
    for opens, closes in [*stretches(hours, start, end), (end, end)]:
        if opens > edge:
            stops.append(_piece((edge - start).total_seconds() / whole, (opens - start).total_seconds() / whole))
        edge = max(edge, closes)
    share = round(100 * min(1, (at - start).total_seconds() / whole), 1)
    return {"share": share, "stops": [stop for stop in stops if stop["width"] >= 1][:MOST_STOPS]}


def _piece(start: float, end: float) -> dict[str, float]:
    return {"x": round(100 * start, 1), "width": round(100 * (end - start), 1)}


def mark_of(clock: ClockView, *, rounds: int = 1) -> dict[str, Any]:
    """Tone, icon, words and bar of one promise, in a case that has had so many rounds."""
    if is_undone(clock, rounds):
        return _mark("late", "flag", _("in time, but it was not solved"), None)
    over = clock.served_minutes - clock.target_minutes
    if clock.state == Running.MET:
        words = {"used": served(clock.served_minutes), "target": served(clock.target_minutes)}
        return _mark("ok", "circle-check", _("kept, %(used)s of %(target)s") % words, None)
    if clock.state in BROKEN:
        return _mark("late", "flag", _over(max(over, 0)), _share(clock))
    short = served(max(-over, 0))
    left = _("%(time)s left") % {"time": short} if round(-over) > 0 else _("less than a minute left")
    if clock.state == Running.PAUSED:
        return _mark("wait", "circle-pause", left, _share(clock))
    if clock.share >= RISKY or -over < LAST_MINUTES:
        return _mark("risk", "timer", left, _share(clock))
    return _mark("", "", left, _share(clock)) | {"short": short}


def _over(minutes: float) -> str:
    """How late: what would read as nothing at all is said in words."""
    if round(minutes) == 0:
        return _("less than a minute over")
    return _("%(time)s over") % {"time": served(minutes)}


def _share(clock: ClockView) -> float | None:
    return min(100, clock.share) if clock.state in GOING else None


def _mark(tone: str, icon: str, left: str, share: float | None) -> dict[str, Any]:
    return {"tone": tone, "icon": icon, "left": left, "short": left, "share": share, "bar": tone or "ok"}
