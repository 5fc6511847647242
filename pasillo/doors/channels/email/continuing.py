"""A mail that belongs to a case: only a token of ours proves it, and only who takes part speaks in it."""

from datetime import datetime

from django.db.models import Q

from pasillo.doors.channels.email.marks import Mark
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_of_thread
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message


def case_of(mark: Mark) -> Case | None:
    """The case behind a token; None when it is gone or was given to somebody who has left it."""
    try:
        return case_of_thread(conversation_id=mark.thread.conversation_id, person_id=mark.thread.person_id)
    except LookupError:
        return None


def add(case: Case, mark: Mark, mail: ParsedMail, words: Words, *, at: datetime) -> Case:
    """The customer's words go on; a stranger's are held until one of us has looked at them."""
    person = Person.objects.filter(pk=mark.thread.person_id, is_active=True).first()
    if person is None or not _is_theirs(person, mail):
        return cases.hold_message(case.pk, author_id=None, words=_named(mail, words), by="system", at=at)
    return cases.customer_writes(
        case.pk,
        author_id=person.pk,
        words=words,
        key=f"mail:{mail.content_hash}:{case.pk}",
        by="system",
        at=at,
    )


def note_undelivered(case: Case, mark: Mark, *, note: str, at: datetime) -> None:
    """A message of ours in this very conversation did not arrive."""
    if mark.message_id is None or mark.thread.person_id != case.customer_id:
        return  # a copy for somebody who takes part: the customer has theirs
    said = Message.objects.filter(pk=mark.message_id, direction="out")
    ours = said.filter(Q(conversation_id=case.conversation_id) | Q(came_from_id=case.conversation_id))
    if ours.exists():
        cases.note_undelivered(mark.message_id, note=note, by="system", at=at)


def _is_theirs(person: Person, mail: ParsedMail) -> bool:
    several = "several_senders" in mail.problems
    return bool(person.email) and not several and mail.sender.address.lower() == str(person.email).lower()


def _named(mail: ParsedMail, words: Words) -> Words:
    """Who looks at held words must see from whom they came."""
    sender = f"{mail.sender.name} <{mail.sender.address}>".strip()
    return Words(**{**words.__dict__, "text": f"{sender}\n\n{words.text}"})
