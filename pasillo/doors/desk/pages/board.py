"""The improvement board: every idea in the column where it stands."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.desk.ideas_view import COLUMNS, card, target
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.improvement.ideas import queries
from pasillo.improvement.ideas.models import Idea
from pasillo.improvement.ideas.states import LABELS, State
from pasillo.strategy.catalogue.queries import published_services

YEAR = timedelta(days=365)
BIGGEST = 2**63 - 1


@require_safe
@staff
def show(request: HttpRequest) -> HttpResponse:
    """The board; or one of its columns to the end, when that is asked for."""
    if request.GET.get("state"):
        return _column(request)
    seen, service_id = sight(request), _service(request)
    shown = queries.board(seen, service_id=service_id)
    counted = queries.counts(seen, service_id=service_id)
    cards = cards_of(request, shown)
    columns = [_head(state, counted, [one for one in cards if one["state"] == state]) for state in COLUMNS]
    context = {
        "columns": columns,
        "services": _services(service_id),
        "service_id": service_id,
        "taking_part": queries.participation(since=now() - YEAR),
        "targets": [target(state) for state in State],
        "is_empty": not any(counted.values()),
    }
    return render(request, "desk/board.html", context)


def _column(request: HttpRequest) -> HttpResponse:
    """All ideas of one column, newest first, some at a time."""
    state = request.GET["state"]
    if state not in tuple(State):
        raise Http404
    found = queries.in_state(sight(request), state, before=_number(request, "before"))
    shown, more = found[: queries.A_COLUMN], len(found) > queries.A_COLUMN
    context = {
        "title": LABELS[State(state)],
        "cards": cards_of(request, shown),
        "more": f"{reverse('desk:board')}?state={state}&before={shown[-1].pk}" if more else "",
    }
    return render(request, "desk/board_column.html", context)


def cards_of(request: HttpRequest, shown: list[Idea]) -> list[dict[str, Any]]:
    """Ideas with what this visitor did to them and may do."""
    seen = sight(request)
    voted, news = queries.voted_by(seen, [idea.pk for idea in shown]), queries.news_for(seen)
    return [
        card(idea, voted=idea.pk in voted, may_move=queries.may_answer(seen, idea), is_news=idea.pk in news)
        for idea in shown
    ]


def _head(state: State, counted: dict[str, int], cards: list[dict[str, Any]]) -> dict[str, Any]:
    more = counted[state] - len(cards)
    return {
        "state": state.value,
        "word": LABELS[state],
        "n": counted[state],
        "cards": cards,
        "more": more,
        "more_url": f"{reverse('desk:board')}?state={state}",
    }


def _services(chosen: int | None) -> list[dict[str, Any]]:
    language = get_language() or "en"
    named = [(service.pk, in_language(service.names, language)) for service in published_services()]
    return [{"id": pk, "name": name, "here": pk == chosen} for pk, name in sorted(named, key=lambda pair: pair[1])]


def _service(request: HttpRequest) -> int | None:
    return _number(request, "service")


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) <= BIGGEST else None
