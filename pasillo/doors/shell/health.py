"""Whether the house stands: for load balancers and for whoever watches at night."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pasillo.doors.shell.soundness import dangers


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Well, if the database answers and keeps what it confirms."""
    found = dangers()
    if found:
        return HttpResponse("\n".join(found) + "\n", status=503, content_type="text/plain")
    return HttpResponse("well\n", content_type="text/plain")
