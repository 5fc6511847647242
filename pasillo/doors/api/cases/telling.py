"""A need is told, or written down while somebody tells it by phone."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.cases.opening import asked_for, caller_of, opening_of, tells_the_same
from pasillo.doors.api.cases.shapes import CallIn, CaseIn, CaseMade
from pasillo.doors.api.cases.showing import CASES, made
from pasillo.doors.api.commands import KeyUsedForSomethingElse
from pasillo.doors.api.commands.answers import check_unused, key_of_case
from pasillo.doors.api.manner.door import Deed, key_of, writes
from pasillo.doors.api.manner.reach import demand, me, owner_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case

TAG = "cases"


@writes(TAG, "/cases", name="cases", scope="cases.write", gives=CaseMade, status=201, keeps=False,
        summary="Tell a need")  # fmt: skip
def tell(request: HttpRequest, body: CaseIn) -> Any:
    """Opens a case. Sent again with the same Idempotency-Key and body, the first answer comes again."""
    at, key = now(), key_of(request)
    check_unused(person_id=me(request), key=key)
    customer = asked_for(request, body.customer, at=at) if body.customer else owner_of(request)
    opening = opening_of(request, body, customer, key=key and key_of_case(me(request), key), at=at)
    return Deed(
        do=lambda: _opened(request, opening, key=key, at=at),
        tell=lambda case: made(case, body.service),
        place=lambda case: f"{CASES}/{case.number}",
        again=lambda case: bool(key) and case.changed_at != at,
    )


@writes(TAG, "/calls", name="calls", scope="cases.write", gives=CaseMade, status=201, summary="Write down a call")
def call(request: HttpRequest, body: CallIn) -> Any:
    """A call or a visit, while it happens or after: promises count from `occurred_at`. The caller needs no address."""
    demand(sight(request).serves)
    at, key = now(), key_of(request)

    def do() -> Case:
        caller = caller_of(request, body.customer, at=at)
        own = key and f"api-call:{me(request)}:{key}"
        opening = opening_of(request, body, caller, key=own, channel=body.channel, at=at)
        return _opened(request, opening, key=key, at=at)

    return Deed(do=do, tell=lambda case: made(case, body.service), place=lambda case: f"{CASES}/{case.number}")


def _opened(request: HttpRequest, opening: Opening, *, key: str, at: datetime) -> Case:
    case = commands.open_case(opening=opening, by=who(request), at=at)
    if key and case.changed_at != at and not tells_the_same(case, opening):
        raise KeyUsedForSomethingElse
    return case
