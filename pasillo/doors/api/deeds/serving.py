"""What whoever serves does to a case: hold it, pass it on, wait, go on, resolve, end it, merge it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.api.cases.reading import guarded
from pasillo.doors.api.cases.shapes import CaseMade, CaseOut
from pasillo.doors.api.cases.showing import CASES, made, shown_one
from pasillo.doors.api.deeds.shapes import (
    AssigneeIn,
    MergeIn,
    PassOnIn,
    PriorityIn,
    ReasonIn,
    ResolveIn,
    SnoozeIn,
    SplitIn,
    ThanksIn,
    WaitIn,
)
from pasillo.doors.api.manner.door import Deed, View, writes
from pasillo.doors.api.manner.reach import serve_case
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Membership
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Part
from pasillo.operations.cases.mergings import undoing_by
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.commands import pass_on_praise
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.catalogue.queries import published_services

TAG = "deeds"


def deed(noun: str, summary: str, *, verb: str = "POST", name: str = "") -> Callable[[View], View]:
    """One thing that can be done to a case; the answer is the case as it is afterwards."""
    return writes(
        TAG, f"/cases/{{int:number}}/{noun}", name=name or noun, scope="cases.write", gives=CaseOut,
        summary=summary, verb=verb,
    )  # fmt: skip


def to(case: Case, do: Callable[[], Any]) -> Deed:
    """Do this to a case, unless it is another one by now than the one that was looked at."""
    return Deed(do=do, tell=lambda _done: shown_one(case), mark=lambda: guarded(case.pk))


@deed("take", "Take a case")
def take(request: HttpRequest, number: int) -> Any:
    """Whoever asks holds the case now."""
    case = serve_case(request, number)
    return to(case, lambda: commands.take(case.pk, by=who(request), at=now()))


@deed("assignee", "Say who holds it", verb="PUT")
def assign(request: HttpRequest, number: int, body: AssigneeIn) -> Any:
    """Give the case to a person of its area, or to nobody."""
    case = serve_case(request, number)
    return to(case, lambda: commands.assign(case.pk, assignee_id=body.assignee, by=who(request), at=now()))


@deed("area", "Pass it on", verb="PUT")
def transfer(request: HttpRequest, number: int, body: PassOnIn) -> Any:
    """Another area answers for the case; the reason stays as a note. What was promised does not move."""
    case = serve_case(request, number)
    return to(
        case, lambda: commands.transfer(case.pk, area_id=body.area, reason=body.reason, by=who(request), at=now())
    )  # fmt: skip


@deed("priority", "Say how pressing it is", verb="PUT")
def prioritise(request: HttpRequest, number: int, body: PriorityIn) -> Any:
    """The case is more or less pressing, 1 urgent to 4 low."""
    case = serve_case(request, number)
    given: dict[str, Any] = {"priority": body.priority, "reason": body.reason}
    return to(case, lambda: commands.set_priority(case.pk, **given, by=who(request), at=now()))


@deed("snooze", "Put it off", verb="PUT")
def snooze(request: HttpRequest, number: int, body: SnoozeIn) -> Any:
    """Out of the queue until a moment, or until the customer writes. Promises run on."""
    case = serve_case(request, number)
    return to(case, lambda: commands.snooze(case.pk, until=body.until, by=who(request), at=now()))


@deed("snooze", "Bring it back", verb="DELETE")
def wake(request: HttpRequest, number: int) -> Any:
    """Back in the queue."""
    case = serve_case(request, number)
    return to(case, lambda: commands.wake(case.pk, by=who(request), at=now()))


@deed("wait", "Wait")
def wait(request: HttpRequest, number: int, body: WaitIn) -> Any:
    """For the customer, a supplier or an agreed day."""
    case = serve_case(request, number)
    return to(case, lambda: commands.wait(case.pk, **body.dict(), by=who(request), at=now()))


@deed("resume", "Go on")
def resume(request: HttpRequest, number: int) -> Any:
    """What we waited for came, or we do not wait for it any more."""
    case = serve_case(request, number)
    return to(case, lambda: commands.resume(case.pk, by=who(request), at=now()))


@deed("resolve", "Resolve it")
def resolve(request: HttpRequest, number: int, body: ResolveIn) -> Any:
    """We say that the need is met. The customer is told, and may confirm or dispute it."""
    case = serve_case(request, number)
    return to(case, lambda: commands.resolve(case.pk, announce=body.announce, by=who(request), at=now()))


@deed("settle", "Close it without the customer's word")
def settle(request: HttpRequest, number: int, body: ReasonIn) -> Any:
    """A person closes a resolved case whose customer says nothing, and writes down how it ended."""
    case = serve_case(request, number)
    return to(case, lambda: commands.settle(case.pk, reason=body.reason, by=who(request), at=now()))


@deed("formality", "Make a complaint formal")
def formal(request: HttpRequest, number: int) -> Any:
    """The customer gets that in writing, with the number and the day."""
    case = serve_case(request, number)
    return to(case, lambda: commands.make_formal(case.pk, by=who(request), at=now()))


@deed("thanks", "Thank for praise")
def thank(request: HttpRequest, number: int, body: ThanksIn) -> Any:
    """Thanks the customer, and brings their praise to the people whom they mean. That is its end."""
    case = serve_case(request, number)
    if Membership.objects.filter(person__in=body.people).values("person").distinct().count() < len(set(body.people)):
        raise Refused(_("Praise is brought to people who work here."))
    return to(
        case, lambda: pass_on_praise(case.pk, text=body.text, person_ids=body.people, by=who(request), at=now())
    )  # fmt: skip


@deed("merge", "Merge it into another")
def merge(request: HttpRequest, number: int, body: MergeIn) -> Any:
    """This case goes on in another one about the same need. Whoever asks serves both."""
    case = serve_case(request, number)
    try:
        kept = serve_case(request, body.into)
    except LookupError:
        words = _("Among the cases that you serve there is none with the number %(n)s.")
        raise Refused(words % {"n": body.into}) from None

    def do() -> Case:
        return commands.merge(case.pk, into_id=kept.pk, shares=body.shares, by=who(request), at=now())

    return Deed(do=do, tell=lambda _done: shown_one(kept), mark=lambda: guarded(case.pk))


@deed("merge", "Undo a merge", verb="DELETE")
def unmerge(request: HttpRequest, number: int) -> Any:
    """They were two needs after all: this case stands on its own again, as it was. Whoever asks serves both."""
    case = serve_case(request, number)
    serve_case(request, undoing_by(sight(request), case).kept.number)
    return to(case, lambda: commands.unmerge(case.pk, by=who(request), at=now()))


@writes(TAG, "/cases/{int:number}/split", name="split", scope="cases.write", gives=CaseMade, status=201,
        summary="Split it")  # fmt: skip
def split(request: HttpRequest, number: int, body: SplitIn) -> Any:
    """Some of its words tell of another need: they become a case of their own, which waits since the first of them."""
    case = serve_case(request, number)
    service = _offered(body.service) if body.service else case.service
    part = Part(
        message_ids=body.messages, service_id=service.pk, area_id=None if body.service else case.area_id,
        subject=body.subject.strip(), moves=body.moves, tells=body.tells,
    )  # fmt: skip
    return Deed(
        do=lambda: commands.split(case.pk, part=part, by=who(request), at=now()),
        tell=lambda new: made(new, service.slug),
        mark=lambda: guarded(case.pk),
        place=lambda new: f"{CASES}/{new.number}",
    )


def _offered(slug: str) -> Service:
    found = published_services().filter(slug=slug).first()
    if found is None:
        raise Refused(_("There is no service of this name."))
    return found
