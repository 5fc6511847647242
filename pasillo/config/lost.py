"""An address that leads nowhere: machines are told so in their own way, people in theirs."""

from django.http import HttpRequest, HttpResponse

from pasillo.doors.api.problems import nowhere
from pasillo.doors.shell.errors import not_found

MACHINES = "/api/"


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing here."""
    return nowhere() if request.path.startswith(MACHINES) else not_found(request, exception)
