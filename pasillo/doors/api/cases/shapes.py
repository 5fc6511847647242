"""Cases and what is said in them, field by field."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field

from pasillo.doors.api.manner.shapes import OURS, Given, Id, Language, Moment, Named, Paging, Told

Files: Any = Field(default_factory=list, max_length=10, description="Ids of files that were sent ahead to /uploads.")


class CustomerIn(Given):
    """For whom whoever serves asks; left out, the owner of the token asks for themselves."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=200)
    language: Language | None = Field(None, description=OURS)


class NeedIn(Given):
    """What is needed, whoever tells it."""

    service: str = Field(max_length=80, description="Slug of a published service.")
    request_type: str | None = Field(None, max_length=80, description="Slug of what is asked, if it has a form.")
    subject: str = Field("", max_length=300)
    language: Language | None = Field(None, description="Left out: the one in which the customer reads us.")
    answers: dict[str, Any] = Field(default_factory=dict)


class CaseIn(NeedIn):
    """A need that is told to us."""

    text: str = Field(min_length=1, max_length=100_000)
    customer: CustomerIn | None = None
    files: list[str] = Files
    occurred_at: datetime | None = Field(
        None, description="When it really happened, with its zone: what is promised counts from then. Never ahead."
    )


class CallerIn(Given):
    """Who calls or stands there: a customer whose case you may read, by id; or by address, or by name alone."""

    id: Id | None = Field(None, description="Known already: nothing else is needed.")
    email: str = Field("", max_length=254)
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    language: Language | None = Field(None, description=OURS)


class CallIn(NeedIn):
    """A call or a visit that one of ours writes down: promises count from when it began."""

    text: str = Field(min_length=1, max_length=100_000)
    customer: CallerIn
    files: list[str] = Files
    occurred_at: datetime | None = Field(None, description="When it began, with its zone. Never ahead.")
    channel: Literal["phone", "desk"] = "phone"


class CaseQuery(Paging):
    """Which cases. Several values of one sort are separated by commas and mean one or the other."""

    state: str = Field("", max_length=200)
    service: str = Field("", max_length=500, description="Slugs.")
    area: str = Field("", max_length=200, description="Ids.")
    channel: str = Field("", max_length=200)
    kind: str = Field("", max_length=200)
    priority: str = Field("", max_length=40, description="1 urgent to 4 low.")
    assignee: str = Field("", max_length=200, description="Ids, or `me`, or `nobody`.")
    words: str = Field("", max_length=200, description="In the subject, the customer's name or the number.")
    condition: str = Field(
        "", max_length=4000, description="A condition as JSON, as routing rules have it: what the other fields cannot."
    )
    changed_since: Moment | None = Field(None, description="Only what changed at this moment or later.")


class QueueQuery(Paging):
    """Which part of the queue."""

    split: Literal["todo", "new", "waiting", "me"] = "todo"
    service: str = Field("", max_length=500)
    area: str = Field("", max_length=200)
    channel: str = Field("", max_length=200)
    kind: str = Field("", max_length=200)
    priority: str = Field("", max_length=40)
    assignee: str = Field("", max_length=200)
    words: str = Field("", max_length=200)


class CaseMade(Told):
    """What came of telling a need. Told again, the answer is the same."""

    number: int
    url: str
    service: str
    subject: str
    opened_at: datetime


class Waits(Told):
    """We wait for somebody, or for a day that was agreed."""

    why: str = Field(description="customer, supplier or scheduled")
    since: datetime
    until: datetime | None
    proven: bool = Field(description="Whether we asked, or the day was agreed. If not, it is our own doing.")


class CaseOut(CaseMade):
    """A case as it stands now."""

    state: str = Field(description="A wait that nothing proves is our work: it is told as in_progress.")
    wait_is_proven: bool | None = Field(
        description="Of a case that waits: whether the customer was asked, or the day agreed with them."
    )
    kind: str
    request_type: str | None
    priority: int
    channel: str
    language: str
    cycle: int = Field(description="One more with each dispute or reopening.")
    customer: Named
    area: Named
    assignee: Named | None
    waiting_since: datetime | None = Field(description="Since when the customer waits for a word of ours.")
    next_due_at: datetime | None = Field(description="When the next promise breaks.")
    snoozed_until: datetime | None
    changed_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None


class FileOut(Told):
    """A file that came with a message."""

    id: int
    name: str
    media_type: str
    size: int
    url: str


class MessageMade(Told):
    """A message that was added."""

    id: int
    said_at: datetime
    case: int = Field(description="The case that took it: a closed one may have opened a follow-up.")


class MessageOut(Told):
    """What was said."""

    id: int
    said_at: datetime
    direction: str = Field(description="in: to us; out: by us; note: among ourselves")
    author: str | None
    author_id: int | None
    channel: str
    text: str
    held: bool = Field(description="Whose sender takes no part, or is not confirmed: it waits for a decision.")
    sender_unverified: bool = Field(description="Nothing proved that its sender is whom it names.")
    delivery: str
    delivery_note: str
    files: list[FileOut]


class CaseWhole(CaseOut):
    """A case with what was said last. Of a case that was merged all goes on in the one that was kept."""

    answers: dict[str, Any]
    follows: int | None
    merged_into: int | None
    waits: Waits | None = Field(description="For whoever serves; null for customers and where nothing is waited for.")
    messages: list[MessageOut] = Field(description="The last fifty, oldest first.")
    earlier_messages: str | None = Field(description="The address of all that was said, where there is more.")


class ClockOut(Told):
    """A promise, or a target among ourselves, with how far its time has run."""

    id: int
    metric: str
    cycle: int
    state: str
    audience: str
    is_usual: bool = Field(description="Nobody promised it: it is how long it usually takes.")
    target_minutes: int
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    served_minutes: float
    is_going: bool
    is_broken: bool
    url: str


class UploadOut(Told):
    """A file that is kept for the words that follow."""

    id: UUID
    name: str
    media_type: str
    size: int
