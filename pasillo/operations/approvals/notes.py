"""Whom an approval tells of itself: those who decide, and whoever needs the yes."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.words import _
from pasillo.operations.approvals.models import Approval
from pasillo.operations.approvals.queries import deciders_of
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.phases import may

ADDRESS = "/app/approvals/{}"
MOST = 5
ASKED = _("Hello %(name)s,\n\n%(who)s needs your yes or no: %(subject)s\n\n%(link)s")
SUBJECT = _("Your yes or no is needed: %(subject)s")
GIVEN = _("%(who)s has approved your request. It goes on now.")


def write_to_deciders(approval: Approval, *, at: datetime) -> None:
    """A letter to each of those who may decide, in their language."""
    for person in deciders_of(approval, at=at)[:MOST]:
        if not person.email:
            continue
        with translation.override(person.language):
            words = {"name": person.name, "who": approval.asks.name, "subject": approval.subject}
            text = str(ASKED % (words | {"link": settings.BASE_URL + ADDRESS.format(approval.pk)}))
            subject = str(SUBJECT % words)
        letter = {"template": "approval", "to": person.email, "language": person.language}
        key = f"approval:{approval.pk}:{person.pk}"
        about = f"case:{approval.case_id}"
        effects.promise("mail", key=key, payload=letter | {"subject": subject, "text": text}, about=about, at=at)


def note_to_customer(approval: Approval, *, at: datetime) -> None:
    """Whoever asked learns that it goes on, and what was said with the yes."""
    case = approval.case
    if not may(case.state, "reply") or approval.decided_by is None:
        return
    with translation.override(case.language):
        said = str(GIVEN % {"who": approval.decided_by.name})
    text = f"{said}\n\n{approval.words}".strip()
    cases.reply(case.pk, text=text, by_machine=True, by="system", at=at)
