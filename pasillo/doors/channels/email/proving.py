"""An answer to words that one of us mailed, with the token of that letter and from its address, proves the address.

It shows as much as acting by the link in the same letter: only who reads there has the token. What a machine sends
back, and an answer to a mere acknowledgement, which anybody can have sent to anybody, prove nothing.
"""

from datetime import datetime

from pasillo.doors.channels.email.marks import Mark
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message

MAILED = ("email", "chat")  # what was read in a chat window was not "sent"; what its visitor had left goes by mail
LEFT = (Message.Delivery.SENT, Message.Delivery.UNCERTAIN)


def note_proven(case: Case, person: Person, mail: ParsedMail, mark: Mark, *, at: datetime) -> None:
    """What was asked from this address counts as theirs from now on, and our letters to it are not held back."""
    if person.verified_at is not None and not case.unverified:
        return
    if mail.is_generated or mail.is_auto_reply or not _have_written(mark):
        return
    people.verify(person.pk, by="system", at=at)
    cases.verify_cases_of(person.pk)


def _have_written(mark: Mark) -> bool:
    """Whether words of a person of ours left by mail in this conversation."""
    ours = Message.objects.filter(conversation_id=mark.thread.conversation_id, direction="out", by_machine=False)
    return ours.filter(channel__in=MAILED, delivery__in=LEFT).exists()
