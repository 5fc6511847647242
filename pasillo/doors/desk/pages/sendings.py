"""What is about to be said: taken back, or said now."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.desk.answers import done, lead_to, my_id, says_why_here, serving
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import served_by
from pasillo.operations.conversations.models import Draft


@require_POST
@serving
@says_why_here
def taken_back(request: HttpRequest, sending_id: int) -> HttpResponse:
    """Whoever serves the case may take a reply back; its words return to their author."""
    sending, case = _sending(request, sending_id)
    commands.take_back(sending_id, by_id=my_id(request), at=now())
    if sending.person_id != my_id(request):
        return done(request, _case(request, case))
    return lead_to(request, _case(request, case))


@require_POST
@serving
@says_why_here
def sent_now(request: HttpRequest, sending_id: int) -> HttpResponse:
    """Its author does not want to wait."""
    sending, case = _sending(request, sending_id)
    if sending.person_id != my_id(request):
        raise Refused(_("Only its author can send it at once."))
    commands.send_now(sending_id, at=now())
    return done(request, _case(request, case))


def _sending(request: HttpRequest, sending_id: int) -> tuple[Draft, Case]:
    """One in a case that I serve. What has gone out, or is not mine to see, is simply no longer there."""
    sending = Draft.objects.filter(pk=sending_id, goes_at__isnull=False).first()
    theirs = served_by(sight(request)).filter(conversation_id=sending.conversation_id) if sending else None
    case = theirs.first() if theirs is not None else None
    if sending is None or case is None:
        raise Refused(_("It has gone out already."))
    return sending, case


def _case(request: HttpRequest, case: Case) -> str:
    return looking_of(request).case(case.number)
