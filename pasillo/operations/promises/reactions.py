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
    PrioritySet,
    ResolutionDisputed,
)
from pasillo.operations.cases.facts_of_merging import CaseMerged, CaseTookIn
from pasillo.operations.promises.commands.keeping import keep, keep_first
from pasillo.operations.promises.commands.retargeting import keep_priority, promise_better
from pasillo.strategy.objectives.facts import ObjectiveSet

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
    CaseMerged,
    CaseTookIn,
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


@reacts_to(PrioritySet, order=CLOCKS)
def presses_more_or_less(entry: Entry) -> None:
    """Where what we promise depends on the priority, the target is another one from now on; what was counted stays."""
    keep_priority(entry)


@reacts_to(ObjectiveSet, order=CLOCKS)
def promise_more(entry: Entry) -> None:
    """Open promises keep the version they were made under, unless the new one is better for the customer."""
    promise_better(entry.data["objective_id"], at=entry.happened_at)
