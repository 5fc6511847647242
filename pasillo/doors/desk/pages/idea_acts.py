"""What can be done to an idea: answer it, vote, comment, follow."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pasillo.doors.desk.answers import is_script
from pasillo.doors.desk.ideas_view import card
from pasillo.doors.desk.pages.ideas import idea_page, the_idea
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.improvement.ideas import commands, queries


@require_POST
@staff
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """What becomes of the idea, from who is in charge of it."""
    idea = the_idea(request, number)
    if not queries.may_answer(sight(request), idea):
        raise PermissionDenied
    typed = {"to": request.POST.get("to", ""), "answer": request.POST.get("words", "")}
    try:
        with for_the_house("the answer reaches the customer who suggested it, whoever may read their case"):
            commands.answer(idea.pk, to=typed["to"], words=typed["answer"], by=who(request), at=now())
    except Refused as refusal:
        idea.refresh_from_db()
        return idea_page(request, idea, typed=typed, why=str(refusal), status=422)
    if request.POST.get("back") == "board":
        service = request.POST.get("service", "")
        asked = f"?{urlencode({'service': service})}" if service.isdigit() else ""
        return HttpResponseRedirect(f"{reverse('desk:board')}{asked}#idea-{number}")
    return _to(number, "answers")


@require_POST
@staff
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """I would be glad of it; or no longer."""
    idea = the_idea(request, number)
    act = commands.unvote if request.POST.get("vote") == "back" else commands.vote
    idea.votes = act(idea.pk, by=who(request), at=now()).votes
    if is_script(request):
        voted = bool(queries.voted_by(sight(request), [idea.pk]))
        return render(request, "desk/_vote.html", {"card": card(idea, voted=voted)})
    return _to(number, "")


@require_POST
@staff
def comments(request: HttpRequest, number: int) -> HttpResponse:
    """My thoughts about it."""
    idea = the_idea(request, number)
    words = request.POST.get("words", "")
    try:
        commands.comment(idea.pk, words=words, key=request.POST.get("key", "")[:64], by=who(request), at=now())
    except Refused as refusal:
        return idea_page(request, idea, typed={"comment": words}, why=str(refusal), status=422)
    return _to(number, "comments")


@require_POST
@staff
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Whether I want to know how it goes on."""
    idea = the_idea(request, number)
    act = commands.unfollow if request.POST.get("follow") == "no" else commands.follow
    act(idea.pk, by=who(request), at=now())
    return _to(number, "")


def _to(number: int, place: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:idea", args=[number]) + (f"#{place}" if place else ""))
