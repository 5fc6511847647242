"""The request that a customer most wants to hear of when they come in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choose
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.portal.kept_words import promise_of
from pasillo.doors.portal.standing import Standing, standing_of, waits_of_ours
from pasillo.doors.portal.track import Step, steps_of
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.sight import Sight
from pasillo.operations.bookings.queries import still_to_come
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import State
from pasillo.operations.cases.queries import own_cases
from pasillo.operations.promises.queries import clocks_of


@dataclass(frozen=True, kw_only=True)
class Live:
    """A request in progress, in two lines and a few dots."""

    url: str
    standing: Standing
    words: str
    steps: list[Step]
    others: int


def live_request(seen: Sight, language: str, *, at: datetime) -> Live | None:
    """The request in progress that waits for the customer, else the one that moved last."""
    living = own_cases(seen).living().select_related("service", "area", "assignee")
    asked = Q(state=State.WAITING_CUSTOMER) & Exists(
        Pause.objects.filter(case=OuterRef("pk"), ended_at=None, proven=True)
    )
    first = When(Q(state=State.RESOLVED) | asked, then=Value(0))
    asks = Choose(first, default=Value(1), output_field=IntegerField())
    case = living.order_by(asks, "-changed_at", "-id").first()
    if case is None:
        return None
    clocks = clocks_of([case.pk], at=at, as_customer=True).get(case.pk, [])
    solution = promise_of(clocks, "dispute", "resolution")
    steps = steps_of(case, solution)
    return Live(
        url=reverse("portal:request", args=[case.number]),
        standing=standing_of(
            case,
            promise_of(clocks, "first_response"),
            solution=solution,
            coming=still_to_come([case.pk], at=at).get(case.pk),
            ours=waits_of_ours([case]).get(case.pk),
        ),
        words=_about(case, steps, language),
        steps=steps,
        others=living.count() - 1,
    )


def _about(case: Case, steps: list[Step], language: str) -> str:
    done = sum(1 for step in steps if step.state != "todo")
    words = _("%(subject)s, step %(step)s of %(steps)s.") % {
        "subject": case.subject or in_language(case.service.names, language),
        "step": done,
        "steps": len(steps),
    }
    if case.assignee and case.state not in (State.ASSIGNED, State.IN_PROGRESS):
        words += " " + _("%(name)s takes care of it.") % {"name": case.assignee.name}
    return words
