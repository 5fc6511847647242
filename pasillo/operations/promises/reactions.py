"""What promises do when something happens to a case, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.cases.facts import (
    CaseCancelled,
    CaseClosed,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResolved,
    CaseResumed,
    MessageReceived,
    MessageSent,
    ResolutionDisputed,
)
from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.promises import commands
from pasillo.operations.promises.commands import About
from pasillo.operations.promises.queries import answered_once, is_going, service_of, unanswered_since

SOLVING = ("resolution", "dispute")
DELIVERING = "delivery"
ANSWERING = ("first_response", "next_response")
CLOCKS = 10


@reacts_to(CaseOpened, order=CLOCKS)
def start_with_the_case(entry: Entry) -> None:
    """From the first contact, or the event itself, we owe what the kind of case says; praise starts no clock."""
    about = About(case_id=entry.data["case_id"], service_id=entry.data["service_id"])
    metrics = flow_of(entry.data["kind"]).clocks
    if metrics:
        commands.begin(about, *metrics, fresh=True, at=entry.happened_at)


@reacts_to(MessageReceived, order=CLOCKS)
def owe_an_answer(entry: Entry) -> None:
    """Each time the customer writes we owe the next answer, counted from their oldest unanswered words."""
    case_id = entry.data["case_id"]
    if entry.data.get("by_machine") or entry.data.get("begins"):
        return
    if is_going(case_id, *ANSWERING) or not answered_once(case_id):
        return
    commands.begin(_about(case_id), "next_response", at=entry.happened_at)


@reacts_to(MessageSent, order=CLOCKS)
def answer_given(entry: Entry) -> None:
    """A person answered. What a machine says keeps no promise."""
    if not entry.data["is_human"]:
        return
    case_id = entry.data["case_id"]
    commands.stop(case_id, *ANSWERING, at=entry.happened_at)
    since = unanswered_since(case_id)
    if since and since > entry.happened_at and not is_going(case_id, *ANSWERING):
        commands.begin(_about(case_id), "next_response", at=since)  # they wrote while this was about to be said


@reacts_to(CasePaused, order=CLOCKS)
def time_is_theirs(entry: Entry) -> None:
    """Only a proven wait, or an agreed day, stops the promise of a solution."""
    if entry.data["proven"]:
        commands.pause(entry.data["case_id"], *SOLVING, at=entry.happened_at)


@reacts_to(CaseResumed, order=CLOCKS)
def time_is_ours(entry: Entry) -> None:
    """The promise of a solution runs on."""
    commands.resume(entry.data["case_id"], *SOLVING, at=entry.happened_at)


@reacts_to(CaseResolved, order=CLOCKS)
def solution_given(entry: Entry) -> None:
    """The promise of a solution is kept or late; an answer is owed no more."""
    commands.stop(entry.data["case_id"], *SOLVING, DELIVERING, at=entry.happened_at)
    commands.cancel(entry.data["case_id"], *ANSWERING, at=entry.happened_at)


@reacts_to(CaseClosed, order=CLOCKS)
def it_is_over(entry: Entry) -> None:
    """Whoever says that it works, or says nothing for days, waits for no more answer."""
    commands.cancel(entry.data["case_id"], *ANSWERING, at=entry.happened_at)


@reacts_to(ResolutionDisputed, CaseReopened, order=CLOCKS)
def solve_it_again(entry: Entry) -> None:
    """A new cycle begins, with its own and shorter target. The first one stays as it was."""
    about = _about(entry.data["case_id"], cycle=entry.data["cycle"])
    commands.begin(about, "dispute", at=entry.happened_at)


@reacts_to(CaseCancelled, order=CLOCKS)
def nothing_is_owed(entry: Entry) -> None:
    """All clocks of the case are void."""
    commands.cancel(entry.data["case_id"], at=entry.happened_at)


def _about(case_id: int, cycle: int | None = None) -> About:
    service_id, now = service_of(case_id)
    return About(case_id=case_id, service_id=service_id, cycle=cycle or now)
