"""What a customer can say about their request: write, it works, not solved, how it was, no longer needed."""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.portal import commands
from pasillo.doors.portal.links import link_for, mailed_path, shown_link
from pasillo.doors.portal.one import request_page
from pasillo.doors.portal.seats import Seat, seated
from pasillo.doors.portal.thread import waits_to_be_read
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.sent_files import SentFiles, sent_files
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.voice.commands import give_feedback

LONGEST = 20_000
Act = Callable[[HttpRequest, Seat], HttpResponse]


def led_back(act: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who reads the address of an act, by reloading or choosing a language, comes to the page of the request."""

    @wraps(act)
    def led(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(request.path.rpartition("/")[0])
        return act(request, *args, **kwargs)

    return led


@require_POST
@seated
def write(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The customer writes, with files if they like."""
    text = _text(request, "text")
    came = sent_files(request, ["files"], place=f"portal.write:{seat.case.pk}:{seat.person_id}")
    why = came.errors.get("files", "") or _too_long(text)
    try:
        if why:
            raise Refused(why)
        return _back(seat, _written(request, seat, text, came), "#last")
    except Refused as refusal:
        seat.case.refresh_from_db()
        typed = {"write": text}
        return request_page(request, seat, status=422, errors={"write": str(refusal)}, typed=typed, came=came)


@transaction.atomic
def _written(request: HttpRequest, seat: Seat, text: str, came: SentFiles) -> Case:
    _prove(seat)
    return cases.customer_writes(
        seat.case.pk,
        author_id=seat.person_id,
        words=Words(
            text=text,
            channel="portal",
            files=[file.as_sent() for file in came.files],
            language=seat.case.language,
        ),
        key=_key(request),
        by=seat.by,
        at=now(),
    )


def customers_alone(act: Act) -> Act:
    """Who was taken along reads and writes; whether it is solved, the customer says."""

    @wraps(act)
    def asked(request: HttpRequest, seat: Seat) -> HttpResponse:
        if not seat.is_customers:
            return _again(
                request, seat, "write", _("Only %(name)s can decide this.") % {"name": seat.case.customer.name}
            )
        return act(request, seat)

    return asked


@require_POST
@seated
@customers_alone
def confirm(request: HttpRequest, seat: Seat) -> HttpResponse:
    """It works: once our answer can have been read."""
    if waits_to_be_read(seat):
        return _again(request, seat, "confirm", _("Our answer has not reached you yet."))
    return _do(request, seat, "confirm", lambda: cases.confirm(seat.case.pk, by=seat.by, at=now()))


@require_POST
@seated
@customers_alone
def dispute(request: HttpRequest, seat: Seat) -> HttpResponse:
    """It is not solved, and why."""
    reason = _text(request, "reason")
    return _do(
        request, seat, "dispute", lambda: cases.dispute(seat.case.pk, reason=reason, by=seat.by, at=now()), text=reason
    )


@require_POST
@seated
@customers_alone
def cancel(request: HttpRequest, seat: Seat) -> HttpResponse:
    """It is no longer needed."""
    reason = _text(request, "reason")
    return _do(
        request, seat, "cancel", lambda: cases.cancel(seat.case.pk, reason=reason, by=seat.by, at=now()), text=reason
    )


@require_POST
@seated
@customers_alone
def feedback(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How it was, against what was expected."""
    score, words = request.POST.get("score", ""), _text(request, "words")
    return _do(
        request,
        seat,
        "feedback",
        lambda: give_feedback(
            seat.case.pk,
            person_id=seat.person_id,
            score=int(score) if score.isdecimal() and len(score) == 1 else 0,
            words=words,
            by=seat.by,
            at=now(),
        ),
        text=words,
        score=score,
    )


@require_POST
@seated
@customers_alone
def people(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Takes somebody along, or lets them go again."""
    email, leaves = _text(request, "email"), request.POST.get("leaves", "")
    if leaves.isdecimal():
        return _do(request, seat, "people", lambda: cases.remove_person(
            seat.case.pk, person_id=int(leaves[:18]), by=seat.by, at=now()), place_after="#people")  # fmt: skip
    if not seat.proves_address:
        return _again(request, seat, "people", _("Open the link that we mailed to you first, and add people there."))
    return _do(
        request,
        seat,
        "people",
        lambda: cases.add_person(seat.case.pk, email=email, by=seat.by, at=now()),
        text=email,
        place_after="#people",
    )


def _do(
    request: HttpRequest,
    seat: Seat,
    place: str,
    act: Callable[[], object],
    *,
    text: str = "",
    score: str = "",
    place_after: str = "#now",
) -> HttpResponse:
    """Does it once, and comes back to the page; a refusal is said where it belongs, with everything kept."""
    if _too_long(text):
        return _again(request, seat, place, _too_long(text), text=text, score=score)
    try:
        commands.once(_key(request) or "", lambda: _act(seat, act), at=now())
    except Refused as refusal:
        return _again(request, seat, place, str(refusal), text=text, score=score)
    return _back(seat, seat.case, place_after)


def _act(seat: Seat, act: Callable[[], object]) -> None:
    _prove(seat)
    act()


def _prove(seat: Seat) -> None:
    """Who acts by a link that was mailed, or signed in, has the address that the request was made with."""
    if seat.case.unverified and seat.proves_address:
        commands.prove_address(seat.person_id, by=seat.by, at=now())


def _again(request: HttpRequest, seat: Seat, place: str, why: str, *, text: str = "", score: str = "") -> HttpResponse:
    seat.case.refresh_from_db()
    return request_page(request, seat, status=422, errors={place: why}, typed={place: text, "score": score})


def _back(seat: Seat, case: Case, place: str) -> HttpResponse:
    """To the page of the request; to the new one, where a new one was opened by writing."""
    if case.pk == seat.case.pk or (seat.case.merged_into_id and not seat.proves_address):
        return HttpResponseRedirect(seat.address("") + place)
    if seat.token:
        return HttpResponseRedirect(_link_to(case, seat))
    return HttpResponseRedirect(Seat(case=case, sight=seat.sight).address(""))


def _link_to(case: Case, seat: Seat) -> str:
    if case.pk == seat.case.merged_into_id:
        return link_for(case, seat.person_id)
    return mailed_path(case) if seat.proves_address else shown_link(case)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def _too_long(text: str) -> str:
    return _("This is longer than %(count)s characters.") % {"count": LONGEST} if len(text) > LONGEST else ""


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("key", "").replace("\x00", "")[:80] or None
