"""What machines send and get, field by field."""

from datetime import datetime
from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict


class Given(Schema):
    """What machines send: a field that we do not know is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class CustomerIn(Given):
    """For whom whoever serves asks; left out, the owner of the token asks for themselves."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=200)
    language: str = Field("en", max_length=8)


class CaseIn(Given):
    """A need that is told to us."""

    service: str = Field(max_length=80, description="Slug of a published service.")
    request_type: str | None = Field(None, max_length=80, description="Slug of what is asked, if it has a form.")
    subject: str = Field("", max_length=300)
    text: str = Field(min_length=1, max_length=100_000)
    language: str | None = Field(None, max_length=8)
    customer: CustomerIn | None = None
    answers: dict[str, Any] = Field(default_factory=dict)
    occurred_at: datetime | None = Field(
        None, description="When it really happened, with its zone: what is promised counts from then. Never ahead."
    )


class MessageIn(Given):
    """Words to add to a case."""

    text: str = Field(min_length=1, max_length=100_000)
    kind: str = Field("reply", pattern="^(reply|note)$", description="Only whoever serves may write notes.")


class CaseMade(Schema):
    """What came of telling a need. Told again, the answer is the same."""

    number: int
    url: str
    service: str
    subject: str
    opened_at: datetime


class CaseOut(CaseMade):
    """A case as it stands now."""

    state: str
    wait_is_proven: bool | None = Field(
        None, description="Of a case that waits: whether the customer was asked, or the day agreed with them."
    )
    kind: str
    customer: str
    area: str
    assignee: str | None
    next_due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None


class MessageMade(Schema):
    """A message that was added."""

    id: int
    said_at: datetime


class MessageOut(MessageMade):
    """What was said."""

    direction: str
    author: str | None
    channel: str
    text: str


class CaseWithMessages(CaseOut):
    """A case and what was said in it. Of a case that was merged all goes on in the one that was kept."""

    merged_into: int | None
    messages: list[MessageOut]


class CasePage(Schema):
    """Some cases, newest first, and the address of the older ones."""

    cases: list[CaseOut]
    next: str | None


class Problem(Schema):
    """An error."""

    type: str
    title: str
    status: int
    detail: str
