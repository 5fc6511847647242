"""Where a person begins: at their day, their team, the cockpit, the improvement board, or the setup of the house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """To the page that suits the role."""
    return redirect(_first_page(sight(request)))


def _first_page(seen: Sight) -> str:
    if seen.managed_ids and not seen.sees_all:
        return _address("desk:team", "desk:work")
    if seen.steers:
        return _address("cockpit:show", "desk:work")
    if seen.serves:
        return _address("desk:day", "desk:work")
    if Role.ADMIN in seen.roles:
        return _address("office:health", "desk:board")
    return _address("desk:board", "desk:tasks")


def _address(*names: str) -> str:
    """The first of these pages that there is."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/app/work"
