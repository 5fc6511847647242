"""Ideas: proposed, voted for, discussed, answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query

from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.pages import Page, page_of
from pasillo.doors.api.manner.reach import demand, read_case, staff
from pasillo.doors.api.manner.shapes import Given, Id, Named, Paging, Told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.improvement.ideas import commands, queries
from pasillo.improvement.ideas.commands import Proposal
from pasillo.improvement.ideas.models import Answer, Comment, Idea
from pasillo.strategy.catalogue.queries import published_services

TAG = "ideas"
States = Literal["new", "looking", "accepted", "done", "declined"]
WHY = "the answer reaches the customer who suggested it, whoever may read their case"


class IdeaQuery(Paging):
    """Which ideas."""

    state: States | None = None
    service: str = Field("", max_length=80)


class IdeaIn(Given):
    """What could be better, and why; perhaps because of a case."""

    title: str = Field(min_length=1, max_length=160)
    words: str = Field(min_length=1, max_length=10_000)
    service: str | None = Field(None, max_length=80, description="Slug; left out, it is about the whole house.")
    case: Id | None = Field(None, description="The number of the case from which it came.")


class WordsIn(Given):
    """Somebody's thoughts."""

    words: str = Field(min_length=1, max_length=5000)


class AnswerIn(Given):
    """What becomes of it, in words that everybody reads who follows it."""

    to: States
    words: str = Field(min_length=1, max_length=5000)


class IdeaOut(Told):
    """Something that could be better."""

    id: int
    title: str
    words: str
    state: str
    votes: int
    author: Named
    service: str | None
    made_at: datetime
    changed_at: datetime
    voted: bool
    url: str


class SaidOut(Told):
    """What somebody said about it."""

    person: Named
    words: str
    at: datetime
    state: str | None = Field(description="For an answer: what it became.")


class IdeaWhole(IdeaOut):
    """An idea with everything that was said about it."""

    followed: bool
    may_answer: bool
    case: int | None = Field(description="From which it came, for who may read that.")
    answers: list[SaidOut]
    comments: list[SaidOut]


@reads(TAG, "/ideas", name="ideas", scope="ideas.read", gives=Page[IdeaOut], summary="List ideas")
def every(request: HttpRequest, asked: Query[IdeaQuery]) -> Any:
    """What could be better, newest first. For whoever works here."""
    wanted = queries.ideas_for(staff(request)).select_related("author", "service").order_by("-pk")
    if asked.state:
        wanted = wanted.filter(state=asked.state)
    if asked.service:
        wanted = wanted.filter(service__slug=asked.service)

    def rows(after: Any, limit: int) -> Any:
        return (wanted.filter(pk__lt=after[0]) if after else wanted)[:limit]

    return page_of(
        request, asked, rows=rows, place=lambda idea: [idea.pk], shown=lambda page: _several(request, page)
    )  # fmt: skip


@reads(TAG, "/ideas/{int:number}", name="idea", scope="ideas.read", gives=IdeaWhole, summary="Read an idea")
def one(request: HttpRequest, number: int) -> Any:
    """One idea with its answers and comments."""
    return _whole(request, queries.idea_for(sight(request), number))


@writes(TAG, "/ideas", name="ideas", scope="ideas.write", gives=IdeaOut, status=201, summary="Propose something")
def new(request: HttpRequest, body: IdeaIn) -> Any:
    """Puts an idea before everybody. Its author is told how it goes on."""
    staff(request)
    case = read_case(request, body.case) if body.case else None
    given = Proposal(
        title=body.title, words=body.words, service_id=_service(body.service), case_id=case.pk if case else None
    )  # fmt: skip
    return Deed(
        do=lambda: commands.propose(given, by=who(request), at=now()),
        tell=lambda idea: _several(request, [_anew(idea.pk)])[0],
        place=lambda idea: f"/api/v1/ideas/{idea.pk}",
    )


@writes(TAG, "/ideas/{int:number}/vote", name="vote", scope="ideas.write", gives=IdeaOut, verb="PUT",
        summary="Vote for it")  # fmt: skip
def vote(request: HttpRequest, number: int) -> Any:
    """One more who would be glad of it. Each person counts once."""
    return _done(request, number, lambda pk: commands.vote(pk, by=who(request), at=now()))


@writes(TAG, "/ideas/{int:number}/vote", name="vote", scope="ideas.write", gives=IdeaOut, verb="DELETE",
        summary="Take the vote back")  # fmt: skip
def unvote(request: HttpRequest, number: int) -> Any:
    """They think otherwise now."""
    return _done(request, number, lambda pk: commands.unvote(pk, by=who(request), at=now()))


@writes(TAG, "/ideas/{int:number}/following", name="following", scope="ideas.write", gives=IdeaOut, verb="PUT",
        summary="Follow it")  # fmt: skip
def follow(request: HttpRequest, number: int) -> Any:
    """This person wants to know how it goes on."""
    return _done(request, number, lambda pk: commands.follow(pk, by=who(request), at=now()))


@writes(TAG, "/ideas/{int:number}/following", name="following", scope="ideas.write", gives=IdeaOut,
        verb="DELETE", summary="Follow it no more")  # fmt: skip
def unfollow(request: HttpRequest, number: int) -> Any:
    """This person has heard enough of it."""
    return _done(request, number, lambda pk: commands.unfollow(pk, by=who(request), at=now()))


@writes(TAG, "/ideas/{int:number}/comments", name="comments", scope="ideas.write", gives=IdeaWhole, status=201,
        summary="Comment it")  # fmt: skip
def comment(request: HttpRequest, number: int, body: WordsIn) -> Any:
    """Somebody adds their thoughts, and follows the idea from then on."""
    idea = queries.idea_for(sight(request), number)
    return Deed(
        do=lambda: commands.comment(idea.pk, words=body.words, by=who(request), at=now()),
        tell=lambda _said: _whole(request, _anew(idea.pk)),
    )


@writes(TAG, "/ideas/{int:number}/answers", name="answers", scope="ideas.write", gives=IdeaWhole, status=201,
        summary="Answer it")  # fmt: skip
def answer(request: HttpRequest, number: int, body: AnswerIn) -> Any:
    """What becomes of the idea, from who is in charge of it."""
    idea = queries.idea_for(sight(request), number)
    demand(queries.may_answer(sight(request), idea))

    def do() -> Idea:
        with for_the_house(WHY):
            return commands.answer(idea.pk, to=body.to, words=body.words, by=who(request), at=now())

    return Deed(do=do, tell=lambda _said: _whole(request, _anew(idea.pk)))


def _done(request: HttpRequest, number: int, do: Callable[[int], Any]) -> Deed:
    idea = queries.idea_for(sight(request), number)
    return Deed(do=lambda: do(idea.pk), tell=lambda _done: _several(request, [_anew(idea.pk)])[0])


def _service(slug: str | None) -> int | None:
    if slug is None:
        return None
    found = published_services().filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(_("There is no service of this name."))
    return found


def _anew(idea_id: int) -> Idea:
    return Idea.objects.select_related("author", "service").get(pk=idea_id)


def _several(request: HttpRequest, ideas: list[Idea]) -> list[dict[str, Any]]:
    voted = queries.voted_by(sight(request), [idea.pk for idea in ideas])
    names = ("id", "title", "words", "state", "votes", "author", "made_at", "changed_at")
    return [
        {name: getattr(idea, name) for name in names}
        | {"service": idea.service.slug if idea.service else None, "voted": idea.pk in voted,
           "url": f"/api/v1/ideas/{idea.pk}"}
        for idea in ideas
    ]  # fmt: skip


def _whole(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    seen = sight(request)
    case = queries.case_behind(seen, idea)
    answers = Answer.objects.filter(idea=idea).select_related("person").order_by("given_at", "pk")
    comments = Comment.objects.filter(idea=idea).select_related("person").order_by("said_at", "pk")
    return _several(request, [idea])[0] | {
        "followed": queries.is_followed_by(seen, idea),
        "may_answer": queries.may_answer(seen, idea),
        "case": case.number if case else None,
        "answers": [
            {"person": one.person, "words": one.words, "at": one.given_at, "state": one.state} for one in answers
        ],
        "comments": [{"person": one.person, "words": one.words, "at": one.said_at, "state": None} for one in comments],
    }
