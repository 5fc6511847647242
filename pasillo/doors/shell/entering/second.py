"""The second question: a code from the phone, or one from paper."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import note_wrong_code, wait_for_code
from pasillo.doors.shell.commands.factors import use_code, use_recovery_code
from pasillo.doors.shell.moments import number
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.welcome import halfway, wanted_or_home, welcome
from pasillo.ground.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Asked only of who was right before; everybody else begins at the door."""
    half = halfway(request)
    person = Person.objects.filter(pk=half["person"], is_active=True).first() if half else None
    if half is None or person is None:
        return HttpResponseRedirect(reverse("shell:sign-in"))
    if request.method != "POST":
        return _page(request, half["next"])
    error = check_code(person.pk, request.POST.get("code", ""))
    if error:
        return _page(request, half["next"], error, 422)
    welcome(request, person, way="two")
    return HttpResponseRedirect(wanted_or_home(person, half["next"]))


def check_code(person_id: int, code: str) -> str:
    """Why this code does not open; empty when it does."""
    at = now()
    wait = wait_for_code(person_id, at=at)
    if wait:
        seconds = max(1, round(wait.total_seconds()))
        return _("Too many tries. Please wait %(n)s seconds.") % {"n": number(seconds)}
    if use_code(person_id, code=code, at=at) or use_recovery_code(person_id, code=code, at=at):
        return ""
    note_wrong_code(person_id, at=at)
    return _("This code does not fit, or it was used already. Type the one that shows now.")


def _page(request: HttpRequest, wanted: str, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "shell/entering/second.html", {"error": error, "next": wanted}, status)
