"""Every way in which a customer's voice is taken down."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _ as lazy
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.conversations.models import Message
from pasillo.operations.voice.facts import FeedbackGiven, RecognitionGiven
from pasillo.operations.voice.models import Feedback, Recognition


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


PRAISED = lazy(
    "Hello %(name)s,\n\n%(customer)s has praised your work:\n\n%(words)s\n\n%(who)s has thanked them in your name too."
)
PRAISE = lazy("A customer praises you")


@transaction.atomic
def pass_on_praise(
    case_id: int, *, text: str, files: Sequence[FileIn] = (), person_ids: Sequence[int], by: str, at: datetime
) -> Case:
    """Thank the customer, and bring their praise to the people whom they mean. That is its end."""
    case = cases.thank(case_id, text=text, files=files, people=len(set(person_ids)), by=by, at=at)
    praise = (
        Message.objects.filter(conversation=case.conversation_id, direction="in", held=False).order_by("pk").first()
    )
    for person in Person.objects.filter(pk__in=set(person_ids), is_active=True).order_by("pk"):
        _row, is_new = Recognition.objects.get_or_create(case=case, person=person, defaults={"given_at": at})
        if is_new:
            tell(RecognitionGiven(case_id=case.pk, person_id=person.pk), about=case.ref, by=by, at=at)
            _write_to(person, case, praise.text if praise else case.subject, by=by, at=at)
    return case


def _write_to(person: Person, case: Case, praise: str, *, by: str, at: datetime) -> None:
    if not person.email or by == person.ref:
        return
    who = Person.objects.filter(pk=int(by.partition(":")[2])).first() if by.startswith("person:") else None
    with translation.override(person.language):
        words = {"name": person.name, "customer": case.customer.name, "words": praise, "who": who.name if who else ""}
        letter = {"template": "praise", "to": person.email, "language": person.language, "subject": str(PRAISE)}
        payload = letter | {"text": str(PRAISED % words)}
    effects.promise("mail", key=f"{case.ref}:praise:{person.pk}", payload=payload, about=case.ref, at=at)
