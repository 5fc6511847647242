"""The other way in: a link by mail, for who comes rarely and keeps no password."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import ask_for_link, person_behind, use_link
from pasillo.doors.shell.door_page import door
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.welcome import let_in
from pasillo.ground.people.addresses import is_address


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Send me a link. The answer is the same whether we know the address or not."""
    email = request.POST.get("email", "").strip()
    if not is_address(email):
        return door(request, error=_("This is not an address that one can write to."), status=422)
    ask_for_link(email, next_page=next_page(request, otherwise=""), by="system", at=now())
    return render(request, "shell/sign_in_sent.html", {"email": email})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only asks; the button lets in. So a program that follows links uses none up."""
    if request.method == "POST":
        link = use_link(token, at=now())
        if link is not None:
            return let_in(request, link.person, link.next, way="link")
    person = person_behind(token, at=now())
    if person is None:
        return door(request, error=_used_up(), status=410)
    return render(request, "shell/sign_in_confirm.html", {"person": person})


def _used_up() -> str:
    return _("This link was used already, or it is older than 15 minutes. Ask for a new one below.")
