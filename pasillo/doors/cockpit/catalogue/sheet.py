"""The sheet of one service: its words, how it runs, what it promises, what can be asked, and what is missing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.cockpit.catalogue.reading import the_service
from pasillo.doors.cockpit.catalogue.scopes import scope_in
from pasillo.doors.cockpit.catalogue.sheet_view import sheet_view
from pasillo.doors.cockpit.catalogue.typed import PARTS, changes_in, texts_in
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import Page, plans, reads_catalogue
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue import commands
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.commands import end_objective, set_objective
from pasillo.strategy.objectives.models import Objective

Act = Callable[[HttpRequest, Service], str]


@require_safe
@reads_catalogue
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One service as its makers see it."""
    return _page(request, the_service(request, slug))


def _page(request: HttpRequest, service: Service, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "cockpit/catalogue/sheet.html", sheet_view(request, service) | more, status)


def _act(act: Act) -> Page:
    """Does something to a service and comes back to its place on the sheet; a refusal keeps what was typed."""

    @wraps(act)
    def acted(request: HttpRequest, slug: str) -> HttpResponse:
        service = the_service(request, slug)
        try:
            place = act(request, service)
        except commands.Overtaken as overtaken:
            fresh = the_service(request, slug)
            return _page(request, fresh, status=409, why=str(overtaken), typed=request.POST, theirs=_theirs(fresh))
        except Refused as refusal:
            return _page(request, the_service(request, slug), status=422, why=str(refusal), typed=request.POST)
        return HttpResponseRedirect(f"{reverse('cockpit:service', args=[service.slug])}#{place}")

    return require_POST(plans(acted))


def _change(request: HttpRequest, service: Service) -> str:
    """One part of the sheet is said anew."""
    part = request.POST.get("part", "")
    if part not in PARTS:
        raise Http404
    revision = request.POST.get("revision", "")
    commands.change_service(
        service.pk,
        changes=changes_in(part, request.POST, service),
        revision=int(revision) if revision.isdecimal() else None,
        by=who(request),
        at=now(),
    )
    return part


def _publish(request: HttpRequest, service: Service) -> str:
    """Customers can ask for it, if nothing is missing."""
    commands.offer_service(service.pk, by=who(request), at=now())
    return "ready"


def _retire(request: HttpRequest, service: Service) -> str:
    """Nobody can ask for it any more."""
    commands.retire_service(service.pk, by=who(request), at=now())
    return "ready"


def _promise(request: HttpRequest, service: Service) -> str:
    """An objective is set anew or ended."""
    given, metric = request.POST, request.POST.get("metric", "")
    said: dict[str, Any] = {"by": who(request), "at": now()}
    if given.get("do") == "end":
        end_objective(service.pk, metric=metric, **_which(given, service), **said)
        return "objectives"
    said["valid_from"] = _day(given.get("from", ""))
    if given.get("some"):
        some: dict[str, Any] = {
            "audience": given.get("audience"),
            "policy": given.get("policy") or None,
            "scope": scope_in(given),
        }
        set_objective(service.pk, metric=metric, target_minutes=_minutes(given), **some, **said)
        return "objectives"
    terms: Mapping[str, Any] = {"target_minutes": _minutes(given), "target_rate": _share(given.get("rate", ""))}
    set_objective(service.pk, metric=metric, **terms, **said)
    return "objectives"


def _which(given: Mapping[str, str], service: Service) -> dict[str, Any]:
    """The line that is meant: the one for every customer, unless another is named."""
    named = given.get("line", "")
    line = Objective.objects.filter(pk=int(named), service=service).first() if named.isdecimal() else None
    return {"audience": line.audience, "scope": line.holds_for} if line else {}


def _ask(request: HttpRequest, service: Service) -> str:
    """One more thing that can be asked."""
    kind = request.POST.get("kind", "request")
    commands.draft_request_type(service.pk, names=texts_in(request.POST, "names"), kind=kind, by=who(request), at=now())
    return "requests"


def _minutes(given: Mapping[str, str]) -> int | None:
    text = given.get("time", "").strip().replace(",", ".")
    if not text:
        return None
    try:
        minutes = float(text) * {"minutes": 1, "hours": 60}.get(given.get("unit", "minutes"), 1)
    except ValueError:
        raise Refused(_("Please write the time as a number.")) from None
    return round(minutes) if 0 < minutes < 10**7 else 0


def _day(text: str) -> datetime | None:
    """The first moment of a day; nothing for from now on."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("Please write the day as in 2026-12-01.")) from None
    return timezone.make_aware(datetime.combine(day, time.min))


def _share(text: str) -> float | None:
    bare = text.strip().removesuffix("%").strip().replace(",", ".")
    if not bare:
        return None
    try:
        return round(float(bare) / 100, 4)
    except ValueError:
        raise Refused(_("Please write the share as a number from 0 to 100.")) from None


def _theirs(service: Service) -> dict[str, Any]:
    """What the other person has kept, beside which one's own words stand."""
    return {name: getattr(service, name) for name in ("names", "summaries", "keywords", "promise_texts", "advice")}


change, publish, retire, promise, ask = (_act(act) for act in (_change, _publish, _retire, _promise, _ask))
