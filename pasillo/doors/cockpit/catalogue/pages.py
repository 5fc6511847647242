"""The catalogue's pages for who reads and plans it: the list, a new service, families, objectives."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.cockpit.catalogue.beginnings import BEGINNINGS, fields_of
from pasillo.doors.cockpit.catalogue.listing import catalogue
from pasillo.doors.cockpit.catalogue.objectives_view import metrics_held, objectives_by_block
from pasillo.doors.cockpit.catalogue.reading import block_titles, may_plan, name_of, readable, spoken, with_offered
from pasillo.doors.cockpit.catalogue.typed import texts_in
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import may_read, plans, reads_catalogue, staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.ground.people.queries import areas_to_choose
from pasillo.strategy.catalogue import commands
from pasillo.strategy.catalogue.models import Family, Service


@require_safe
@reads_catalogue
def show(request: HttpRequest) -> HttpResponse:
    """Everything that is offered, was offered, or is being written."""
    services = readable(request)
    context = {"blocks": catalogue(services), "n": len(services), "may_plan": may_plan(request)}
    return render(request, "cockpit/catalogue/list.html", context)


@require_safe
@staff
def objectives(request: HttpRequest) -> HttpResponse:
    """What is promised for every service that one sees, speed beside quality; its sheet opens for who may read it."""
    sheets = readable(request)
    blocks = objectives_by_block(with_offered(request, sheets), sheets={service.pk for service in sheets})
    context = {"blocks": blocks, "metrics": metrics_held(blocks), "reads_catalogue": may_read(sight(request))}
    return render(request, "cockpit/catalogue/objectives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@plans
def new(request: HttpRequest) -> HttpResponse:
    """A new service, from a pattern or from nothing."""
    why = ""
    if request.method == "POST":
        try:
            service = _drafted(request)
            return HttpResponseRedirect(reverse("cockpit:service", args=[service.slug]))
        except Refused as refusal:
            why = str(refusal)
    context: dict[str, Any] = {
        "beginnings": BEGINNINGS,
        "chosen": request.POST.get("beginning", request.GET.get("from", "")),
        "blocks": block_titles(),
        "areas": areas_to_choose(),
        "languages": spoken(),
        "typed": request.POST,
        "why": why,
    }
    return render(request, "cockpit/catalogue/new.html", context, 422 if why else 200)


def _drafted(request: HttpRequest) -> Service:
    given, at, by = request.POST, now(), who(request)
    begun = BEGINNINGS.get(given.get("beginning", ""))
    area = Area.objects.filter(pk=int(given["area"]) if given.get("area", "").isdecimal() else 0).first()
    if area is None:
        raise Refused(_("Say which area answers for it."))
    names = texts_in(given, "names")
    details = {"paradigm": begun["paradigm"]} if begun else {}
    block = begun["block"] if begun else given.get("block", "")
    service = commands.draft_service(block=block, names=names, area=area, details=details, by=by, at=at)
    if begun:
        asked = commands.draft_request_type(service.pk, names=names, kind=begun["kind"], by=by, at=at)
        commands.write_form(asked.pk, fields=fields_of(given["beginning"]), by=by, at=at)
    return service


@require_http_methods(["GET", "HEAD", "POST"])
@plans
def families(request: HttpRequest) -> HttpResponse:
    """The families of services: opened, named and put in order."""
    why, status = "", 200
    if request.method == "POST":
        try:
            _family(request)
            return HttpResponseRedirect(reverse("cockpit:families"))
        except commands.Overtaken as overtaken:
            why, status = str(overtaken), 409
        except Refused as refusal:
            why, status = str(refusal), 422
    context = {
        "families": [
            {"family": one, "name": name_of(one.names)} for one in Family.objects.order_by("block", "position", "slug")
        ],
        "blocks": block_titles(),
        "languages": spoken(),
        "typed": request.POST if why else {},
        "why": why,
    }
    return render(request, "cockpit/catalogue/families.html", context, status)


def _family(request: HttpRequest) -> None:
    given, at, by = request.POST, now(), who(request)
    position = int(given["position"]) if given.get("position", "").isdecimal() and len(given["position"]) < 6 else 100
    chosen: dict[str, Any] = {"names": texts_in(given, "names"), "block": given.get("block", ""), "position": position}
    if not given.get("family"):
        commands.open_family(**chosen, by=by, at=at)
        return
    if not given["family"].isdecimal() or not Family.objects.filter(pk=int(given["family"])).exists():
        raise Http404
    revision = int(given["revision"]) if given.get("revision", "").isdecimal() else None
    commands.change_family(int(given["family"]), changes=chosen, revision=revision, by=by, at=at)
