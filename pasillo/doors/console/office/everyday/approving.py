"""Who has to say yes to a request, one after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.console.office.everyday.choosing import colleagues, name_of, the_request
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import administrator
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.operations.approvals.commands import plan
from pasillo.operations.approvals.deciding import AREA, HEAD, MANAGER, Step
from pasillo.operations.approvals.models import Plan
from pasillo.operations.purchases.models import PriceList

PLACES, HOURS, MOST_HOURS = 4, 16, 1000
PERSON = "person"


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def one(request: HttpRequest, request_type_id: int) -> HttpResponse:
    """The steps of one request; none means that nobody has to be asked."""
    asked = the_request(request_type_id)
    known = Plan.objects.filter(request_type=asked).first()
    deciders = _deciders()
    if request.method != "POST":
        rows = [_row(Step(**step)) for step in known.steps] if known else []
        return _page(request, name_of(asked), rows, deciders)
    rows = [
        {"who": request.POST.get(f"who-{place}", ""), "hours": request.POST.get(f"hours-{place}", "")}
        for place in range(PLACES)
    ]
    try:
        steps = [] if "end" in request.POST else [_step(row, deciders) for row in rows if row["who"]]
        if steps and PriceList.objects.filter(request_type=asked).exists():
            raise Refused(_("This request has prices: above their limit two people are asked already."))
        plan(asked.pk, steps=steps, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, name_of(asked), rows, deciders, error=str(refusal))
    messages.success(request, _("Kept. It holds for what is asked from now on."))
    return redirect("office:everyday")


def _step(row: dict[str, str], deciders: dict[str, str]) -> Step:
    hours = number_in(row["hours"].strip())
    if not hours or hours > MOST_HOURS:
        raise Refused(_("Say in whole hours of service how long a step may take."))
    if row["who"] not in deciders:
        raise Refused(_("Say for each step who decides: a person, an area or the head of operations."))
    sort, _colon, number = row["who"].partition(":")
    if sort == PERSON:
        return Step(person_id=int(number), hours=hours)
    return Step(role=sort, area_id=int(number) if number else None, hours=hours)


def _row(step: Step) -> dict[str, str]:
    chosen = f"{PERSON}:{step.person_id}" if step.person_id else f"{step.role}:{step.area_id or ''}".rstrip(":")
    return {"who": chosen, "hours": str(step.hours)}


def _deciders() -> dict[str, str]:
    """Everybody who can be asked, by the value of the choice."""
    areas = list(Area.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))
    found = {HEAD: _("Head of operations")}
    found |= {f"{MANAGER}:{pk}": _("%(area)s: a manager") % {"area": name} for pk, name in areas}
    found |= {f"{AREA}:{pk}": _("%(area)s: anybody who serves there") % {"area": name} for pk, name in areas}
    return found | {f"{PERSON}:{pk}": name for pk, name in colleagues()}


def _page(
    request: HttpRequest, name: str, rows: list[dict[str, str]], deciders: dict[str, str], *, error: str = ""
) -> HttpResponse:
    empty = {"who": "", "hours": str(HOURS)}
    context: dict[str, Any] = {
        "template": "approval",
        "name": name,
        "rows": (rows + [empty] * PLACES)[: max(PLACES, len(rows))],
        "has_steps": any(row["who"] for row in rows),
        "deciders": [("", _("Nobody")), *deciders.items()],
        "error": error,
    }
    return office(request, "everyday", context, 422 if error else 200)
