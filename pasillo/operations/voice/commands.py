"""Every way in which a customer's voice is taken down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.voice.facts import FeedbackGiven
from pasillo.operations.voice.models import Feedback


@transaction.atomic
def give_feedback(case_id: int, *, person_id: int, score: int, words: str = "", by: str, at: datetime) -> Feedback:
    """The customer says how it was, against what they expected. They may change their mind: the last word counts."""
    if not 1 <= score <= 5:
        raise Refused(_("Choose one of the five faces first."))
    feedback, _is_new = Feedback.objects.update_or_create(
        case_id=case_id,
        person_id=person_id,
        defaults={"score": score, "words": safe(words).strip()[:5000], "given_at": at},
    )
    fact = FeedbackGiven(case_id=case_id, feedback_id=feedback.pk, score=score)
    tell(fact, about=f"case:{case_id}", by=by, at=at)
    return feedback
