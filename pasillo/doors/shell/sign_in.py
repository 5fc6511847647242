"""The door itself: a password, or in the example a person to be."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import must_wait, try_password
from pasillo.doors.shell.examples import Somebody, example_people
from pasillo.doors.shell.moments import number
from pasillo.doors.shell.pages import render
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Name and password; the same answer whether the name or the password is wrong."""
    if request.method != "POST":
        return _page(request)
    email, address, at = request.POST.get("email", ""), request.META.get("REMOTE_ADDR", ""), now()
    wait = must_wait(email, address=address, at=at)
    if wait:
        seconds = max(1, round(wait.total_seconds()))
        return _page(request, _("Too many tries. Please wait %(n)s seconds.") % {"n": number(seconds)}, 429)
    person = try_password(email, request.POST.get("password", ""), address=address, at=at)
    if person is None:
        return _page(request, _("The address and the password do not go together."), 422)
    return let_in(request, person, next_page(request, otherwise=""))


@require_POST
def as_example(request: HttpRequest, person_id: int) -> HttpResponse:
    """In the example one may be anybody whose address can belong to nobody."""
    somebody = next((one for one in _examples() if one.person.pk == person_id), None)
    if somebody is None:
        raise Http404
    return let_in(request, somebody.person, next_page(request, otherwise=""))


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    logout(request)
    return HttpResponseRedirect("/")


def let_in(request: HttpRequest, person: Person, wanted: str) -> HttpResponse:
    """A new session for this person, and on to where they wanted to go."""
    login(request, person, backend=BACKEND)
    at_home = "/app/" if sight_of(person).is_staff else "/"
    return HttpResponseRedirect(wanted if wanted and "/sign-in" not in wanted else at_home)


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "email": request.POST.get("email", ""),
        "next": next_page(request, otherwise=""),
        "people": _examples(),
    }
    return render(request, "shell/sign_in.html", context, status)


def _examples() -> list[Somebody]:
    return example_people() if settings.EXAMPLE else []
