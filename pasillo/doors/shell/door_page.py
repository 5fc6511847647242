"""The page at the door, with every way in that this house has."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.examples import Somebody
from pasillo.doors.shell.models import Provider
from pasillo.doors.shell.pages import render
from pasillo.ground.people.organisation import organisation


def door(request: HttpRequest, *, error: str = "", people: Sequence[Somebody] = (), status: int = 200) -> HttpResponse:
    """Come in: password, passkey, link, other doors; and for who is new, an account."""
    context = {
        "error": error,
        "email": request.POST.get("email", ""),
        "next": next_page(request, otherwise=""),
        "people": people,
        "providers": Provider.objects.filter(is_active=True).order_by("name"),
        "may_sign_up": organisation().customers_sign_up,
    }
    return render(request, "shell/sign_in.html", context, status)
