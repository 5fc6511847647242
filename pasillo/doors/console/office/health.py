"""Setup health: what is still to do, what is wrong, and what a stranger can see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from pasillo.doors.console.office.checklist import steps
from pasillo.doors.console.office.frame import TABS, office, opens
from pasillo.doors.console.office.outside import seen_by_strangers
from pasillo.doors.shell.guards import sets_up, staff
from pasillo.doors.shell.soundness import troubles
from pasillo.doors.shell.visitor import sight
from pasillo.ground.effects.queries import put_off, troubled
from pasillo.ground.effects.sending import has_road
from pasillo.ground.people.models import Role
from pasillo.ground.people.organisation import organisation


@require_safe
@staff
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of the office that is open for this person."""
    first = next((name for name, _words in TABS if opens(name, sight(request))), None)
    return redirect(f"office:{first}" if first else "desk:landing")


@require_safe
@sets_up
def show(request: HttpRequest) -> HttpResponse:
    """Seven steps to the first kept promise, from real data only."""
    done = steps()
    context = {
        "steps": done,
        "done": sum(step.is_done for step in done),
        "next": next((step for step in done if not step.is_done), None),
        "troubles": troubles(),
        "failed": len(troubled()),
        "unsent": put_off("mail"),
        "has_road": has_road("mail"),
        "outside": seen_by_strangers(),
        "example": organisation().example_since is not None,
        "may_remove": Role.ADMIN in sight(request).roles,
    }
    return office(request, "health", context)
