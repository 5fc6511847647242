"""Somebody has to say yes or no: what waits for whoever asks, and their answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import staff
from pasillo.doors.api.manner.shapes import Told
from pasillo.doors.api.work.shapes import ApprovalOut, NoIn, YesIn
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.looking import for_the_house
from pasillo.operations.approvals import commands, queries
from pasillo.operations.approvals.models import Approval

TAG = "work"
WHY = "who decides reads what they need for it, and not the case"


class Decided(Told):
    """A step as it stands after a word."""

    id: int
    state: str
    words: str


@reads(TAG, "/approvals", name="approvals", scope="work.read", gives=list[ApprovalOut], summary="List approvals")
def every(request: HttpRequest) -> Any:
    """What waits for a yes or no of the person behind the token, the first due first."""
    seen = staff(request)
    with for_the_house(WHY):
        return [
            {"id": one.pk, "case": one.case.number, "subject": one.subject, "due_at": one.due_at}
            for one in queries.waiting_for(seen, at=now())
        ]


@writes(TAG, "/approvals/{int:approval_id}/yes", name="approval-yes", scope="work.write", gives=Decided,
        summary="Approve")  # fmt: skip
def give(request: HttpRequest, approval_id: int, body: YesIn) -> Any:
    """The next one is asked; after the last the case goes on."""
    approval = _theirs(request, approval_id)
    return _decision(approval, lambda: commands.give(approval.pk, words=body.words, by=who(request), at=now()))


@writes(TAG, "/approvals/{int:approval_id}/no", name="approval-no", scope="work.write", gives=Decided,
        summary="Decline")  # fmt: skip
def decline(request: HttpRequest, approval_id: int, body: NoIn) -> Any:
    """Whoever needs it reads why."""
    approval = _theirs(request, approval_id)
    return _decision(approval, lambda: commands.decline(approval.pk, words=body.words, by=who(request), at=now()))


def _decision(approval: Approval, do: Callable[[], Any]) -> Deed:
    def done() -> Any:
        with for_the_house(WHY):
            return do()

    return Deed(do=done, tell=lambda _done: Approval.objects.get(pk=approval.pk))


def _theirs(request: HttpRequest, approval_id: int) -> Approval:
    seen = staff(request)
    with for_the_house(WHY):
        return queries.approval_for(seen, approval_id, at=now())
