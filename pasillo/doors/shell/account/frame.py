"""The account's pages stand in the frame of whoever opens them: the staff's or the portal's."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight


def in_frame(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the account, where this person is at home."""
    frame = "shell/staff.html" if sight(request).is_staff else "shell/portal.html"
    return render(request, template, {"frame": frame, **context}, status)
