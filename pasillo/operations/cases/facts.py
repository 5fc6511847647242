"""What can have happened to a case. Facts carry ids and figures, never a person's words."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """A need was told to us. It happened at the customer's first contact."""

    name = "case.opened"
    case_id: int
    number: int
    service_id: int
    request_type_id: int | None
    customer_id: int
    area_id: int
    channel: str
    kind: str
    language: str
    conversation_id: int
    follows_id: int | None
    unverified: bool


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Fact):
    """The customer, or a machine in their name, wrote to us. The words that open a case begin it."""

    name = "message.received"
    case_id: int
    message_id: int
    conversation_id: int
    channel: str
    person_id: int | None
    by_machine: bool = False
    begins: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageHeld(Fact):
    """Somebody who takes no part wrote into a conversation: kept apart until a person looks."""

    name = "message.held"
    case_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageSent(Fact):
    """We wrote to the customer."""

    name = "message.sent"
    case_id: int
    message_id: int
    conversation_id: int
    channel: str
    person_id: int | None
    is_human: bool


@dataclass(frozen=True, kw_only=True)
class ReplyReturned(Fact):
    """A reply that was pressed could not be said any more: its author has it back as a draft."""

    name = "message.returned"
    case_id: int
    person_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class PersonMentioned(Fact):
    """A colleague was named in a note."""

    name = "person.mentioned"
    case_id: int
    message_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Fact):
    """Somebody of ours wrote a note for the others of ours."""

    name = "note.added"
    case_id: int
    message_id: int
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Fact):
    """A person holds the case now, or nobody does."""

    name = "case.assigned"
    case_id: int
    assignee_id: int | None
    area_id: int
    previous_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(Fact):
    """Another area answers for the case now."""

    name = "case.transferred"
    case_id: int
    from_area_id: int
    to_area_id: int


@dataclass(frozen=True, kw_only=True)
class PrioritySet(Fact):
    """The case is more or less pressing than before: 1 urgent to 4 low. Why is "said" when a reason stands in a note,
    "undone" when it only is as before."""

    name = "case.priority_set"
    case_id: int
    priority: int
    previous: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseSnoozed(Fact):
    """The case leaves the queue until a moment. Its promises run on."""

    name = "case.snoozed"
    case_id: int
    until: str


@dataclass(frozen=True, kw_only=True)
class CaseWoken(Fact):
    """The case is back in the queue: its hour has come, the customer wrote, or somebody took it up."""

    name = "case.woken"
    case_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class StateEntered(Fact):
    """The case stands elsewhere in its life."""

    name = "case.state_entered"
    case_id: int
    state: str
    previous: str
    cycle: int


@dataclass(frozen=True, kw_only=True)
class CaseResolved(Fact):
    """We say that the need is met."""

    name = "case.resolved"
    case_id: int
    cycle: int


@dataclass(frozen=True, kw_only=True)
class CaseConfirmed(Fact):
    """The customer says that the need is met."""

    name = "case.confirmed"
    case_id: int
    cycle: int


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Fact):
    """The case is over; silently, when the customer said nothing for days."""

    name = "case.closed"
    case_id: int
    silent: bool


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Fact):
    """The customer wrote again soon after the end: it was not over."""

    name = "case.reopened"
    case_id: int
    cycle: int


@dataclass(frozen=True, kw_only=True)
class ResolutionDisputed(Fact):
    """The customer says that the need is not met."""

    name = "case.resolution_disputed"
    case_id: int
    dispute_id: int
    cycle: int


@dataclass(frozen=True, kw_only=True)
class CaseCancelled(Fact):
    """The need is gone, or was never one."""

    name = "case.cancelled"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CasePaused(Fact):
    """We wait. Proven means: the customer was asked something after their last words, or agreed to a day.

    It rests on a reply that is just going out, where nothing else proves it: taken back, that proves nothing.
    """

    name = "case.paused"
    case_id: int
    why: str
    proven: bool
    until: str | None = None
    rests_on: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseResumed(Fact):
    """What we waited for came, or we went on without it. Void, where the wait never was one."""

    name = "case.resumed"
    case_id: int
    why: str
    proven: bool
    void: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Fact):
    """The customer shares the case with somebody: they may read and write in it."""

    name = "case.person_added"
    case_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    """Somebody takes no part in the case any more."""

    name = "case.person_left"
    case_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TaskAsked(Fact):
    """Another area was asked to do its part."""

    name = "task.asked"
    case_id: int
    task_id: int
    area_id: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(Fact):
    """Another area has done its part."""

    name = "task.done"
    case_id: int
    task_id: int
    area_id: int


@dataclass(frozen=True, kw_only=True)
class CaseThanked(Fact):
    """The praise was thanked for: that is its end."""

    name = "case.thanked"
    case_id: int
    people: int


@dataclass(frozen=True, kw_only=True)
class ComplaintMadeFormal(Fact):
    """The complaint is a formal one from now on, and the customer has that in writing."""

    name = "case.made_formal"
    case_id: int
