"""What is sent to have something done to a case."""

from datetime import datetime
from typing import Literal

from ninja import Field

from pasillo.doors.api.cases.shapes import Files, MessageOut
from pasillo.doors.api.manner.shapes import Given, Id, Moment, Named, Told

Why = Field(max_length=5000)


class MessageIn(Given):
    """Words to add to a case."""

    text: str = Field(min_length=1, max_length=100_000)
    kind: Literal["reply", "note"] = Field("reply", description="Only whoever serves may write notes.")
    files: list[str] = Files
    then: Literal["", "wait", "ask", "resolve"] = Field(
        "", description="For replies of ours: wait for the customer, with `ask` because the reply asks; or resolve."
    )


class DecisionIn(Given):
    """What a held message is."""

    decision: Literal["admit", "aside", "own"] = Field(
        description="It belongs here; it is nothing; or it tells of another need and becomes a case of its own."
    )


class AssigneeIn(Given):
    """Who holds the case from now on: an id, or null for nobody."""

    assignee: Id | None


class PassOnIn(Given):
    """Which area answers for it from now on, and why."""

    area: Id
    reason: str = Why


class PriorityIn(Given):
    """How pressing it is: 1 urgent to 4 low."""

    priority: Literal[1, 2, 3, 4]
    reason: str = Field("", max_length=500)


class SnoozeIn(Given):
    """Until when it is out of the queue."""

    until: Moment


class WaitIn(Given):
    """For whom or what we wait. What the customer was promised stands still only where that is proven."""

    why: Literal["customer", "supplier", "scheduled"]
    until: Moment | None = Field(None, description="For a scheduled day: when.")
    asks: bool = Field(False, description="Our last words asked the customer something.")
    said: str = Field("", max_length=500, description="For a scheduled day: in which conversation it was agreed.")


class ReasonIn(Given):
    """Why, in words that stay with the case."""

    reason: str = Why


class ResolveIn(Given):
    """Whether the customer is told; they are, unless a reply told them already."""

    announce: bool = True


class FeedbackIn(Given):
    """How it was, against what was expected: 1 much worse to 5 much better, 3 as expected."""

    score: Literal[1, 2, 3, 4, 5]
    words: str = Field("", max_length=5000)


class FeedbackOut(Told):
    """What a customer said about a case."""

    score: int
    words: str
    given_at: datetime


class ThanksIn(Given):
    """Thanks for praise, and to whom the praise is brought."""

    text: str = Field(min_length=1, max_length=20_000)
    people: list[Id] = Field(default_factory=list, max_length=50)


class MergeIn(Given):
    """Into which case this one goes; whether other people of one customer may read the other's words."""

    into: Id = Field(description="Number of the case that is kept.")
    shares: bool = False


class SplitIn(Given):
    """Which words become a case of their own, and of what."""

    messages: list[Id] = Field(
        min_length=1, max_length=200, description="Ids of what was said; the customer's among them."
    )
    service: str = Field("", max_length=80, description="Slug of a published service; left out, the same.")
    subject: str = Field("", max_length=300)
    moves: bool = Field(True, description="They go on there alone; if not, they stay here too.")
    tells: bool = Field(True, description="The customer is told of the new case.")


class ParticipantIn(Given):
    """Whom the customer takes along."""

    email: str = Field(max_length=254)


class ParticipantOut(Told):
    """Somebody who reads and writes in a case."""

    person: Named
    email: str | None
    added_at: datetime


class TaskIn(Given):
    """What another area is asked to do, and by when."""

    area: Id
    title: str = Field(min_length=1, max_length=300)
    due_at: Moment


class TaskOut(Told):
    """A piece of work of another area."""

    id: int
    case: int
    area: Named
    title: str
    state: str
    asked_by: Named | None
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    outcome: str


class OutcomeIn(Given):
    """What came of it."""

    outcome: str = Field("", max_length=5000)


class DueIn(Given):
    """Until when."""

    due_at: Moment


class AsideIn(Given):
    """What we ask somebody who is not the customer."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=200)
    text: str = Field(min_length=1, max_length=20_000)


class AsideOut(Told):
    """A conversation beside the customer's, which the customer never sees."""

    id: int
    person: Named
    email: str | None
    waits_for_us: bool
    messages: list[MessageOut]
