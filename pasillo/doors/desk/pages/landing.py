"""Where a person begins: at the queue, at the cockpit, or at the improvement board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.visitor import sight


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """To the page that suits the role."""
    seen = sight(request)
    if seen.sees_all:
        return redirect(_cockpit())
    return redirect("desk:work" if seen.serves else "desk:board")


def _cockpit() -> str:
    try:
        return reverse("cockpit:show")
    except NoReverseMatch:
        return reverse("desk:work")
