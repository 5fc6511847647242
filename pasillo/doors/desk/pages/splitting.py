"""One case told of two needs: whoever serves chooses the words that become a case of their own."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from pasillo.doors.desk.answers import serving, the_case
from pasillo.doors.desk.split_view import choices_of, services_for
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Part
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_for

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a case, to choose from; what is sent becomes a case of another service or the same."""
    case = the_case(request, number)
    if request.method != "POST":
        return _page(request, case, {"message": request.GET.getlist("message")})
    try:
        new = commands.split(
            case.pk, part=_part(request, case), key=request.POST.get("key") or None, by=who(request), at=now()
        )
    except Refused as refusal:
        return _page(request, case, dict(request.POST.lists()), error=str(refusal))
    return _led_to(request, case, new)


def _led_to(request: HttpRequest, case: Case, new: Case) -> HttpResponse:
    """To the new case, where it is theirs to see: it may lie in an area of others now."""
    try:
        case_for(sight(request), new.number)
    except LookupError:
        return redirect("desk:case", case.number)
    return redirect("desk:case", new.number)


def _part(request: HttpRequest, case: Case) -> Part:
    given = request.POST
    service = given.get("service", "")
    chosen = services_for(case, service)
    service_id = next((row["id"] for row in chosen if str(row["id"]) == service), case.service_id)
    return Part(
        message_ids=_numbers(given.getlist("message")),
        service_id=service_id,
        area_id=case.area_id if service_id == case.service_id else None,
        subject=safe(given.get("subject", "")).strip()[:300],
        moves=given.get("how", "move") != "copy",
        tells=bool(given.get("tells")),
    )


def _numbers(given: list[str]) -> list[int]:
    return [int(one) for one in given[:MOST] if one.isdigit() and len(one) < 16]


def _page(request: HttpRequest, case: Case, typed: dict[str, Any], error: str = "") -> HttpResponse:
    chosen = set(_numbers(typed.get("message", [])))
    first = {name: values[0] for name, values in typed.items() if values}
    context = {
        "number": case.number,
        "subject": case.subject,
        "language": case.language,
        "customer": case.customer.name,
        "said": choices_of(sight(request), case, chosen=chosen),
        "services": services_for(case, first.get("service", "")),
        "typed": first,
        "tells": "tells" in typed if error else True,
        "error": error,
        "key": str(uuid4()),
    }
    return render(request, "desk/split.html", context, 422 if error else 200)
