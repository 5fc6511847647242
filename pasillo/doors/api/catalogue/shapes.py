"""Services, requests, forms, objectives and hours, field by field."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field

from pasillo.doors.api.manner.shapes import Given, Id, Moment, Named, Told

Texts = dict[str, str]


class RequestTypeOut(Told):
    """Something that can be asked of a service."""

    slug: str
    kind: str
    names: Texts
    summaries: Texts
    url: str


class ServiceOut(Told):
    """A service that is offered."""

    slug: str
    block: str = Field(description="lifecycle, customer or delivery")
    names: Texts
    summaries: Texts
    promise_texts: Texts
    audience: str
    url: str


class ServiceWhole(ServiceOut):
    """A service with what can be asked of it."""

    area: Named
    calendar: int
    request_types: list[RequestTypeOut]


class RequestTypeWhole(RequestTypeOut):
    """What is asked, with its questions as they were published last."""

    service: str
    form_version: int | None
    fields: list[dict[str, Any]] = Field(description="The questions in order; `key` names them in `answers`.")
    slots: dict[str, list[str]] = Field(description="For questions that offer times: the free ones, as they are sent.")


class ObjectiveOut(Told):
    """What is promised, or aimed at among ourselves."""

    id: int
    metric: str
    audience: str
    policy: str = Field(description="Whose hours count.")
    request_type: int | None
    segment: str
    priority: int | None
    channel: str
    target_minutes: int | None
    target_rate: float | None
    version: int
    valid_from: datetime


class ObjectiveIn(Given):
    """What shall be promised: a time in served minutes, or a share."""

    target_minutes: int | None = Field(None, ge=1, le=10_000_000)
    target_rate: float | None = Field(None, ge=0, le=1)
    audience: Literal["customer", "internal"] | None = None
    policy: Literal["service_fixed", "serving_area", "customer_zone", "always"] | None = None
    valid_from: Moment | None = Field(None, description="A moment that lies ahead; else now.")


class CalendarOut(Told):
    """Hours by their name."""

    id: int
    name: str
    zone: str
    is_open: bool
    url: str


class VersionOut(Told):
    """Hours as they hold from a moment on. They are never rewritten."""

    id: int
    effective_from: datetime
    note: str
    rule: dict[str, Any] = Field(description="Zone, week, dated exceptions and their reasons.")


class CalendarWhole(CalendarOut):
    """Hours with all that they were and will be."""

    versions: list[VersionOut]
    opens_next: datetime | None


class VersionIn(Given):
    """Other hours from a moment on, by somebody who has seen all versions up to `known`."""

    rule: dict[str, Any]
    effective_from: Moment
    known: Id
    note: str = Field("", max_length=200)
