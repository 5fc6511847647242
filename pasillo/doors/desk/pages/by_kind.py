"""What only some kinds of case go through: thanks for praise, a complaint made formal or closed by a person."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from pasillo.doors.desk.answers import done, my_id, says_why_here, serving, the_case
from pasillo.doors.desk.commands import give_thanks
from pasillo.doors.desk.pages.going_on import on_to_the_next
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import who
from pasillo.operations.cases import commands


@require_POST
@serving
@says_why_here
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    """Praise is thanked for, and reaches the people it belongs to."""
    case = the_case(request, number)
    people = [int(one) for one in request.POST.getlist("people") if one.isdecimal() and len(one) < 19]
    give_thanks(
        case, text=request.POST.get("text", ""), people=people, person_id=my_id(request), by=who(request), at=now()
    )
    return on_to_the_next(request, case)


@require_POST
@serving
@says_why_here
def formality(request: HttpRequest, number: int) -> HttpResponse:
    """A complaint becomes a formal one."""
    case = the_case(request, number)
    commands.make_formal(case.pk, by=who(request), at=now())
    return done(request, reverse("desk:case", args=[number]))


@require_POST
@serving
@says_why_here
def settlement(request: HttpRequest, number: int) -> HttpResponse:
    """A person closes a resolved case and writes down how it ended."""
    case = the_case(request, number)
    commands.settle(case.pk, reason=request.POST.get("reason", ""), by=who(request), at=now())
    return on_to_the_next(request, case)
