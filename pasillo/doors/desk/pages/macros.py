"""The macros that this person may use, and those that they may change."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.desk.answers import my_id, serving
from pasillo.doors.desk.given import is_number
from pasillo.doors.desk.macro_view import NEW, form_of, macro_lines, owners
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.macros import commands
from pasillo.operations.macros.commands import Wording
from pasillo.operations.macros.models import Macro
from pasillo.operations.macros.queries import macro_for, may_change


@require_safe
@serving
def show(request: HttpRequest) -> HttpResponse:
    """All macros that one may use, grouped by whose they are."""
    return render(request, "desk/macros.html", {"shelves": macro_lines(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def new(request: HttpRequest) -> HttpResponse:
    """A macro that is not there yet."""
    if request.method == "POST":
        return _write(request, None)
    return _form(request, NEW, None)


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def one(request: HttpRequest, macro_id: int) -> HttpResponse:
    """One macro: to read, and for whoever may, to change."""
    macro = _mine(request, macro_id)
    if request.method == "POST":
        return _write(request, macro)
    return _form(request, form_of(macro), macro)


@require_POST
@serving
def retire(request: HttpRequest, macro_id: int) -> HttpResponse:
    """It is offered to nobody any more."""
    commands.retire(_mine(request, macro_id).pk, by=who(request), at=now())
    return HttpResponseRedirect(reverse("desk:macros"))


def _mine(request: HttpRequest, macro_id: int) -> Macro:
    """A macro that I may change; every other one is not there."""
    try:
        macro = macro_for(sight(request), macro_id)
    except LookupError as missing:
        raise Http404 from missing
    if not may_change(sight(request), person_id=macro.person_id, area_id=macro.area_id):
        raise Http404
    return macro


def _write(request: HttpRequest, macro: Macro | None) -> HttpResponse:
    typed = _typed(request)
    try:
        wording = _wording(request, typed)
        if not may_change(sight(request), person_id=wording.person_id, area_id=wording.area_id):
            raise Refused(_("You can keep macros for yourself, and for areas that you manage."))
        commands.write(wording, macro_id=macro.pk if macro else None, by=who(request), at=now())
    except Refused as refusal:
        return _form(request, typed, macro, why=str(refusal), status=422)
    return HttpResponseRedirect(reverse("desk:macros"))


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in NEW}


def _wording(request: HttpRequest, typed: dict[str, str]) -> Wording:
    owner, priority = typed["owner"], typed["priority"]
    area = owner.removeprefix("area:")
    return Wording(
        name=typed["name"],
        shortcut=typed["shortcut"],
        texts={code: typed[f"text_{code}"] for code, _name in settings.LANGUAGES},
        next_step=typed["next_step"],
        takes=bool(typed["takes"]),
        priority=int(priority) if priority in ("1", "2", "3", "4") else None,
        person_id=my_id(request) if owner == "me" else None,
        area_id=int(area) if owner.startswith("area:") and is_number(area) else None,
    )


def _form(
    request: HttpRequest, typed: dict[str, str], macro: Macro | None, *, why: str = "", status: int = 200
) -> HttpResponse:
    context = {"typed": typed, "macro": macro, "why": why, **owners(request)}
    return render(request, "desk/macro.html", context, status=status)
