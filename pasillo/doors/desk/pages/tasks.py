"""What other areas asked of mine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.approvals_view import awaited
from pasillo.doors.desk.case_view import task_view
from pasillo.doors.desk.words import block_class
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.moments import ago
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Task

MOST, RECENT = 200, 20


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """The tasks of my areas: open ones by when they are due, then what was done lately."""
    seen = sight(request)
    wanted = queries.tasks_for(seen).select_related("case__service")[:MOST]
    finished = queries.tasks_for(seen, done=True).select_related("case__service")[:RECENT]
    context = {
        "open": [_row(request, t) for t in wanted],
        "finished": [_row(request, t) for t in finished],
        "approvals": awaited(seen, now()),
    }
    return render(request, "desk/tasks.html", context)


def _row(request: HttpRequest, task: Task) -> dict[str, Any]:
    seen, at = sight(request), now()
    return task_view(task, seen, at) | {
        "area": task.area.name,
        "asked_by": task.asked_by.name if task.asked_by else "Pasillo",
        "asked": ago(task.asked_at),
        "done_when": ago(task.done_at) if task.done_at else "",
        "outcome": task.outcome,
        "due_local": timezone.localtime(task.due_at).strftime("%Y-%m-%dT%H:%M"),
        "number": task.case.number,
        "subject": task.case.subject,
        "language": task.case.language,
        "customer": task.case.customer.name,
        "service": in_language(task.case.service.names, get_language()),
        "block": block_class(task.case.service.block),
        "url": reverse("desk:case", args=[task.case.number]),
    }
