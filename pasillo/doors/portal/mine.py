"""Everything that a customer has asked for, the newest first."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.portal.faults import joined
from pasillo.doors.portal.kept_words import promise_of
from pasillo.doors.portal.offers import blocks
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.standing import short_tone, short_words, waits_of_ours
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import signed_in
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.operations.bookings.queries import still_to_come
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import ENDED, LIVING
from pasillo.operations.cases.queries import own_cases
from pasillo.operations.promises.queries import ClockView, clocks_of

PAGE = 25


@require_safe
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What is in progress, or what is done: one page at a time, each with its own address."""
    mine = own_cases(sight(request))
    done = request.GET.get("show") == "done"
    cases = mine.filter(state__in=ENDED if done else LIVING)
    page, after = _page(cases, request.GET.get("after", ""))
    context = {
        "done": done,
        "rows": _rows(page, get_language() or "en", at=now()),
        "after": after,
        "has_any": bool(page) or mine.exists(),
        "joined": joined(sight(request)) if not request.GET.get("after") else [],
        "finished": mine.filter(state__in=ENDED).count(),
        "blocks": [] if page else blocks(get_language() or "en", sight(request), at=now()),
    }
    return show_page(request, "portal/requests.html", context)


def _page(cases: QuerySet[Case], after: str) -> tuple[list[Case], str]:
    """The requests older than the last one that was seen, and the place where the next page begins."""
    place = _place(after)
    if place is not None:
        moment, pk = place
        cases = cases.filter(Q(opened_at__lt=moment) | Q(opened_at=moment, pk__lt=pk))
    found = list(cases.select_related("service", "assignee", "area").order_by("-opened_at", "-pk")[: PAGE + 1])
    page = found[:PAGE]
    return page, f"{page[-1].opened_at.isoformat()}~{page[-1].pk}" if len(found) > PAGE else ""


def _place(after: str) -> tuple[datetime, int] | None:
    """Where a page begins; anything that we did not write ourselves begins at the top."""
    moment, _, pk = after.partition("~")
    try:
        read = datetime.fromisoformat(moment)
        return (read, int(pk)) if read.tzinfo and 0 < int(pk) < 2**63 else None
    except ValueError:
        return None


def _rows(page: list[Case], language: str, *, at: datetime) -> list[dict[str, Any]]:
    clocks = clocks_of([case.pk for case in page], at=at, as_customer=True)
    coming = still_to_come([case.pk for case in page], at=at)
    ours = waits_of_ours(page)
    return [_row(case, clocks.get(case.pk, []), language, coming.get(case.pk), ours.get(case.pk)) for case in page]


def _row(
    case: Case, clocks: list[ClockView], language: str, coming: datetime | None, ours: Pause | None
) -> dict[str, Any]:
    promise = promise_of(clocks, "dispute", "resolution")
    return {
        "number": case.number,
        "subject": case.subject,
        "service": in_language(case.service.names, language),
        "block": case.service.block,
        "state": short_words(case.state, coming, ours),
        "tone": short_tone(case.state, ours),
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "holder": case.assignee.name if case.assignee else "",
        "due_at": promise.due_at if promise and promise.is_going else None,
        "late": bool(promise and promise.is_going and promise.is_broken),
        "unverified": case.unverified,
    }
