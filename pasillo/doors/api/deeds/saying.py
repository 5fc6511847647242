"""Words are added to a case: by its customer, by whoever serves, and by those who were held until somebody looked."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.api.cases.reading import guarded
from pasillo.doors.api.cases.sent_ahead import files_of
from pasillo.doors.api.cases.shapes import CaseOut, MessageMade
from pasillo.doors.api.cases.showing import shown_one
from pasillo.doors.api.deeds.shapes import DecisionIn, MessageIn
from pasillo.doors.api.manner.door import Deed, writes
from pasillo.doors.api.manner.reach import me, read_case, serve_case
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands, queries
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.conversations.models import Message

TAG = "deeds"
DECISIONS = {
    "admit": commands.let_in_message,
    "aside": commands.set_message_aside,
    "own": commands.take_out_message,
}


@writes(TAG, "/cases/{int:number}/messages", name="messages", scope="cases.write", gives=MessageMade, status=201,
        summary="Add a message")  # fmt: skip
def say(request: HttpRequest, number: int, body: MessageIn) -> Any:
    """The customer writes, or whoever serves answers or notes. An answer goes out at once."""
    case = read_case(request, number)
    files = files_of(request, body.files)
    takes_part = queries.own_cases(sight(request)).filter(pk=case.pk).exists()
    if takes_part:
        if body.kind == "note":
            raise Refused(_("Notes are among those who serve: write a reply."))
        return _deed(case, lambda: _write(request, case, body, files))
    served = serve_case(request, number)
    return _deed(served, lambda: _serve(request, served, body, files))


@writes(TAG, "/cases/{int:number}/messages/{int:message_id}/decision", name="decision", scope="cases.write",
        gives=CaseOut, summary="Decide on a held message")  # fmt: skip
def decide(request: HttpRequest, number: int, message_id: int, body: DecisionIn) -> Any:
    """A held message is part of the conversation after all, or nothing, or a case of its own: then that is told."""
    case = _with(serve_case(request, number), message_id)
    act = DECISIONS[body.decision]
    return Deed(do=lambda: act(case.pk, message_id=message_id, by=who(request), at=now()), tell=shown_one)


@writes(TAG, "/cases/{int:number}/messages/{int:message_id}/again", name="again", scope="cases.write",
        gives=CaseOut, summary="Send a message again")  # fmt: skip
def again(request: HttpRequest, number: int, message_id: int) -> Any:
    """A mail that did not arrive is tried once more."""
    case = _with(serve_case(request, number), message_id)
    return Deed(
        do=lambda: commands.send_again(case.pk, message_id=message_id, at=now()), tell=lambda _done: shown_one(case)
    )


def _deed(case: Case, do: Any) -> Deed:
    return Deed(do=do, tell=_last_of, mark=lambda: guarded(case.pk))


def _write(request: HttpRequest, case: Case, body: MessageIn, files: list[FileIn]) -> Case:
    words = Words(text=body.text, channel="api", language=case.language, files=files)
    return commands.customer_writes(case.pk, author_id=me(request), words=words, by=who(request), at=now())


def _serve(request: HttpRequest, case: Case, body: MessageIn, files: list[FileIn]) -> Case:
    if body.kind == "note":
        return commands.note(case.pk, text=body.text, files=files, by=who(request), at=now())
    then = body.then if body.then in ("wait", "resolve") else "wait" if body.then else None
    asks = body.then == "ask"
    return commands.reply(
        case.pk, text=body.text, files=files, then=then, asks=asks, by=who(request), at=now()
    )  # fmt: skip


def _last_of(case: Case) -> dict[str, Any]:
    """The message that was added, in the case that took it."""
    said = Message.objects.filter(conversation=case.conversation_id)
    message = said.get(pk=said.aggregate(last=Max("pk"))["last"])
    return {"id": message.pk, "said_at": message.said_at, "case": case.number}


def _with(case: Case, message_id: int) -> Case:
    """The case, if this was said in it."""
    if not Message.objects.filter(pk=message_id, conversation=case.conversation_id).exists():
        raise LookupError("no such message")
    return case
