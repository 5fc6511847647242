"""What promises do when something happens to a case, in the same transaction: its clocks follow its facts."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.cases.facts import (
    CaseAssigned,
    CaseCancelled,
    CaseClosed,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResolved,
    CaseResumed,
    CaseTransferred,
    MessageReceived,
    MessageSent,
    ResolutionDisputed,
)
from pasillo.operations.promises.commands.keeping import keep, keep_first

CLOCKS = 10


@reacts_to(CaseOpened, order=CLOCKS)
def start_with_the_case(entry: Entry) -> None:
    """From the first contact, or the event itself, we owe what the kind of case says; praise starts no clock."""
    keep_first(entry)


@reacts_to(
    CaseAssigned,
    CaseTransferred,
    CasePaused,
    CaseResumed,
    CaseResolved,
    CaseClosed,
    ResolutionDisputed,
    CaseReopened,
    CaseCancelled,
    order=CLOCKS,
)
def follow_the_case(entry: Entry) -> None:
    """Somebody took it, it waits, it goes on, it ends, it was not the end: each clock knows what that means for it."""
    keep(entry)


@reacts_to(MessageReceived, order=CLOCKS)
def owe_an_answer(entry: Entry) -> None:
    """Each time the customer writes we owe the next answer, counted from their oldest unanswered words."""
    if not entry.data.get("begins"):
        keep(entry)


@reacts_to(MessageSent, order=CLOCKS)
def answer_given(entry: Entry) -> None:
    """A person answered. What a machine says keeps no promise."""
    if entry.data["is_human"]:
        keep(entry)
