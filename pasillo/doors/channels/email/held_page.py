"""What waits for a look: words of strangers in cases, and mails whose sender could not be confirmed."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.channels.email import commands
from pasillo.doors.channels.email.held import held_mails, held_messages
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Role

SHOWN = 600


@staff
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Everything held that this visitor may decide about, the oldest first."""
    seen = sight(request)
    if not (seen.serves or seen.roles & {Role.ADMIN, Role.AUDITOR}):
        raise PermissionDenied
    context = {"messages": [_row(one) for one in held_messages(seen)], "mails": held_mails(seen)}
    return render(request, "email/held.html", context)


@staff
@require_POST
def decide(request: HttpRequest, inbound_id: int) -> HttpResponse:
    """A held mail comes in, or becomes nothing. What somebody else has decided meanwhile stands."""
    seen = sight(request)
    if not (seen.serves or Role.ADMIN in seen.roles):
        raise PermissionDenied
    if not held_mails(seen, only=inbound_id):
        raise Http404
    with suppress(Refused):
        commands.decide(inbound_id, lets_in=request.POST.get("decision") != "aside", by=who(request), at=now())
    return redirect("email:held")


def _row(message: Any) -> dict[str, Any]:
    return {
        "id": message.pk,
        "number": message.case_number,
        "subject": message.case_subject,
        "text": message.text[:SHOWN],
        "said_at": message.said_at,
        "known": message.author_id is not None,
        "place": "desk:asides" if message.is_beside else "desk:case",
    }
