"""What can be done to a case: each is a noun that is posted to, and one command."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.desk.answers import done, my_id, says_why_here, serving, the_case
from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.going_out import mine_among
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.pages.composer import ask_about, reply_not_sent
from pasillo.doors.desk.pages.going_on import on_to_the_next
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands, queries
from pasillo.operations.cases.models import Task
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.queries import about_to_be_said

NOBODY = ""


@require_POST
@serving
@says_why_here
def assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Who holds the case: me, a colleague, or nobody."""
    case = the_case(request, number)
    assignee = None if request.POST.get("assignee") == NOBODY else _number(request, "assignee")
    if assignee == sight(request).person_id:
        commands.take(case.pk, by=who(request), at=now())
    else:
        commands.assign(case.pk, assignee_id=assignee, by=who(request), at=now())
    return done(request, _here(request, number))


@require_POST
@serving
@says_why_here
def area(request: HttpRequest, number: int) -> HttpResponse:
    """Another area answers for the case from now on."""
    case = the_case(request, number)
    reason = request.POST.get("reason", "")
    commands.transfer(case.pk, area_id=_number(request, "area"), reason=reason, by=who(request), at=now())
    return on_to_the_next(request, case)


@require_POST
@serving
@says_why_here
def waiting(request: HttpRequest, number: int) -> HttpResponse:
    """The case waits for somebody else, or for a day."""
    case = the_case(request, number)
    why = request.POST.get("why", "customer")
    until = _moment(request, "until") if why == "scheduled" else None
    asks, said = bool(request.POST.get("asks")), request.POST.get("said", "")
    commands.wait(case.pk, why=why, until=until, asks=asks, said=said, by=who(request), at=now())
    return done(request, _here(request, number))


@require_POST
@serving
@says_why_here
def resumption(request: HttpRequest, number: int) -> HttpResponse:
    """The waiting is over."""
    commands.resume(the_case(request, number).pk, by=who(request), at=now())
    return done(request, _here(request, number))


@require_POST
@serving
@says_why_here
def resolution(request: HttpRequest, number: int) -> HttpResponse:
    """The need is met; the next case opens. It can be taken back for some seconds, as a reply can; one that is
    written and not sent is asked about first."""
    case = the_case(request, number)
    unsent = reply_not_sent(request, case)
    going = mine_among(about_to_be_said(case.conversation_id), my_id(request))
    if unsent and may(case.state, "resolve") and not request.POST.get("without_reply"):
        return ask_about(request, case, unsent)
    if going:
        commands.then_resolve(going.pk)
    else:
        commands.resolve_soon(case.pk, person_id=my_id(request), at=now())
    return on_to_the_next(request, case)


@require_POST
@serving
@says_why_here
def cancellation(request: HttpRequest, number: int) -> HttpResponse:
    """The need is gone, or never was."""
    case = the_case(request, number)
    commands.cancel(case.pk, reason=request.POST.get("reason", ""), by=who(request), at=now())
    return on_to_the_next(request, case)


@require_POST
@serving
@says_why_here
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """Another area is asked to do its part."""
    case = the_case(request, number)
    title, due_at = request.POST.get("title", ""), _moment(request, "due")
    if due_at is None:
        raise Refused(_("Say by when you need it."))
    commands.ask_area(case.pk, area_id=_number(request, "area"), title=title, due_at=due_at, by=who(request), at=now())
    return done(request, _here(request, number))


@require_POST
@serving
@says_why_here
def completion(request: HttpRequest, task_id: int) -> HttpResponse:
    """An area has done its part."""
    task = _my_task(request, task_id)
    commands.finish_task(task.pk, outcome=request.POST.get("outcome", ""), by=who(request), at=now())
    return done(request, _after_task(request, task))


@require_POST
@serving
@says_why_here
def new_time(request: HttpRequest, task_id: int) -> HttpResponse:
    """An area needs longer, and says until when."""
    task = _my_task(request, task_id)
    due_at = _moment(request, "due")
    if due_at is None:
        raise Refused(_("Say until when you need."))
    commands.move_task(task.pk, due_at=due_at, by=who(request), at=now())
    return done(request, _after_task(request, task))


DECISIONS = {"aside": commands.set_message_aside, "own": commands.take_out_message}


@require_POST
@serving
@says_why_here
def admission(request: HttpRequest, number: int) -> HttpResponse:
    """A held message is part of the conversation after all, or nothing, or a case of its own."""
    case = the_case(request, number)
    decide = DECISIONS.get(request.POST.get("decision", ""), commands.let_in_message)
    decide(case.pk, message_id=_number(request, "message"), by=who(request), at=now())
    known = {"held": reverse("email:held"), "asides": reverse("desk:asides", args=[number])}
    return done(request, known.get(request.POST.get("back", "")) or _here(request, number))


@require_POST
@serving
@says_why_here
def again(request: HttpRequest, number: int, message_id: int) -> HttpResponse:
    """A mail that did not arrive is tried once more."""
    commands.send_again(the_case(request, number).pk, message_id=message_id, at=now())
    return done(request, _here(request, number))


def _my_task(request: HttpRequest, task_id: int) -> Task:
    """A task that this visitor's area was asked for, or that they asked for."""
    try:
        return queries.task_for(sight(request), task_id)
    except LookupError as missing:
        raise Http404 from missing


def _after_task(request: HttpRequest, task: Task) -> str:
    return reverse("desk:case", args=[task.case.number]) if request.POST.get("back") else reverse("desk:tasks")


def _here(request: HttpRequest, number: int) -> str:
    return looking_of(request).case(number)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not is_number(given):
        raise Refused(_("Something is missing: choose one of the list."))
    return int(given)


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A day and hour as the visitor's clock shows them."""
    try:
        given = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    if given is None:
        return None
    return given if timezone.is_aware(given) else timezone.make_aware(given)
