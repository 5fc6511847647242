"""The phases that a case has gone through, and how long it stood in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import minutes
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OURS, WAITING, State
from pasillo.operations.promises.queries import ClockView

RECEIVED, HELD, WORKED, SOLVED, OVER = range(5)
PHASE_OF = {
    State.NEW: RECEIVED,
    State.ASSIGNED: HELD,
    State.IN_PROGRESS: WORKED,
    State.DISPUTED: WORKED,
    **dict.fromkeys(WAITING, WORKED),
    State.RESOLVED: SOLVED,
    State.CLOSED: OVER,
    State.CANCELLED: OVER,
    State.THANKED: OVER,
    State.MERGED: OVER,
}


def steps_of(case: Case, entries: Sequence[Entry], clocks: Sequence[ClockView], at: datetime) -> list[dict[str, Any]]:
    """The track above the conversation: what is done, what is now, what comes."""
    spent = _spent(case, entries, at)
    here = PHASE_OF[State(case.state)]
    late = State(case.state) in OURS | WAITING and any(clock.is_broken and clock.is_going for clock in clocks)
    steps = []
    for phase, word in enumerate(_words(case)):
        state = "done" if phase < here or here == OVER else "now" if phase == here else "next"
        time = minutes(spent[phase]) if spent[phase] and phase != OVER else ""
        steps.append({"word": word, "state": state, "time": time, "late": late and phase == here})
    return steps


def _words(case: Case) -> list[str]:
    working = {
        State.WAITING_CUSTOMER: _("Waiting for the customer"),
        State.WAITING_SUPPLIER: _("Waiting for a supplier"),
        State.SCHEDULED: _("Waiting for the day"),
        State.DISPUTED: _("Disputed"),
    }.get(State(case.state), _("In work"))
    end = {State.CANCELLED: _("Cancelled"), State.MERGED: _("Merged")}.get(State(case.state), _("Confirmed"))
    return [_("Received"), _("Taken"), working, _("Resolved"), end]


def _spent(case: Case, entries: Sequence[Entry], at: datetime) -> list[float]:
    """Minutes of the wall clock in each phase, over all cycles."""
    spent = [0.0] * 5
    phase, since = RECEIVED, case.opened_at
    for entry in entries:
        if entry.name == "case.state_entered":
            spent[phase] += max(0.0, (entry.happened_at - since).total_seconds() / 60)
            phase, since = PHASE_OF[State(entry.data["state"])], entry.happened_at
    spent[phase] += max(0.0, (at - since).total_seconds() / 60)
    return spent
