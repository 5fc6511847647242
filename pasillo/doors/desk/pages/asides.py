"""What we ask others about a case, such as a supplier: threads beside the customer's, which the customer never sees."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from pasillo.doors.desk.answers import serving, the_case
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.asides import AsideTold, told_asides, waits_for_us
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The threads of a case, and a letter to somebody outside."""
    case = the_case(request, number)
    if request.method != "POST":
        return _page(request, case, {})
    given = request.POST
    try:
        commands.write_aside(
            case.pk,
            email=given.get("email", ""),
            name=given.get("name", ""),
            text=given.get("text", ""),
            key=given.get("key") or None,
            by=who(request),
            at=now(),
        )
    except Refused as refusal:
        return _page(request, case, given.dict(), error=str(refusal))
    return redirect("desk:asides", number)


def _page(request: HttpRequest, case: Case, typed: dict[str, Any], error: str = "") -> HttpResponse:
    threads = [_thread(one) for one in told_asides(sight(request), case)]
    context = {"number": case.number, "subject": case.subject, "threads": threads, "typed": typed, "error": error}
    context["key"] = str(uuid4())
    return render(request, "desk/asides.html", context, 422 if error else 200)


def _thread(told: AsideTold) -> dict[str, Any]:
    person = told.aside.person
    return {
        "id": told.aside.pk,
        "name": person.name,
        "email": person.email or "",
        "waits": waits_for_us(told.aside),
        "said": [_said(one) for one in told.said],
    }


def _said(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "ours": message.direction == Message.Direction.OUT,
        "author": message.author.name if message.author else "",
        "at": message.said_at,
        "text": message.text,
        "delivery": message.delivery_note if message.delivery == Message.Delivery.FAILED else "",
        "files": list(message.files.all()),
        "held": message.held,
        "undecided": message.held and message.held_seen_at is None,
        "known": message.author_id is not None,
    }
