"""What was taken over from other systems: which logs, how many cases of each, and when."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.console.office.frame import office
from pasillo.doors.shell.guards import audits
from pasillo.operations.history.queries import logs


@require_safe
@audits
def every(request: HttpRequest) -> HttpResponse:
    """Every log that was read. Cases are only counted here: this page shows none of them."""
    return office(request, "history", {"rows": list(logs())})
