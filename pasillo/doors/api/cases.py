"""Cases for machines: told once, listed, read and answered, under the same rule of sight as every page."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from pasillo.doors.api.commands import KeyUsedForSomethingElse, do_once
from pasillo.doors.api.opening import opening_of, owner_of, tells_the_same
from pasillo.doors.api.problems import WrongState, check_parameters
from pasillo.doors.api.shapes import (
    CaseIn,
    CaseMade,
    CasePage,
    CaseWithMessages,
    MessageIn,
    MessageMade,
    Problem,
)
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import commands, queries
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message

router = Router(tags=["cases"])
PROBLEMS = {code: Problem for code in (401, 404, 409, 422)}
PAGE = 50
CASES = "/api/v1/cases"
WAITS = (State.WAITING_CUSTOMER, State.SCHEDULED)


@router.post("/cases", response={201: CaseMade, **PROBLEMS}, url_name="cases", summary="Tell a need")
def tell(
    request: HttpRequest,
    answer: HttpResponse,
    body: CaseIn,
    idempotency_key: str = Header("", alias="Idempotency-Key", max_length=120),
) -> Any:
    """Opens a case. Sent again with the same Idempotency-Key and body, the first answer comes again."""
    check_parameters(request)
    at = now()
    opening = opening_of(request, body, key=idempotency_key, at=at)
    case = commands.open_case(opening=opening, by=who(request), at=at)
    if case.opened_at != at and not tells_the_same(case, opening):
        raise KeyUsedForSomethingElse
    answer.headers["Location"] = f"{CASES}/{case.number}"
    return Status(201, _made(case, body.service))


@router.get("/cases", response={200: CasePage, **PROBLEMS}, url_name="cases", summary="List cases")
def every(request: HttpRequest, state: str = Query("", max_length=20), before: int | None = None) -> Any:
    """The cases that the owner of the token may see, newest first, fifty at a time."""
    check_parameters(request, "state", "before")
    found = queries.visible_to(sight(request)).select_related("customer", "service", "area", "assignee")
    if state:
        found = found.filter(state=_known(state))
    if before is not None:
        found = found.filter(number__lt=min(before, 2**62))
    page = list(found.order_by("-number")[: PAGE + 1])
    unproven = _unproven(page)
    return {"cases": [_out(case, unproven) for case in page[:PAGE]], "next": _older(page, state)}


def _known(state: str) -> State:
    """A state that is misspelt would look like a house without cases: it is told instead."""
    if state not in list(State):
        raise WrongState
    return State(state)


def _older(page: list[Case], state: str) -> str | None:
    if len(page) <= PAGE:
        return None
    place = {"before": page[PAGE - 1].number} | ({"state": state} if state else {})
    return f"{CASES}?{urlencode(place)}"


@router.get("/cases/{int:number}", response={200: CaseWithMessages, **PROBLEMS}, url_name="case", summary="Read a case")
def one(request: HttpRequest, number: int) -> Any:
    """One case with what was said in it; customers never get notes."""
    check_parameters(request)
    seen = sight(request)
    case = queries.case_for(seen, number)
    said = queries.messages_for(seen, case)
    kept = queries.visible_to(seen).filter(pk=case.merged_into_id or 0).values_list("number", flat=True).first()
    return _out(case, _unproven([case])) | {"messages": [_message(message) for message in said], "merged_into": kept}


@router.post("/cases/{int:number}/messages", response={201: MessageMade, **PROBLEMS}, summary="Add a message")
def say(
    request: HttpRequest,
    number: int,
    body: MessageIn,
    idempotency_key: str = Header("", alias="Idempotency-Key", max_length=120),
) -> Any:
    """The customer writes, or whoever serves answers or notes."""
    check_parameters(request)
    seen = sight(request)
    case = queries.case_for(seen, number)

    def say_it() -> str:
        taken = _say(request, seen, case, body)
        said = Message.objects.filter(conversation=taken.conversation_id)
        return f"message:{said.aggregate(last=Max('pk'))['last']}"

    about = do_once(person_id=owner_of(request).pk, key=idempotency_key, body=request.body, at=now(), do=say_it)
    message = Message.objects.get(pk=int(about.partition(":")[2]))
    return Status(201, {"id": message.pk, "said_at": message.said_at})


def _say(request: HttpRequest, seen: Sight, case: Case, body: MessageIn) -> Case:
    by, at = who(request), now()
    if case.customer_id == seen.person_id:
        words = Words(text=body.text, channel="api", language=case.language)
        return commands.customer_writes(case.pk, author_id=seen.person_id, words=words, by=by, at=at)
    served = queries.served_case(seen, case.number)
    if body.kind == "note":
        return commands.note(served.pk, text=body.text, by=by, at=at)
    return commands.reply(served.pk, text=body.text, by=by, at=at)


def _made(case: Case, service: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "url": f"{CASES}/{case.number}",
        "service": service,
        "subject": case.subject,
        "opened_at": case.opened_at,
    }


def _unproven(cases: list[Case]) -> set[int]:
    """The cases among these whose wait nothing proves: nobody asked the customer, and no day was agreed with them."""
    waiting = [case.pk for case in cases if case.state in WAITS]
    return set(Pause.objects.filter(case__in=waiting, ended_at=None, proven=False).values_list("case_id", flat=True))


def _out(case: Case, unproven: set[int]) -> dict[str, Any]:
    return _made(case, case.service.slug) | {
        "state": case.state,
        "wait_is_proven": case.pk not in unproven if case.state in WAITS else None,
        "kind": case.kind,
        "customer": case.customer.name,
        "area": case.area.name,
        "assignee": case.assignee.name if case.assignee else None,
        "next_due_at": case.next_due_at,
        "resolved_at": case.resolved_at,
        "closed_at": case.closed_at,
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "said_at": message.said_at,
        "direction": message.direction,
        "author": message.author.name if message.author else None,
        "channel": message.channel,
        "text": message.text,
    }
