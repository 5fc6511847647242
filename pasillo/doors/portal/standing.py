"""Where a request stands, in words that a customer would use: what comes next, who does it, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import minutes, when
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import State
from pasillo.operations.promises.queries import ClockView


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One sentence that says how it is, one that says what happens next."""

    title: str
    words: str
    icon: str
    tone: str = ""


ICONS = {
    State.NEW: "mail-check",
    State.ASSIGNED: "user-check",
    State.IN_PROGRESS: "wrench",
    State.WAITING_CUSTOMER: "message-circle",
    State.WAITING_SUPPLIER: "circle-pause",
    State.SCHEDULED: "calendar-clock",
    State.RESOLVED: "circle-check",
    State.DISPUTED: "rotate-ccw",
    State.CLOSED: "check",
    State.CANCELLED: "x",
    State.THANKED: "heart-handshake",
    State.MERGED: "git-branch",
}


QUIET = {State.CANCELLED: "mute", State.MERGED: "mute"}
WITH_A_NEXT_TIME = frozenset(
    {State.IN_PROGRESS, State.WAITING_CUSTOMER, State.WAITING_SUPPLIER, State.SCHEDULED, State.DISPUTED}
)


def waits_of_ours(cases: Iterable[Case]) -> dict[int, Pause]:
    """The waits among these that nothing proves: nobody asked the customer, and no day was agreed with them."""
    waiting = [case.pk for case in cases if case.state in (State.WAITING_CUSTOMER, State.SCHEDULED)]
    if not waiting:
        return {}
    return {one.case_id: one for one in Pause.objects.filter(case__in=waiting, ended_at=None, proven=False)}


def short_words(state: str, coming: datetime | None = None, ours: Pause | None = None) -> str:
    """The state in a list, as a customer would say it. What has not begun yet is not asked whether it works, and what
    only we have decided is not theirs to do."""
    if ours is not None:
        return _("We are working on it")
    if coming is not None and state == State.RESOLVED:
        return _("Booked")
    return {
        State.NEW: _("We have it"),
        State.ASSIGNED: _("Somebody takes care of it"),
        State.IN_PROGRESS: _("We are working on it"),
        State.WAITING_CUSTOMER: _("We need your answer"),
        State.WAITING_SUPPLIER: _("We wait for somebody outside"),
        State.SCHEDULED: _("A date is set"),
        State.RESOLVED: _("Does it work?"),
        State.DISPUTED: _("We look at it again"),
        State.CLOSED: _("Done"),
        State.CANCELLED: _("Cancelled"),
        State.THANKED: _("We thanked you"),
        State.MERGED: _("Goes on in another request"),
    }[State(state)]


def short_tone(state: str, ours: Pause | None = None) -> str:
    """Colour only where the customer has something to do, or may be glad."""
    if ours is not None:
        return ""
    return {State.WAITING_CUSTOMER: "risk", State.RESOLVED: "ok", State.CLOSED: "mute", **QUIET}.get(State(state), "")


def standing_of(
    case: Case,
    answer: ClockView | None,
    *,
    solution: ClockView | None = None,
    names_people: bool = True,
    coming: datetime | None = None,
    ours: Pause | None = None,
    was: datetime | None = None,
    unread: bool = False,
) -> Standing:
    """Where a request stands now. Names of ours are only for whoever has proven who they are.

    A wait of ours alone asks nothing of the customer, and its day is our plan.
    """
    state = _lived(case, ours)
    if coming is not None and state == State.RESOLVED:
        title = _("It is booked for %(moment)s") % {"moment": when(coming)}
        words = _("There is nothing more to do. If you do not need it any more, give it back.")
        return Standing(title=title, words=words, icon="calendar-clock", tone="ok")
    if unread and state in (State.RESOLVED, State.WAITING_CUSTOMER):
        return _unread(state)
    name = case.assignee.name if case.assignee and names_people else ""
    title, words = _words(case, state, name, answer)
    if ours is not None and ours.until is not None:
        title, words = _planned(ours.until, _first_answer(case, answer) if answer and answer.is_going else "")
    if (state in WITH_A_NEXT_TIME or ours is not None) and solution is not None and solution.is_going:
        words = f"{words} {_next_time(solution, is_arranged=state == State.SCHEDULED)}"
        words = f"{words} {moved_words(solution, was)}" if was else words
    return Standing(title=title, words=words, icon=ICONS[state], tone=short_tone(state))


def _unread(state: State) -> Standing:
    """Nobody is asked about an answer that they cannot have read."""
    words = {
        State.RESOLVED: _("We believe that it is solved. Once you have read our answer, say here whether it works."),
        State.WAITING_CUSTOMER: _("We have asked you something. Once you have read it, answer here."),
    }[state]
    return Standing(title=_("Our answer has not reached you yet"), words=words, icon="mail")


def _lived(case: Case, ours: Pause | None) -> State:
    """The state as the customer lives it: what we wait for without them is our work."""
    if ours is None:
        return State(case.state)
    return State.IN_PROGRESS if case.assignee_id else State.NEW


def _planned(until: datetime, answer: str) -> tuple[str, str]:
    words = _("We have not agreed it with you. If it does not suit you, write to us; what we promised you stays.")
    return _("We plan to go on with it on %(moment)s") % {"moment": when(until)}, f"{answer} {words}".strip()


def moved_words(clock: ClockView, was: datetime) -> str:
    """Our own hours have moved what we promised: what it was, what it is, and why."""
    words = _("We had promised it for %(was)s. Our hours have changed since: now it is %(now)s.")
    return words % {"was": when(was), "now": when(clock.due_at)}


def _next_time(solution: ClockView, *, is_arranged: bool) -> str:
    """When the customer may expect it, or why that moment is not fixed now."""
    if solution.is_paused:
        left = minutes(max(solution.target_minutes - solution.served_minutes, 0))
        if is_arranged:
            words = _("Our clock stands still until then; after it %(time)s of our hours are left for it.")
            return words % {"time": left}
        return _("Our clock stands still until you answer; then %(time)s of our hours are left for it.") % {
            "time": left
        }
    if solution.is_broken:
        return _("We had promised it for %(moment)s and are late.") % {"moment": when(solution.due_at)}
    return _("It is promised for %(moment)s.") % {"moment": when(solution.due_at)}


def _words(case: Case, state: State, name: str, answer: ClockView | None) -> tuple[str, str]:
    if state == State.NEW:
        return _("We have your request"), _first_answer(case, answer)
    if state == State.ASSIGNED:
        return _("%(name)s takes care of it") % {"name": name or case.area.name}, _first_answer(case, answer)
    if state == State.IN_PROGRESS:
        words = _("We write to you as soon as there is something to say. You can write to us at any time.")
        return _("%(name)s is working on it") % {"name": name or case.area.name}, words
    if state == State.SCHEDULED:
        return _scheduled(case)
    return _rest(state)


def _rest(state: State) -> tuple[str, str]:
    return {
        State.WAITING_CUSTOMER: (
            _("We need your answer"),
            _("Please read our last message and write to us."),
        ),
        State.WAITING_SUPPLIER: (
            _("We wait for somebody outside"),
            _("A supplier has to do a part of it. We keep asking, and our clock keeps running."),
        ),
        State.RESOLVED: (
            _("We believe that it is solved"),
            _("You decide. Tell us whether it works; if you say nothing, it closes by itself in a few days."),
        ),
        State.DISPUTED: (
            _("You told us that it is not solved"),
            _("It is with us again. A person reads what you wrote and answers you."),
        ),
        State.CLOSED: (_("Done"), _("If it comes back, write here: we open it again.")),
        State.THANKED: (_("Thank you"), _("Your words went to the people whom you named.")),
        State.MERGED: (
            _("It goes on together with another request"),
            _("We were told the same thing twice. All of it is answered in one place, and counts from the first time."),
        ),
        State.CANCELLED: (_("Cancelled"), _("Nothing more happens here. You can ask again whenever you need it.")),
    }[state]


def _first_answer(case: Case, answer: ClockView | None) -> str:
    if answer is not None and answer.is_going and not answer.is_broken:
        words = _("A person of %(area)s reads it and answers before %(moment)s.")
        return words % {"area": case.area.name, "moment": when(answer.due_at)}
    if answer is not None and answer.is_going:
        words = _(
            "We should have answered before %(moment)s and did not. A person of %(area)s reads it as soon as possible."
        )
        return words % {"area": case.area.name, "moment": when(answer.due_at)}
    return _("A person of %(area)s reads it and answers you.") % {"area": case.area.name}


def arranged_for(case: Case) -> datetime | None:
    """The day and hour that was arranged with the customer for this request, while it waits for it."""
    if case.state != State.SCHEDULED:
        return None
    return (
        Pause.objects.filter(case=case, ended_at=None, why="scheduled", proven=True)
        .values_list("until", flat=True)
        .first()
    )


def _scheduled(case: Case) -> tuple[str, str]:
    until = arranged_for(case)
    if until is None:
        return _("A date is set"), _("You find it in our last message. Tell us if you need another one.")
    return (
        _("It is arranged for %(moment)s") % {"moment": when(until)},
        _("If that does not suit you any more, write to us and we look for another date."),
    )
