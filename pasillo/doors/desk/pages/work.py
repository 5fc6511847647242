"""The queue, the case and its context: one page, or the part of it that was asked for."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.desk.answers import my_id, the_shown_case, wants
from pasillo.doors.desk.case_view import case_view
from pasillo.doors.desk.queue_view import queue_view
from pasillo.doors.desk.splits import split_of
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.pages import render
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.queries import drafts_of

PARTS = {"pane": "desk/_pane_alone.html", "queue-next": "desk/_rows.html", "live": "desk/_live.html"}


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """The queue, with no case open."""
    return _answer(request, {"queue": queue_view(request), "case": None})


@require_safe
@staff
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case beside the queue."""
    return case_page(request, the_shown_case(request, number))


def case_page(
    request: HttpRequest, shown: Case, *, composer: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case; with what was typed, when it could not be sent."""
    part = wants(request)
    context: dict[str, Any] = {
        "case": case_view(request, shown),
        "queue": {"split": split_of(request), "url": f"{reverse('desk:work')}?split={split_of(request)}"},
    }
    if part != "pane":
        context["queue"] = queue_view(request, open_number=shown.number)
    if part != "live" and context["case"]["may_act"]:
        context["composer"] = _composer(request, shown, context["case"]) | (composer or {})
    return _answer(request, context, status)


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = PARTS.get(wants(request), "desk/work.html")
    return render(request, template, context | {"here": request.get_full_path()}, status=status)


def _composer(request: HttpRequest, shown: Case, seen: dict[str, Any]) -> dict[str, Any]:
    """What stands in the composer: the drafts of this person, and to whom it goes."""
    drafts = drafts_of(shown.conversation_id, person_id=my_id(request))
    newest = max(drafts.values(), key=lambda draft: draft.updated_at, default=None)
    by_mail = bool(shown.customer.email)
    saved = _("Draft saved %(time)s") % {"time": when(newest.updated_at)} if newest else ""
    return {
        "key": str(uuid.uuid4()),
        "seen": seen["last_message"],
        "kind": newest.kind if newest else "reply",
        "reply": drafts["reply"].text if "reply" in drafts else "",
        "note": drafts["note"].text if "note" in drafts else "",
        "saved": saved,
        "to": shown.customer.email or shown.customer.name,
        "by": channel_word("email" if by_mail else "portal"),
        "warning": None,
    }
