"""Whoever is responsible says what becomes of an idea."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation_name
from pasillo.improvement.ideas.commands.step import locked, person_in
from pasillo.improvement.ideas.commands.telling_followers import tell_of_answer
from pasillo.improvement.ideas.facts import IdeaAnswered
from pasillo.improvement.ideas.models import Answer, Idea
from pasillo.improvement.ideas.states import FINAL, may_go
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may

LONGEST = 5_000


@transaction.atomic
def answer(idea_id: int, *, to: str, words: str, by: str, at: datetime) -> Idea:
    """Say what becomes of it. No idea moves without words; its followers get them, and so does who suggested it."""
    said = safe(words).strip()
    if not said:
        raise Refused(_("Say it in words: whoever proposed it reads them."))
    if len(said) > LONGEST:
        raise Refused(_("This is longer than %(count)s characters.") % {"count": LONGEST})
    idea, person_id = locked(idea_id), person_in(by)
    if not may_go(idea.state, to):
        raise Refused(
            _("From where it stands now, this idea cannot go there. Look again: somebody may have been faster.")
        )
    previous, idea.state = idea.state, to
    idea.changed_at, idea.answered_at = at, idea.answered_at or at
    idea.save(update_fields=["state", "changed_at", "answered_at"])
    given = Answer.objects.create(idea=idea, state=to, words=said, person_id=person_id, given_at=at)
    fact = IdeaAnswered(idea_id=idea.pk, answer_id=given.pk, state=to, previous=previous)
    tell(fact, about=idea.ref, by=by, at=at)
    tell_of_answer(idea, given, at=at)
    _tell_the_proposer(idea, given, by=by, at=at)
    return idea


def _tell_the_proposer(idea: Idea, given: Answer, *, by: str, at: datetime) -> None:
    """A customer who suggested it reads the answer in their own conversation, and is done when it is final."""
    case = Case.objects.filter(pk=idea.case_id or 0).first() if idea.proposer_id else None
    if case is None:
        return
    if may(case.state, "reply"):
        then = "resolve" if given.state in FINAL and may(case.state, "resolve") else None
        reply(case.pk, text=given.words, then=then, by=by, at=at)
        return
    customer = case.customer
    if customer.email:
        letter = {
            "template": "idea",
            "to": customer.email,
            "language": case.language,
            "subject": organisation_name(),
            "text": given.words,
        }
        effects.promise("mail", key=f"{idea.ref}:proposer:{given.pk}", payload=letter, about=idea.ref, at=at)
