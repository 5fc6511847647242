"""Delivery reports: the case shows what did not arrive, the contact shows where nobody can be reached."""

from datetime import datetime

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.channels.email.became import Became
from pasillo.doors.channels.email.continuing import case_of
from pasillo.doors.channels.email.marks import Mark, returned
from pasillo.doors.channels.email.parsing.bounce import Report
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.shell.clock import now
from pasillo.ground.intake.models import Inbound
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.models import Message

ARRIVED = "2"


def report(mail: ParsedMail) -> Became:
    """A delivery report opens nothing and gets no answer; the case of the mail that failed shows it."""
    mark = returned(mail)
    case = case_of(mark) if mark else None
    reason = f"delivery report ({mail.bounce.status or mail.auto_reason})"
    if mark is None or case is None:
        return Became(Inbound.State.IGNORED, reason)
    if mail.bounce.worst.kind != ARRIVED:
        _note(case, mark, mail, at=now())
    return Became(Inbound.State.IGNORED, reason, case.ref)


def _note(case: Case, mark: Mark, mail: ParsedMail, *, at: datetime) -> None:
    found = mail.bounce
    why = found.diagnostic or found.status or mail.subject
    person = Person.objects.filter(pk=mark.thread.person_id).first()
    if person and person.email:
        conversations.note_unreached(str(person.email), is_gone=found.is_hard, why=why, at=at)
    if mark.message_id is not None and mark.thread.person_id == case.customer_id:  # others have theirs
        _note_message(case, mark.message_id, found, why, at=at)


def _note_message(case: Case, message_id: int, found: Report, why: str, *, at: datetime) -> None:
    """A message of ours in this very conversation did not arrive, for now or for good."""
    said = Message.objects.filter(pk=message_id, direction="out")
    ours = said.filter(Q(conversation_id=case.conversation_id) | Q(came_from_id=case.conversation_id))
    if not ours.exists():
        return
    with translation.override(case.language):
        shown = _("Not delivered: %(why)s") if found.is_permanent else _("Not delivered yet: %(why)s")
        note = shown % {"why": why}
    cases.note_undelivered(
        message_id, note=note, is_final=found.is_permanent, is_gone=found.is_hard, by="system", at=at
    )
