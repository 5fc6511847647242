"""People take part: they vote, comment and follow."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.improvement.ideas.commands.step import locked, person_in
from pasillo.improvement.ideas.commands.telling_followers import tell_of_comment
from pasillo.improvement.ideas.facts import IdeaCommented, IdeaVoted
from pasillo.improvement.ideas.models import Comment, Following, Idea, Vote

LONGEST = 5_000


@transaction.atomic
def vote(idea_id: int, *, by: str, at: datetime) -> Idea:
    """One more who would be glad of it. Each person counts once, however often they press."""
    idea, person_id = locked(idea_id), person_in(by)
    _vote, is_new = Vote.objects.get_or_create(idea=idea, person_id=person_id, defaults={"given_at": at})
    return _count(idea, person_id, by=by, at=at) if is_new else idea


@transaction.atomic
def unvote(idea_id: int, *, by: str, at: datetime) -> Idea:
    """They think otherwise now."""
    idea, person_id = locked(idea_id), person_in(by)
    gone, _each = Vote.objects.filter(idea=idea, person_id=person_id).delete()
    return _count(idea, person_id, by=by, at=at) if gone else idea


def _count(idea: Idea, person_id: int, *, by: str, at: datetime) -> Idea:
    idea.votes = Vote.objects.filter(idea=idea).count()
    idea.save(update_fields=["votes"])
    tell(IdeaVoted(idea_id=idea.pk, person_id=person_id, votes=idea.votes), about=idea.ref, by=by, at=at)
    return idea


@transaction.atomic
def comment(idea_id: int, *, words: str, key: str | None = None, by: str, at: datetime) -> Idea:
    """Somebody adds their thoughts, and follows the idea from then on. The other followers are told."""
    said = safe(words).strip()
    if not said:
        raise Refused(_("There is nothing to add yet. Write your thoughts first."))
    if len(said) > LONGEST:
        raise Refused(_("This is longer than %(count)s characters.") % {"count": LONGEST})
    idea, person_id = locked(idea_id), person_in(by)
    if key and not effects.once(f"form:{key}", at=at):
        return idea
    added = Comment.objects.create(idea=idea, person_id=person_id, words=said, said_at=at)
    Following.objects.get_or_create(idea=idea, person_id=person_id)
    tell_of_comment(idea, added, at=at)
    fact = IdeaCommented(idea_id=idea.pk, comment_id=added.pk, person_id=person_id)
    tell(fact, about=idea.ref, by=by, at=at)
    return idea


@transaction.atomic
def follow(idea_id: int, *, by: str, at: datetime) -> None:
    """This person wants to know how it goes on."""
    Following.objects.get_or_create(idea=locked(idea_id), person_id=person_in(by))


@transaction.atomic
def unfollow(idea_id: int, *, by: str, at: datetime) -> None:
    """This person has heard enough of it."""
    Following.objects.filter(idea=locked(idea_id), person_id=person_in(by)).delete()
