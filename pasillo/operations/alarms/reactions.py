"""What alarms do when something happens to a promise or a case, in the same transaction."""

from pasillo.ground.journal.long_ago import only_now
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.operations.alarms.commands.closing import answer_by_deed
from pasillo.operations.alarms.commands.following import follow_hours, follow_promises
from pasillo.operations.alarms.commands.noting import of_call_back, of_clock, of_nobody, of_the_day, raise_alarms
from pasillo.operations.alarms.commands.watching import watch, watch_again, watch_what_moved
from pasillo.operations.alarms.ladder import BROKEN, HOLDER_IS_AWAY, How
from pasillo.operations.calls.facts import CallBackGivenUp, CallBackMade, CallBackMissed, CallBackTried
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
from pasillo.operations.cases.facts_of_merging import CaseMerged
from pasillo.operations.promises.facts import (
    HoursChanged,
    PromiseBroken,
    PromiseMoved,
    PromiseRetargeted,
    PromiseWarned,
)
from pasillo.operations.routing.facts import NobodyFound, WorkReturned

ALARMS, SYSTEM = 70, "system"
OVER = {CaseResolved.name: How.SOLVED}


@reacts_to(CallBackMissed, order=ALARMS)
@only_now
def nobody_called(entry: Entry) -> None:
    """A call was promised and its time is over: whoever holds the case must make good for it."""
    told = entry.data
    raise_alarms([of_call_back(told["case_id"], told["call_back_id"], rang_at=entry.happened_at)])


@reacts_to(CallBackMade, CallBackTried, CallBackGivenUp, order=ALARMS)
@only_now
def the_call_is_settled(entry: Entry) -> None:
    """Somebody called after all, or the customer needs this call no more."""
    how = How.CALLED_OFF if entry.name == CallBackGivenUp.name else How.CALLED
    answer_by_deed(entry.data["case_id"], how, by=entry.by, at=entry.happened_at)


@reacts_to(PromiseWarned, order=ALARMS)
@only_now
def time_runs_out(entry: Entry) -> None:
    """A share of a promise's time is used up: somebody must act."""
    told = entry.data
    raise_alarms(
        [of_clock(told["case_id"], told["clock_id"], told["metric"], told["share"], rang_at=entry.happened_at)]
    )


@reacts_to(PromiseBroken, order=ALARMS)
@only_now
def it_broke(entry: Entry) -> None:
    """A promise is broken: somebody must make good for it."""
    told = entry.data
    raise_alarms([of_clock(told["case_id"], told["clock_id"], told["metric"], BROKEN, rang_at=entry.happened_at)])


@reacts_to(CaseOpened, MessageReceived, CaseReopened, ResolutionDisputed, order=ALARMS)
@only_now
def begin_to_watch(entry: Entry) -> None:
    """What is promised now is watched as its service wishes."""
    if not entry.data.get("begins"):
        watch(entry.data["case_id"])


@reacts_to(CaseResumed, PromiseMoved, order=ALARMS)
@only_now
def it_goes_on(entry: Entry) -> None:
    """What stood still during the pause, or breaks at another moment now, is looked at again.

    A day that was agreed and came by itself calls whoever holds the case.
    """
    watch_again(entry.data["case_id"], at=entry.happened_at)
    if entry.name == CaseResumed.name and entry.data["why"] == "scheduled" and entry.by == SYSTEM:
        raise_alarms([of_the_day(entry.data["case_id"], rang_at=entry.happened_at)])
    if entry.name == PromiseMoved.name:
        follow_promises(entry.data["case_id"], at=entry.happened_at)


@reacts_to(PromiseRetargeted, order=ALARMS)
@only_now
def it_has_another_target(entry: Entry) -> None:
    """Whoever is called already has until it breaks now."""
    follow_promises(entry.data["case_id"], at=entry.happened_at)


@reacts_to(HoursChanged, order=ALARMS)
def hours_are_other_hours(entry: Entry) -> None:
    """Everything that moved with them is looked at again: at once, unless nothing can come sooner than it did."""
    if entry.data["moved"]:
        follow_hours(entry.data["calendar_id"], at=entry.happened_at)
    if entry.data["moved"] and not entry.data.get("only_fewer"):
        watch_what_moved(entry.data["calendar_id"], at=entry.happened_at)


@reacts_to(MessageSent, order=ALARMS)
@only_now
def they_heard_from_us(entry: Entry) -> None:
    """A person answered."""
    if entry.data["is_human"]:
        answer_by_deed(entry.data["case_id"], How.ANSWERED, by=entry.by, at=entry.happened_at)


@reacts_to(CaseAssigned, order=ALARMS)
@only_now
def somebody_has_it(entry: Entry) -> None:
    """Somebody took the case, or was given it by whoever held it."""
    if entry.data["assignee_id"]:
        how = How.HANDED_OVER if entry.data["previous_id"] else How.TAKEN
        answer_by_deed(entry.data["case_id"], how, by=entry.by, at=entry.happened_at)


@reacts_to(CaseTransferred, order=ALARMS)
@only_now
def another_area_has_it(entry: Entry) -> None:
    """Another area answers for it from now on."""
    answer_by_deed(entry.data["case_id"], How.HANDED_OVER, by=entry.by, at=entry.happened_at)


@reacts_to(CasePaused, order=ALARMS)
@only_now
def a_new_date(entry: Entry) -> None:
    """The customer was asked something, or a day was agreed."""
    if entry.data["proven"]:
        answer_by_deed(entry.data["case_id"], How.NEW_DATE, by=entry.by, at=entry.happened_at)


@reacts_to(CaseResolved, CaseClosed, CaseCancelled, CaseMerged, order=ALARMS)
@only_now
def nobody_need_act(entry: Entry) -> None:
    """The case is solved or over, and every alarm of it."""
    how = OVER.get(entry.name, How.OVER)
    answer_by_deed(entry.data["case_id"], how, by=entry.by, at=entry.happened_at)


@reacts_to(NobodyFound, order=ALARMS)
@only_now
def nobody_can_take_it(entry: Entry) -> None:
    """A case presses, and routing found nobody: whoever leads the area must find somebody."""
    raise_alarms([of_nobody(entry.data["case_id"], rang_at=entry.happened_at)])


@reacts_to(WorkReturned, order=ALARMS)
@only_now
def its_holder_is_away(entry: Entry) -> None:
    """A case presses and lost its holder, where people take their work themselves: somebody must see that one does."""
    if entry.data["is_pressing"]:
        raise_alarms([of_nobody(entry.data["case_id"], rang_at=entry.happened_at, mark=HOLDER_IS_AWAY)])
