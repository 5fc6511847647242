"""An idea: proposing it, its page, and the list of one's own."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.desk.idea_origin import Origin, origin_asked
from pasillo.doors.desk.ideas_view import card, choices
from pasillo.doors.desk.pages.board import cards_of
from pasillo.doors.desk.words import block_class
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.improvement.ideas import commands, queries
from pasillo.improvement.ideas.commands import Proposal
from pasillo.improvement.ideas.models import Idea
from pasillo.improvement.ideas.states import LABELS, State
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.queries import published_services

FIELDS = ("title", "words", "service", "case", "feedback", "key")


@require_safe
@staff
def mine(request: HttpRequest) -> HttpResponse:
    """What I proposed, what I follow, and what waits for my answer."""
    seen = sight(request)
    context = {
        "mine": cards_of(request, queries.of_author(seen)),
        "followed": cards_of(request, queries.followed_by(seen)),
        "waiting": cards_of(request, queries.waiting_for(seen)),
    }
    return render(request, "desk/ideas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Propose something, perhaps because of a case or of what a customer said."""
    if request.method != "POST":
        origin = origin_asked(request, request.GET)
        return _form(request, origin, {"title": "", "words": origin.words, "service": origin.service})
    origin = origin_asked(request, request.POST)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        idea = commands.propose(_proposal(typed, origin), by=who(request), at=now())
    except Refused as refusal:
        return _form(request, origin, typed, why=str(refusal), status=422)
    return HttpResponseRedirect(reverse("desk:idea", args=[idea.pk]))


@require_safe
@staff
def similar(request: HttpRequest) -> HttpResponse:
    """Ideas that speak of the same, while somebody writes theirs."""
    found = queries.similar(sight(request), request.GET.get("title", "")[:300])
    return render(request, "desk/_similar.html", {"similar": cards_of(request, found)})


@require_safe
@staff
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One idea, with everything that was said to it."""
    idea = the_idea(request, number)
    answer = idea_page(request, idea)
    commands.see(idea.pk, person_id=sight(request).person_id or 0, at=now())
    return answer


def the_idea(request: HttpRequest, number: int) -> Idea:
    """The idea of this number; otherwise there is no such page."""
    try:
        return queries.idea_for(sight(request), number)
    except LookupError as missing:
        raise Http404 from missing


def idea_page(
    request: HttpRequest, idea: Idea, *, typed: dict[str, str] | None = None, why: str = "", status: int = 200
) -> HttpResponse:
    """The page of an idea; after a refusal with the reason and with everything that was typed."""
    seen = sight(request)
    case = queries.case_behind(seen, idea)
    context: dict[str, Any] = {
        "idea": idea,
        "card": card(idea, voted=bool(queries.voted_by(seen, [idea.pk])), may_move=queries.may_answer(seen, idea)),
        "choices": choices(idea),
        "answers": [
            {"one": one, "word": LABELS[State(one.state)]}
            for one in idea.answers.select_related("person").order_by("given_at", "pk")
        ],
        "comments": list(idea.comments.select_related("person").order_by("said_at", "pk")),
        "following": queries.is_followed_by(seen, idea),
        "followers": idea.followers.count(),
        "behind": _behind(case, idea) if case else None,
        "typed": typed or {},
        "why": why,
        "key": str(uuid.uuid4()),
    }
    return render(request, "desk/idea.html", context, status=status)


def _behind(case: Case, idea: Idea) -> dict[str, Any]:
    return {
        "url": reverse("desk:case", args=[case.number]),
        "number": case.number,
        "subject": case.subject,
        "language": case.language,
        "customer": case.customer.name,
        "service": in_language(case.service.names, get_language()),
        "block": block_class(case.service.block),
        "quote": idea.feedback.words if idea.feedback else "",
    }


def _proposal(typed: dict[str, str], origin: Origin) -> Proposal:
    return Proposal(
        title=typed["title"],
        words=typed["words"],
        service_id=int(typed["service"]) if typed["service"] in _service_ids() else None,
        case_id=origin.case.pk if origin.case else None,
        feedback_id=origin.feedback_id,
        key=typed["key"][:64] or None,
    )


def _service_ids() -> set[str]:
    return {str(service.pk) for service in published_services()}


def _form(
    request: HttpRequest, origin: Origin, typed: dict[str, str], *, why: str = "", status: int = 200
) -> HttpResponse:
    language = get_language() or "en"
    services = sorted((in_language(service.names, language), str(service.pk)) for service in published_services())
    context = {
        "typed": {"key": str(uuid.uuid4())} | {name: value for name, value in typed.items() if value or name != "key"},
        "origin": origin,
        "services": services,
        "similar": cards_of(request, queries.similar(sight(request), typed.get("title", "") or origin.subject)),
        "why": why,
    }
    return render(request, "desk/idea_new.html", context, status=status)
