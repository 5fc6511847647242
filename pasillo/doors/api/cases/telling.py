"""A need is told, or written down while somebody tells it by phone."""

from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.cases.opening import opening_of, tells_the_same
from pasillo.doors.api.cases.shapes import CallIn, CaseIn, CaseMade
from pasillo.doors.api.cases.showing import CASES, made
from pasillo.doors.api.commands import KeyUsedForSomethingElse
from pasillo.doors.api.manner.door import Deed, key_of, writes
from pasillo.doors.api.manner.reach import demand
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case

TAG = "cases"


@writes(TAG, "/cases", name="cases", scope="cases.write", gives=CaseMade, status=201, keeps=False,
        summary="Tell a need")  # fmt: skip
def tell(request: HttpRequest, body: CaseIn) -> Any:
    """Opens a case. Sent again with the same Idempotency-Key and body, the first answer comes again."""
    return _opened(request, body, channel="api")


@writes(TAG, "/calls", name="calls", scope="cases.write", gives=CaseMade, status=201, keeps=False,
        summary="Write down a call")  # fmt: skip
def call(request: HttpRequest, body: CallIn) -> Any:
    """A call or a visit, while it happens or after: promises count from `occurred_at`."""
    demand(sight(request).serves)
    return _opened(request, body, channel=body.channel)


def _opened(request: HttpRequest, body: CaseIn, *, channel: str) -> Deed:
    at, key = now(), key_of(request)
    opening = opening_of(request, body, key=key, channel=channel, at=at)

    def do() -> Case:
        case = commands.open_case(opening=opening, by=who(request), at=at)
        if key and case.changed_at != at and not tells_the_same(case, opening):
            raise KeyUsedForSomethingElse
        return case

    return Deed(
        do=do, tell=lambda case: made(case, body.service), place=lambda case: f"{CASES}/{case.number}"
    )  # fmt: skip
