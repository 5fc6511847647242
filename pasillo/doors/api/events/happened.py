"""An outside machine says that something happened at a moment: a case begins, and its promises count from then."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field

from pasillo.doors.api.cases.opening import asked_for, need_of, occurred
from pasillo.doors.api.cases.sent_ahead import files_of
from pasillo.doors.api.cases.shapes import CustomerIn, Files, NeedIn
from pasillo.doors.api.cases.showing import CASES
from pasillo.doors.api.commands import TellsSomethingElse, happened
from pasillo.doors.api.commands.happenings import Event
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import me, owner_of, visible
from pasillo.doors.api.manner.shapes import OURS, Given, Language, Moment, Told
from pasillo.doors.api.models import Happening
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import recognise
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Kind

TAG = "events"
NAME = r"^[\w.:/+-]+$"


class KnownAs(Given):
    """A customer by the name under which the source knows them. Met for the first time, they are a new person."""

    id: str = Field(min_length=1, max_length=200)
    name: str = Field("", max_length=200)
    language: Language | None = Field(None, description=OURS)


class EventIn(NeedIn):
    """Something happened. `source` and `id` name it: told twice, even at the same time, it is one case."""

    source: str = Field(min_length=1, max_length=80, pattern=NAME, description="Which system tells it.")
    id: str = Field(min_length=1, max_length=120, pattern=NAME, description="Its own name for the event.")
    occurred_at: Moment = Field(description="When it happened: what is promised counts from then. Never ahead.")
    text: str = Field("", max_length=100_000, description="What happened, in words; the subject, if there are none.")
    customer: CustomerIn | None = Field(None, description="By their address. Only for whoever serves.")
    known_as: KnownAs | None = Field(None, description="Or by the source's own name for them.")
    files: list[str] = Files


class EventOut(Told):
    """What came of an event."""

    source: str
    id: str
    occurred_at: datetime
    told_at: datetime
    case: int
    url: str


@writes(TAG, "/events", name="events", scope="events.write", gives=EventOut, status=201, also=(200,), keeps=False,
        summary="Something happened")  # fmt: skip
def tell(request: HttpRequest, body: EventIn) -> Any:
    """Opens a case of delivery with its clocks started at the event's own time: 201, and 200 when it was told before.

    The same event with another body is refused with 409.
    """
    at = now()
    moment = occurred(body.occurred_at, at=at) or at
    seen = sight(request)
    if (body.customer or body.known_as) and not seen.serves:
        raise Refused(_("This token may only tell of its own person: leave the customer out."))
    if body.customer and body.known_as:
        raise Refused(_("Say who it is in one way: by address, or as the source knows them."))
    if not (body.text.strip() or body.subject.strip()):
        raise Refused(_("Say in a few words what happened."))
    event = Event(
        whose=0 if seen.serves else me(request), source=body.source, event=body.id, told=_print(body),
        happened_at=body.occurred_at,
    )  # fmt: skip
    made: list[bool] = []

    def do() -> Happening:
        one, is_new = happened(event, open_case=lambda: _opened(request, body, moment, at), at=at)
        if not is_new and not visible(request).filter(pk=one.case_id or 0).exists():
            raise TellsSomethingElse  # what came of it is not theirs to see
        made.append(is_new)
        return one

    return Deed(
        do=do, tell=_out, place=lambda one: _address(one.case),
        status=lambda _one: 201 if made[-1] else 200, again=lambda _one: not made[-1],
    )  # fmt: skip


@reads(TAG, "/events/{source}/{event_id}", name="event", scope="cases.read", gives=EventOut,
       summary="What came of an event")  # fmt: skip
def one(request: HttpRequest, source: str, event_id: str) -> Any:
    """The case that came of an event, for who may read it."""
    whose = (0, me(request))
    found = Happening.objects.select_related("case").filter(source=safe(source), event=safe(event_id), whose__in=whose)
    for happening in found:
        if happening.case_id and visible(request).filter(pk=happening.case_id).exists():
            return _out(happening)
    raise LookupError("no such event")


def _opened(request: HttpRequest, body: EventIn, moment: datetime, at: datetime) -> Case:
    customer = _customer(request, body, at=at)
    opening = need_of(request, body, customer, text=body.text.strip() or body.subject, at=at)
    given = replace(
        opening, kind=opening.kind or Kind.DELIVERY, contact_at=moment, files=files_of(request, body.files)
    )  # fmt: skip
    with transaction.atomic():
        return commands.open_case(opening=given, by=who(request), at=at)


def _customer(request: HttpRequest, body: EventIn, *, at: datetime) -> Person:
    if body.customer:
        return asked_for(request, body.customer, at=at)
    if body.known_as:
        known = body.known_as
        return recognise(
            realm=f"source:{body.source}"[:80], address=known.id, name=known.name, language=known.language, at=at
        )  # fmt: skip
    return owner_of(request)


def _print(body: EventIn) -> str:
    told = body.model_dump(mode="json")
    for known in (told["customer"], told["known_as"]):
        if known:
            known["language"] = known["language"] or "en"  # as it was written down before it could be left out
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _out(one: Happening) -> dict[str, Any]:
    return {
        "source": one.source,
        "id": one.event,
        "occurred_at": one.happened_at,
        "told_at": one.told_at,
        "case": one.case.number if one.case else 0,
        "url": _address(one.case),
    }


def _address(case: Case | None) -> str:
    return f"{CASES}/{case.number}" if case else CASES
