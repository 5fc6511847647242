"""A mail that belongs to a case: only a token of ours proves it, and only who takes part speaks in it.

For those who come from another system, its marks are honoured where a mailbox says so; they too prove nothing about
who writes.
"""

from datetime import datetime

from django.db.models import Q

from pasillo.doors.channels.email.former import Clues, Former, clues_in
from pasillo.doors.channels.email.marks import Mark, found_in
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing import absence
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.proving import note_proven
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.asides import aside_of_thread
from pasillo.operations.cases.models import Aside, Case
from pasillo.operations.cases.queries import case_of_thread, own_cases
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.history.queries import cases_known_as


def case_of(mark: Mark) -> Case | None:
    """The case behind a token; None when it is gone or was given to somebody who has left it."""
    try:
        return case_of_thread(conversation_id=mark.thread.conversation_id, person_id=mark.thread.person_id)
    except LookupError:
        return None


def where_followed(mail: ParsedMail, mark: Mark, case: Case | None) -> Case | None:
    """The case in which the words are followed that this mail answers, if its case was split since; else this one."""
    if case is None:
        return None
    answered = Message.objects.filter(conversation_id=case.conversation_id, goes_on_in__isnull=False)
    ours = [one.message_id for one in found_in(mail.in_reply_to) if one.message_id]
    moved = answered.filter(Q(pk__in=ours) | Q(outside_id__in=[one for one in mail.in_reply_to if one])).first()
    if moved is None or moved.goes_on_in_id is None:
        return case
    try:
        return case_of_thread(conversation_id=moved.goes_on_in_id, person_id=mark.thread.person_id)
    except LookupError:
        return case


def aside_of(mark: Mark) -> Aside | None:
    """What we asked somebody else, and whom, behind a token of ours."""
    return aside_of_thread(conversation_id=mark.thread.conversation_id, person_id=mark.thread.person_id)


def add_aside(aside: Aside, mail: ParsedMail, words: Words, *, is_doubted: bool = False, at: datetime) -> Case:
    """Whom we asked answers us, and us alone; anybody else's words are held in the same thread, where only we read."""
    if is_doubted or not _is_theirs(aside.person, mail):
        author_id = None if is_doubted else _stranger(mail, at=at)
        named = _named(mail, words)
        return cases.hold_aside_answer(aside.pk, author_id=author_id, words=named, by="system", at=at)
    key = f"mail:{mail.content_hash}:aside:{aside.pk}"
    return cases.aside_answers(aside.pk, words=words, key=key, by="system", at=at)


def former_case(mail: ParsedMail, contents: list[bytes], box: Mailbox) -> tuple[Case | None, int | None]:
    """The case that came from another system and that this mail names, and who writes in it, if they take part."""
    places = frozenset(box.former_places.split(",")) - {""}
    if not places:
        return None, None
    clues = clues_in(mail, contents, Former(box.former_mark, places))
    case = next((one for one in _candidates(clues, box.former_mark) if _leads_to(clues, one, box)), None)
    if case is None:
        return None, None
    person = Person.objects.filter(email__iexact=mail.sender.address, is_active=True).first()
    takes_part = person is not None and own_cases(sight_of(person)).filter(pk=case.pk).exists()
    return case, person.pk if person and takes_part else None


def _candidates(clues: Clues, mark: str) -> list[Case]:
    """Cases of the former system that one of its numbers or ids could mean."""
    numbers = [form for number in clues.numbers for form in (number, f"{mark}{number}")]
    ids = [*clues.ids, *clues.replied]
    by_id = Message.objects.filter(outside_id__in=ids).values_list("conversation_id", flat=True)[:20] if ids else []
    return cases_known_as(numbers, conversation_ids=list(by_id))


def _leads_to(clues: Clues, case: Case, box: Mailbox) -> bool:
    said = Message.objects.filter(conversation_id=case.conversation_id).exclude(outside_id="")
    known_as = str(getattr(case, "known_as", "")).removeprefix(box.former_mark)
    return clues.lead_to(
        number=known_as, subject=case.subject, message_ids=said.values_list("outside_id", flat=True)[:500]
    )


def add(
    case: Case,
    person_id: int | None,
    mail: ParsedMail,
    words: Words,
    *,
    mark: Mark | None = None,
    is_doubted: bool = False,
    at: datetime,
) -> Case:
    """The customer's words go on; a stranger's, and words that may be forged, wait until one of us has looked.

    A mark of ours that led here also proves the address from which they write.
    """
    person = Person.objects.filter(pk=person_id or 0, is_active=True).first()
    if person is None or is_doubted or not _is_theirs(person, mail):
        author_id = None if is_doubted else _stranger(mail, at=at)
        return cases.hold_message(case.pk, author_id=author_id, words=_named(mail, words), by="system", at=at)
    _note_whereabouts(case, person, mail, at=at)
    if mark is not None:
        note_proven(case, person, mail, mark, at=at)
    return cases.customer_writes(
        case.pk,
        author_id=person.pk,
        words=words,
        key=f"mail:{mail.content_hash}:{case.pk}",
        by="system",
        at=at,
    )


def _note_whereabouts(case: Case, person: Person, mail: ParsedMail, *, at: datetime) -> None:
    """Who writes is there and can be reached; whose program answers is away, until the day that it names."""
    if mail.is_out_of_office:
        day = absence.until(mail.new_text or mail.text, today=at.date())
        cases.note_away(case.pk, person_id=person.pk, until=day, by="system", at=at)
    elif not mail.is_generated:
        conversations.note_reached(mail.sender.address)
        conversations.note_back(person.pk)


def _stranger(mail: ParsedMail, *, at: datetime) -> int | None:
    """Who wrote, if they have an address: nobody who takes part, and they do not by this."""
    if not mail.sender.usable or "several_senders" in mail.problems:
        return None
    met = people.meet(
        name=mail.sender.name, email=mail.sender.address.lower(), language=mail.language, by="system", at=at
    )
    return met.pk


def _is_theirs(person: Person, mail: ParsedMail) -> bool:
    several = "several_senders" in mail.problems
    return bool(person.email) and not several and mail.sender.address.lower() == str(person.email).lower()


def _named(mail: ParsedMail, words: Words) -> Words:
    """Who looks at held words must see from whom they came."""
    sender = f"{mail.sender.name} <{mail.sender.address}>".strip()
    return Words(**{**words.__dict__, "text": f"{sender}\n\n{words.text}"})
