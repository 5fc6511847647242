"""One case, with what was said in it and what it promises."""

import hashlib
from typing import Any

from django.db.models import Max, Q
from django.http import HttpRequest
from ninja import Query

from pasillo.doors.api.cases.shapes import CaseWhole, MessageOut
from pasillo.doors.api.cases.showing import CASES, message_out, shown
from pasillo.doors.api.manner.door import Found, reads
from pasillo.doors.api.manner.pages import Page, moment, page_of
from pasillo.doors.api.manner.reach import read_case, visible
from pasillo.doors.api.manner.shapes import Paging
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import WAITING
from pasillo.operations.cases.queries import messages_for, reads_everything
from pasillo.operations.conversations.models import Message

TAG = "cases"
LAST = 50


@reads(TAG, "/cases/{int:number}", name="case", scope="cases.read", gives=CaseWhole, summary="Read a case")
def one(request: HttpRequest, number: int) -> Any:
    """One case with what was said last; customers never get notes. Its ETag guards later changes by If-Match."""
    case = read_case(request, number)
    seen = sight(request)
    said = list(messages_for(seen, case).order_by("-said_at", "-id")[: LAST + 1])
    (told,) = shown([case])
    told |= {
        "answers": case.answers,
        "follows": _number(request, case.follows_id),
        "merged_into": _number(request, case.merged_into_id),
        "waits": _waits(case) if reads_everything(seen, case) else None,
        "messages": [message_out(message) for message in reversed(said[:LAST])],
        "earlier_messages": f"{CASES}/{number}/messages" if len(said) > LAST else None,
    }
    return Found(value=told, mark=mark_of(case.pk))


@reads(TAG, "/cases/{int:number}/messages", name="messages", scope="cases.read", gives=Page[MessageOut],
       summary="List what was said")  # fmt: skip
def messages(request: HttpRequest, number: int, asked: Query[Paging]) -> Any:
    """All that was said in a case, oldest first."""
    said = messages_for(sight(request), read_case(request, number))

    def rows(after: Any, limit: int) -> Any:
        if not after:
            return said[:limit]
        said_at, last = moment(after[0]), after[1]
        return said.filter(Q(said_at__gt=said_at) | Q(said_at=said_at, id__gt=last))[:limit]

    return page_of(
        request, asked, rows=rows, place=lambda one: [one.said_at.isoformat(), one.pk],
        shown=lambda page: [message_out(message) for message in page],
    )  # fmt: skip


def mark_of(case_id: int) -> str:
    """The state of a case in a few letters: another one once anything of it changed, or anything was said."""
    case = Case.objects.only("changed_at", "state", "conversation_id").get(pk=case_id)
    last = Message.objects.filter(conversation=case.conversation_id).aggregate(last=Max("pk"))["last"]
    told = f"{case_id} {case.changed_at.isoformat()} {case.state} {last}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def guarded(case_id: int) -> str:
    """The same, of a case that nobody else changes until we have."""
    Case.objects.select_for_update(of=("self",)).only("pk").get(pk=case_id)
    return mark_of(case_id)


def _number(request: HttpRequest, case_id: int | None) -> int | None:
    """Of another case its number, for who may read that one."""
    if case_id is None:
        return None
    return visible(request).filter(pk=case_id).values_list("number", flat=True).first()


def _waits(case: Case) -> dict[str, Any] | None:
    if case.state not in WAITING:
        return None
    pause = Pause.objects.filter(case=case, ended_at=None).first()
    if pause is None:
        return None
    return {"why": pause.why, "since": pause.began_at, "until": pause.until, "proven": pause.proven}
