"""Whether we kept what we promised to this customer, in honest words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.doors.portal.standing import moved_words
from pasillo.doors.shell.moments import when
from pasillo.operations.promises.queries import ClockView

SHOWN = ("first_response", "resolution", "dispute")
SOLUTIONS = ("resolution", "dispute")
NEXT = "next_response"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One promise and what became of it."""

    name: str
    words: str
    tone: str
    note: str = ""


def promise_of(clocks: Sequence[ClockView], *metrics: str) -> ClockView | None:
    """The promise of one of these sorts that counts now, else the one that counted last."""
    mine = [clock for clock in clocks if clock.metric in metrics]
    going = [clock for clock in mine if clock.is_going]
    return going[0] if going else max(mine, key=lambda clock: (clock.cycle, clock.started_at), default=None)


def kept_words(
    clocks: Sequence[ClockView],
    *,
    is_arranged: bool,
    arranged: datetime | None = None,
    rounds: int = 1,
    moved: Mapping[int, datetime] | None = None,
) -> list[Kept]:
    """Every promise of this request, the first answer first; of the later answers those that came late. A date that
    was arranged holds a clock, too; what had been promised before stands beside it, also where our hours `moved` it."""
    answer, *solutions = (promise_of(clocks, metric) for metric in SHOWN)
    late = sorted((one for one in clocks if one.metric == NEXT and one.is_broken), key=lambda one: one.started_at)
    shown = [answer, *late, *solutions]
    return [
        _undone(one)
        if _is_undone(one, rounds)
        else Kept(
            name=_name(one.metric),
            words=_words(one, is_arranged, arranged),
            tone=_tone(one),
            note=moved_words(one, moved[one.id]) if moved and one.id in moved else "",
        )
        for one in shown
        if one is not None
    ]


def _is_undone(clock: ClockView, rounds: int) -> bool:
    """Whether it was done in time, and was not over for the customer: the request has had another round since."""
    return clock.metric in SOLUTIONS and not clock.is_going and not clock.is_broken and clock.cycle < rounds


def _undone(clock: ClockView) -> Kept:
    words = _("done %(moment)s, but it was not solved") % {"moment": when(clock.stopped_at)}
    return Kept(name=_name(clock.metric), words=words, tone="late")


def broken_times(clocks: Sequence[ClockView]) -> int:
    """How many promises of this request we broke."""
    return sum(1 for clock in clocks if clock.is_broken and clock.metric in (*SHOWN, NEXT))


def _name(metric: str) -> str:
    return {
        "first_response": _("First answer"),
        NEXT: _("Next answer"),
        "resolution": _("Solution"),
        "dispute": _("Second solution"),
    }[metric]


def _words(clock: ClockView, is_arranged: bool, arranged: datetime | None) -> str:
    if clock.is_broken and clock.is_going:
        return _("late since %(moment)s") % {"moment": when(clock.due_at)}
    if clock.is_never:
        return _("promised for %(due)s and never given") % {"due": when(clock.due_at)}
    if clock.is_broken:
        return _("late: promised for %(due)s, done %(done)s") % {
            "due": when(clock.due_at),
            "done": when(clock.stopped_at),
        }
    if clock.is_paused and is_arranged and arranged:
        words = _("promised before %(due)s; our clock stands still until %(date)s, as it was arranged")
        return words % {"due": when(clock.due_at), "date": when(arranged)}
    if clock.is_paused and is_arranged:
        return _("our clock stands still until the date that was arranged")
    if clock.is_paused:
        return _("our clock stands still until you answer")
    if clock.is_going:
        return _("promised before %(moment)s") % {"moment": when(clock.due_at)}
    return _("kept: done %(moment)s") % {"moment": when(clock.stopped_at)}


def _tone(clock: ClockView) -> str:
    if clock.is_broken:
        return "late"
    if clock.is_paused:
        return "wait"
    return "" if clock.is_going else "ok"
