"""The filter of the queue, and the views that are kept of it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.desk.answers import is_script, says_why_here, serving
from pasillo.doors.desk.filter_view import filter_view, form_view
from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.views.commands import drop_view, keep_view
from pasillo.doors.desk.views.queries import view_for
from pasillo.doors.desk.views.shown import looking_through
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Area


@require_safe
@staff
def narrow(request: HttpRequest) -> HttpResponse:
    """Everything that can be asked of the queue, as a form."""
    return _over(request, "filter", {"form": form_view(request, looking_of(request))})


@require_safe
@staff
def show(request: HttpRequest, view_id: int) -> HttpResponse:
    """What a view shows, as an address that says it all."""
    try:
        view = view_for(sight(request), view_id)
    except LookupError as missing:
        raise Http404 from missing
    return HttpResponseRedirect(looking_through(view).address)


@require_safe
@serving
def new(request: HttpRequest) -> HttpResponse:
    """What one looks at now, to be kept under a name."""
    look, seen = looking_of(request), sight(request)
    areas = list(Area.objects.filter(pk__in=seen.area_ids).order_by("name").values("id", "name"))
    return _over(request, "view", {"look": look, "areas": areas, "chips": filter_view(request, look)["chips"]})


@require_POST
@serving
@says_why_here
def keep(request: HttpRequest) -> HttpResponse:
    """Keep it."""
    look, area = looking_of(request), request.POST.get("area", "")
    view = keep_view(
        name=request.POST.get("name", ""),
        split=look.split,
        asked=look.asked,
        area_id=int(area) if is_number(area) else None,
        sight=sight(request),
        at=now(),
    )
    return _go(request, looking_through(view).address)


@require_POST
@serving
@says_why_here
def drop(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove it; the cases stay where they are."""
    drop_view(view_id, sight=sight(request))
    return _go(request, looking_of(request).at("todo").address.partition("?")[0])


def _over(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """A small window over the queue, or a page of its own for whoever has no script."""
    template = f"desk/_{name}_window.html" if is_script(request) else "desk/window.html"
    return render(request, template, context | {"window": f"desk/_{name}_window.html", "alone": not is_script(request)})


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if is_script(request):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
