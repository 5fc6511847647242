"""What the customer decides: it works, it does not, it is not needed any more, how it was, who may read along."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.api.cases.reading import guarded
from pasillo.doors.api.cases.shapes import CaseOut
from pasillo.doors.api.cases.showing import shown_one
from pasillo.doors.api.deeds.shapes import FeedbackIn, FeedbackOut, ParticipantIn, ParticipantOut, ReasonIn
from pasillo.doors.api.manner.door import Deed, View, reads, writes
from pasillo.doors.api.manner.reach import me, read_case, serve_case
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case, Participant
from pasillo.operations.cases.queries import people_in
from pasillo.operations.voice.commands import give_feedback
from pasillo.operations.voice.queries import words_about

TAG = "deeds"


def decision(noun: str, summary: str) -> Callable[[View], View]:
    """One thing that is the customer's to decide."""
    return writes(
        TAG, f"/cases/{{int:number}}/{noun}", name=noun, scope="cases.write", gives=CaseOut, summary=summary
    )  # fmt: skip


@decision("confirm", "It works")
def confirm(request: HttpRequest, number: int) -> Any:
    """The customer says that a resolved case is solved."""
    case = own_case(request, number)
    return _to(case, lambda: commands.confirm(case.pk, by=who(request), at=now()))


@decision("dispute", "It is not solved")
def dispute(request: HttpRequest, number: int, body: ReasonIn) -> Any:
    """The customer says what is still wrong: the case is ours again, with a clock of its own."""
    case = own_case(request, number)
    return _to(case, lambda: commands.dispute(case.pk, reason=body.reason, channel="api", by=who(request), at=now()))


@decision("cancel", "It is not needed any more")
def cancel(request: HttpRequest, number: int, body: ReasonIn) -> Any:
    """The need is gone, or was never one: the customer says so, or whoever serves."""
    case = read_case(request, number)
    if case.customer_id != me(request):
        case = serve_case(request, number)
    return _to(case, lambda: commands.cancel(case.pk, reason=body.reason, by=who(request), at=now()))


@reads(TAG, "/cases/{int:number}/feedback", name="feedback", scope="cases.read", gives=FeedbackOut | None,
       summary="Read how it was")  # fmt: skip
def felt(request: HttpRequest, number: int) -> Any:
    """The newest voice about a case, or null."""
    case = read_case(request, number)
    return words_about([case.pk]).get(case.pk)


@writes(TAG, "/cases/{int:number}/feedback", name="feedback", scope="cases.write", gives=FeedbackOut, verb="PUT",
        summary="Say how it was")  # fmt: skip
def feel(request: HttpRequest, number: int, body: FeedbackIn) -> Any:
    """The customer says how it was, against what they expected. The last word counts."""
    case = own_case(request, number)
    given: dict[str, Any] = {"person_id": me(request), "score": body.score, "words": body.words}
    return Deed(do=lambda: give_feedback(case.pk, **given, by=who(request), at=now()))


@reads(TAG, "/cases/{int:number}/participants", name="participants", scope="cases.read",
       gives=list[ParticipantOut], summary="List who reads along")  # fmt: skip
def along(request: HttpRequest, number: int) -> Any:
    """Those with whom the customer shares this case."""
    return [_participant(one) for one in people_in(read_case(request, number).pk)]


@writes(TAG, "/cases/{int:number}/participants", name="participants", scope="cases.write", gives=ParticipantOut,
        status=201, summary="Take somebody along")  # fmt: skip
def add(request: HttpRequest, number: int, body: ParticipantIn) -> Any:
    """Somebody may read and write in this case from now on, and is told so by mail."""
    case = own_case(request, number)
    return Deed(
        do=lambda: commands.add_person(case.pk, email=body.email, by=who(request), at=now()),
        tell=lambda one: _participant(Participant.objects.select_related("person").get(pk=one.pk)),
    )


@writes(TAG, "/cases/{int:number}/participants/{int:person_id}", name="participant", scope="cases.write",
        gives=None, status=204, verb="DELETE", summary="Let somebody go")  # fmt: skip
def remove(request: HttpRequest, number: int, person_id: int) -> Any:
    """Somebody takes no part any more: they see nothing of the case from this moment on."""
    case = own_case(request, number)
    return Deed(do=lambda: commands.remove_person(case.pk, person_id=person_id, by=who(request), at=now()))


def own_case(request: HttpRequest, number: int) -> Case:
    """A case of this customer. Who may only read it is told whose word counts."""
    case = read_case(request, number)
    if case.customer_id != me(request):
        raise Refused(_("Only %(name)s can decide this.") % {"name": case.customer.name})
    return case


def _to(case: Case, do: Callable[[], Any]) -> Deed:
    return Deed(do=do, tell=lambda _done: shown_one(case), mark=lambda: guarded(case.pk))


def _participant(one: Participant) -> dict[str, Any]:
    person = one.person
    return {"person": {"id": person.pk, "name": person.name}, "email": person.email, "added_at": one.added_at}
