"""What promises do when something happens to a case, in the same transaction: its clocks follow its facts."""

from datetime import datetime

from django.utils.translation import gettext as _

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
from pasillo.operations.cases.facts_of_holding import AnswerSeen, AnswerUnseen, MessageTakenOut
from pasillo.operations.cases.facts_of_merging import CaseCameBack, CaseGaveBack, CaseMerged, CaseTookIn
from pasillo.operations.promises.commands.keeping import keep, keep_first
from pasillo.operations.promises.commands.parting import part
from pasillo.operations.promises.commands.repairing import put_right
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


@reacts_to(CaseCameBack, CaseGaveBack, order=CLOCKS)
def each_for_itself_again(entry: Entry) -> None:
    """Two cases had been taken for one: each clock is what it would have been."""
    part(entry)


@reacts_to(MessageTakenOut, order=CLOCKS)
def owed_elsewhere(entry: Entry) -> None:
    """Words that were moved to a case of their own are answered there."""
    if entry.data.get("moved"):
        part(entry)


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


@reacts_to(AnswerUnseen, order=CLOCKS)
def answer_was_none(entry: Entry) -> None:
    """Nobody could see it: the promise of an answer runs on from where it began. What was told of it stays kept."""
    keep(entry)
    reason = _("Nothing brought the answer to the customer, and they could not see it otherwise: it was not given.")
    said_at = datetime.fromisoformat(entry.data["said_at"])
    put_right(entry.data["case_id"], ended_at=said_at, reason=reason, by=entry.by, at=entry.happened_at)


@reacts_to(AnswerSeen, order=CLOCKS)
def answer_is_given(entry: Entry) -> None:
    """It has reached them after all: from this moment it counts."""
    keep(entry)


@reacts_to(PrioritySet, order=CLOCKS)
def presses_more_or_less(entry: Entry) -> None:
    """Where what we promise depends on the priority, the target is another one from now on; what was counted stays."""
    keep_priority(entry)


@reacts_to(ObjectiveSet, order=CLOCKS)
def promise_more(entry: Entry) -> None:
    """Open promises keep the version they were made under, unless the new one is better for the customer."""
    promise_better(entry.data["objective_id"], at=entry.happened_at)
