"""Somebody proposes to do something better."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.effects.queries import result_of
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.kit.refusals import Refused
from pasillo.improvement.ideas.commands.step import person_in
from pasillo.improvement.ideas.facts import IdeaProposed
from pasillo.improvement.ideas.models import Following, Idea
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.models import Feedback

LONGEST_TITLE, LONGEST = 160, 10_000


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes, and what it came from."""

    title: str
    words: str
    service_id: int | None = None
    case_id: int | None = None
    feedback_id: int | None = None
    key: str | None = None


@transaction.atomic
def propose(proposal: Proposal, *, by: str, at: datetime) -> Idea:
    """Put an idea before everybody. The same form sent twice is one idea. Its author is told how it goes on."""
    author_id = person_in(by)
    title, words = _checked(proposal)
    if proposal.key and not effects.once(f"form:{proposal.key}", at=at):
        return _first_idea(proposal.key)
    case, feedback = _origin(proposal)
    service_id = proposal.service_id or (case.service_id if case else None)
    idea = Idea.objects.create(
        title=title,
        words=words,
        author_id=author_id,
        service_id=service_id,
        case=case,
        feedback=feedback,
        proposer_id=case.customer_id if case and case.kind == "suggestion" else None,
        made_at=at,
        changed_at=at,
    )
    _make_findable(idea)
    Following.objects.create(idea=idea, person_id=author_id)
    if proposal.key:
        effects.note_result(f"form:{proposal.key}", about=idea.ref)
    fact = IdeaProposed(
        idea_id=idea.pk,
        author_id=author_id,
        service_id=service_id,
        case_id=case.pk if case else None,
        feedback_id=feedback.pk if feedback else None,
    )
    tell(fact, about=idea.ref, by=by, at=at)
    return idea


def _checked(proposal: Proposal) -> tuple[str, str]:
    title, words = " ".join(safe(proposal.title).split()), safe(proposal.words).strip()
    if not title:
        raise Refused(_("Say in one line what could be better."))
    if len(title) > LONGEST_TITLE:
        raise Refused(_("The line is longer than %(count)s characters.") % {"count": LONGEST_TITLE})
    if not words:
        raise Refused(_("Describe your idea in a few words."))
    if len(words) > LONGEST:
        raise Refused(_("This is longer than %(count)s characters.") % {"count": LONGEST})
    return title, words


def _origin(proposal: Proposal) -> tuple[Case | None, Feedback | None]:
    """The case or the quote from which it came. A quote brings its case along."""
    if proposal.feedback_id:
        feedback = Feedback.objects.select_related("case").get(pk=proposal.feedback_id)
        return feedback.case, feedback
    return (Case.objects.get(pk=proposal.case_id), None) if proposal.case_id else (None, None)


def _make_findable(idea: Idea) -> None:
    told = (
        SearchVector(Value(plain(idea.title)), config="simple", weight="A")
        + SearchVector(Value(plain(idea.words)), config="simple", weight="D")
    )  # fmt: skip
    Idea.objects.filter(pk=idea.pk).update(found_by=told)


def _first_idea(key: str) -> Idea:
    about = result_of(f"form:{key}")
    if not about.startswith("idea:"):
        raise Refused(_("This form was sent before. Please open the page again."))
    return Idea.objects.get(pk=int(about.removeprefix("idea:")))
