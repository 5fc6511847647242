"""What the windows of the queue offer for the chosen cases: areas, priorities, moments."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from pasillo.doors.desk.answers import wants
from pasillo.doors.desk.hours import moments
from pasillo.doors.desk.words import priority_word
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.phases import PRIORITIES


def many_view(request: HttpRequest, at: datetime) -> dict[str, Any] | None:
    """The choices; nothing for whoever may only look. A page of the list that is fetched anew has them already."""
    seen = sight(request)
    if not seen.serves:
        return None
    if wants(request):
        return {"priorities": [], "moments": [], "day": ""}
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    return {
        "priorities": [(priority, priority_word(priority)) for priority in PRIORITIES],
        "moments": moments(at),
        "day": tomorrow.strftime("%Y-%m-%dT09:00"),
    }
