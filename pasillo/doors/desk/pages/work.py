"""The queue, the case and its context: one page, or the part of it that was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.desk.ahead import ask_around, ask_of_case
from pasillo.doors.desk.answers import the_shown_case, wants
from pasillo.doors.desk.case_view import case_view
from pasillo.doors.desk.composer_view import composer_view
from pasillo.doors.desk.going_out import going_of
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.queue_view import queue_view
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.ground.asking import asking_once
from pasillo.operations.cases.models import Case

PARTS = {
    "pane": "desk/_pane_alone.html",
    "thread": "desk/_thread_alone.html",
    "queue-next": "desk/_rows.html",
    "live": "desk/_live.html",
}


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """The queue, with no case open."""
    with asking_once():
        ask_around(request)
        queue = queue_view(request)
        return _answer(request, {"queue": queue | _left(request, queue["rows"]), "case": None})


def _left(request: HttpRequest, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What is still to be done, without the cases that end with a reply that this person has just sent."""
    ending = {one["number"] for one in going_of(request, now()) if one["ends"]}
    left = [row for row in rows if row["number"] not in ending]
    return {"ahead": left[:3]} | (
        {} if left or not rows else {"hint": _("Nothing is left here: your last replies are on their way.")}
    )


@require_safe
@staff
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case beside the queue."""
    return case_page(request, the_shown_case(request, number))


def case_page(
    request: HttpRequest, shown: Case, *, composer: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case; with what was typed, when it could not be sent."""
    with asking_once():
        ask_of_case(request, shown, now())
        return _case_page(request, shown, composer, status)


def _case_page(request: HttpRequest, shown: Case, composer: dict[str, Any] | None, status: int) -> HttpResponse:
    part, look = wants(request), looking_of(request)
    context: dict[str, Any] = {
        "case": case_view(request, shown),
        "queue": {"split": look.split, "url": look.address, "query": look.query},
    }
    if part != "pane":
        context["queue"] = queue_view(request, open_number=shown.number)
    if part != "live" and context["case"]["may_act"]:
        context["composer"] = composer_view(request, shown, last_message=context["case"]["last_message"]) | (
            composer or {}
        )
    return _answer(request, context, status)


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = PARTS.get(wants(request), "desk/work.html")
    around = {"here": request.get_full_path(), "going": going_of(request, now())}
    return render(request, template, context | around, status=status)
