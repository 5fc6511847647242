"""The steps of a request as its customer lives them, with their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State
from pasillo.operations.promises.queries import ClockView

TOLD = ("case.assigned", "message.sent", "case.resolved", "case.resolution_disputed", "case.reopened", "case.closed")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: done, now or still to come."""

    name: str
    note: str = ""
    state: str = "todo"
    late: bool = False


def steps_of(case: Case, promise: ClockView | None) -> list[Step]:
    """Asked, taken on, at work, solved, confirmed; and once more from work on if it was not solved."""
    if case.state in (State.CANCELLED, State.THANKED, State.MERGED) or case.kind == "compliment":
        return []
    moments = _moments(case)
    begun = case.state != State.NEW
    steps = [Step(name=_("Request"), note=_day(case.opened_at), state="done")]
    steps.append(_taken_on(case, moments.get("taken"), begun=begun))
    undone = moments.get("undone")
    if undone:
        steps.append(Step(name=_("Not solved"), note=_day(undone), state="done"))
    steps.append(_work(case, promise, begun=begun, again=undone is not None))
    solved = case.state in (State.RESOLVED, State.CLOSED)
    note = _day(case.resolved_at) if solved else _promised(promise)
    steps.append(Step(name=_("Solution"), note=note, state="done" if solved else "todo"))
    steps.append(_confirmation(case))
    return steps


def _taken_on(case: Case, taken: datetime | None, *, begun: bool) -> Step:
    if begun:
        return Step(name=_("Taken on"), note=_day(taken), state="done")
    return Step(name=_("Taken on"), note=_("soon"), state="now")


def _work(case: Case, promise: ClockView | None, *, begun: bool, again: bool) -> Step:
    name = _("Work again") if again else _("Work")
    if case.state in (State.RESOLVED, State.CLOSED):
        return Step(name=name, state="done")
    late = promise is not None and promise.is_broken and promise.is_going
    since = _("late since %(day)s") % {"day": _day(promise.due_at)} if late and promise else ""
    return Step(name=name, note=since or (_("now") if begun else ""), state="now" if begun else "todo", late=late)


def _confirmation(case: Case) -> Step:
    name = _("You confirm")
    if case.state == State.CLOSED:
        return Step(name=name, note=_day(case.closed_at), state="done")
    return Step(name=name, state="now" if case.state == State.RESOLVED else "todo")


def _promised(promise: ClockView | None) -> str:
    if promise is None or not promise.is_going or promise.is_broken:
        return ""
    return _("by %(day)s") % {"day": _day(promise.due_at)}


def _moments(case: Case) -> dict[str, datetime]:
    """When it was first taken on, and when it last turned out not to be solved."""
    found: dict[str, datetime] = {}
    for entry in _told(case):
        if entry.name in ("case.assigned", "message.sent"):
            found.setdefault("taken", entry.happened_at)
        elif entry.name in ("case.resolution_disputed", "case.reopened"):
            found["undone"] = entry.happened_at
    return found


def _told(case: Case) -> Sequence[Entry]:
    return list(Entry.objects.filter(about=case.ref, name__in=TOLD).order_by("id"))


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return formats.date_format(timezone.localtime(moment), _("j M"))
