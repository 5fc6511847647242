"""When and whom the alarms of a service call: read by who steers, changed by who plans."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.cockpit.catalogue.escalation_view import escalation_view
from pasillo.doors.cockpit.catalogue.reading import name_of, the_service
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import plans, reads_catalogue
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Role
from pasillo.operations.alarms.commands import Wish, set_plan
from pasillo.operations.alarms.ladder import Rung, Who
from pasillo.operations.alarms.models import Plan
from pasillo.operations.alarms.queries import plan_of
from pasillo.strategy.catalogue.models import Service

ROWS = 4
NUMBERS = (
    "lead_minutes", "silence_minutes", "touch_minutes", "cost_of_alarm", "cost_of_breach", "helps_percent",
)  # fmt: skip


@require_safe
@reads_catalogue
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The ladder of one service, as it holds now."""
    service = the_service(request, slug)
    return _page(request, service, _as_typed(plan_of(service.pk)))


@require_POST
@plans
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """It is said anew; a refusal keeps what was typed."""
    service = the_service(request, slug)
    typed = {name: request.POST.get(name, "") for name in _names()}
    try:
        set_plan(service.pk, _wish(typed), revision=_number(typed["revision"]), by=who(request), at=now())
    except Refused as refusal:
        return _page(request, service, typed, why=str(refusal), status=422)
    return HttpResponseRedirect(reverse("cockpit:service-alarms", args=[service.slug]))


def _page(
    request: HttpRequest, service: Service, typed: Mapping[str, str], *, why: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "service": service,
        "name": name_of(service.names),
        "typed": typed,
        "why": why,
        "people": _people(),
        "rows": range(1, ROWS + 1),
        "may_plan": bool(sight(request).roles & {Role.HEAD, Role.ADMIN}),
        "own": plan_of(service.pk).revision > 0,
        "quality": escalation_view(service, sight(request), now()),
    }
    return render(request, "cockpit/catalogue/alarms.html", context, status)


def _people() -> dict[str, str]:
    return {
        Who.PERSON: _("Whoever holds the case, else the area"),
        Who.LEAD: _("Whoever leads the area"),
        Who.OWNER: _("Whoever owns the service"),
    }


def _names() -> list[str]:
    return ["revision", "shares", *NUMBERS, *(f"{part}_{n}" for n in range(1, ROWS + 1) for part in ("who", "within"))]


def _as_typed(plan: Plan) -> dict[str, str]:
    typed = dict.fromkeys(_names(), "") | {name: str(getattr(plan, name)) for name in NUMBERS}
    typed |= {"revision": str(plan.revision), "shares": ", ".join(map(str, plan.shares))}
    for n, rung in enumerate(plan.rungs[:ROWS], 1):
        typed |= {f"who_{n}": rung["who"], f"within_{n}": str(rung["within"])}
    return typed


def _wish(typed: Mapping[str, str]) -> Wish:
    rungs = [(typed[f"who_{n}"], typed[f"within_{n}"]) for n in range(1, ROWS + 1)]
    return Wish(
        shares=tuple(_number(one) for one in typed["shares"].replace("%", "").split(",") if one.strip()),
        rungs=tuple(Rung(Who(name), _number(within)) for name, within in rungs if name in set(Who)),
        **{name: _number(typed[name]) for name in NUMBERS},
    )


def _number(text: str) -> int:
    bare = text.strip()
    if not bare:
        return 0
    if not (bare.isascii() and bare.isdigit() and len(bare) < 8):
        raise Refused(_("Please write whole numbers: “%(given)s” is none.") % {"given": bare[:40]})
    return int(bare)
