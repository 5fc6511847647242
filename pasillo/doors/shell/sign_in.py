"""The door itself: a password, or in the example a person to be."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import must_wait, try_password
from pasillo.doors.shell.commands.sessions import forget_session
from pasillo.doors.shell.door_page import door
from pasillo.doors.shell.examples import Somebody, example_people
from pasillo.doors.shell.moments import number
from pasillo.doors.shell.welcome import let_in


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Name and password; the same answer whether the name or the password is wrong."""
    if request.method != "POST":
        return door(request, people=_examples())
    email, address, at = request.POST.get("email", ""), request.META.get("REMOTE_ADDR", ""), now()
    wait = must_wait(email, address=address, at=at)
    if wait:
        seconds = max(1, round(wait.total_seconds()))
        error = _("Too many tries. Please wait %(n)s seconds.") % {"n": number(seconds)}
        return door(request, error=error, people=_examples(), status=429)
    person = try_password(email, request.POST.get("password", ""), address=address, at=at)
    if person is None:
        error = _("The address and the password do not go together.")
        return door(request, error=error, people=_examples(), status=422)
    return let_in(request, person, next_page(request, otherwise=""), way="password")


@require_POST
def as_example(request: HttpRequest, person_id: int) -> HttpResponse:
    """In the example one may be anybody whose address can belong to nobody."""
    somebody = next((one for one in _examples() if one.person.pk == person_id), None)
    if somebody is None:
        raise Http404
    return let_in(request, somebody.person, next_page(request, otherwise=""), way="example")


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    forget_session(str(request.session.session_key or ""))
    logout(request)
    return HttpResponseRedirect("/")


def _examples() -> list[Somebody]:
    return example_people() if settings.EXAMPLE else []
