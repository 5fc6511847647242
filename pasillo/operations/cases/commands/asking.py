"""What we ask somebody else about a case, such as a supplier. Nothing of it ever reaches the customer."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands.step import locked, person_in, say
from pasillo.operations.cases.facts import MessageHeld
from pasillo.operations.cases.facts_of_asides import AsideAnswered, AsideWritten
from pasillo.operations.cases.models import Aside, Case
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Conversation, Message

TEMPLATE = "aside"


@transaction.atomic
def write_aside(
    case_id: int, *, email: str, name: str = "", text: str, key: str | None = None, by: str, at: datetime
) -> Aside:
    """We ask somebody who is not the customer. Sent twice, it is one mail; asked again, it is the same conversation."""
    if not text.strip():
        raise Refused(_("There is nothing to send yet. Write your question first."))
    if not is_address(email.strip()):
        raise Refused(_("This is not an address that one can write to."))
    case = locked(case_id)
    person = meet(name=name.strip(), email=email.strip().lower(), language=case.language, by=by, at=at)
    if person.pk == case.customer_id or case.participants.filter(person=person).exists():
        raise Refused(_("They take part in this case: reply to them there."))
    aside = _aside(case, person, at=at)
    if key and not effects.once(f"form:{key}", at=at):
        return aside
    words = Words(text=text, channel="email")
    message = conversations.say(
        aside.conversation_id, direction="out", author_id=person_in(by), words=words, delivery="queued", at=at
    )
    payload = {
        "template": TEMPLATE,
        "message_id": message.pk,
        "case_id": case.pk,
        "person_id": person.pk,
        "conversation_id": aside.conversation_id,
    }
    effects.promise("mail", key=f"message:{message.pk}", payload=payload, about=case.ref, at=at)
    _waits(aside, for_us=False)
    say(case, AsideWritten(case_id=case.pk, aside_id=aside.pk, person_id=person.pk), by=by, at=at)
    return aside


@transaction.atomic
def aside_answers(aside_id: int, *, words: Words, key: str, by: str, at: datetime) -> Case:
    """Whoever we asked answers: whoever serves the case reads it, and nobody else."""
    aside = Aside.objects.select_related("case").get(pk=aside_id)
    case = locked(aside.case_id)
    if not effects.once(f"form:{key}", at=at):
        return case
    conversations.say(aside.conversation_id, direction="in", author_id=aside.person_id, words=words, at=at)
    if not words.by_machine:
        _waits(aside, for_us=True)
    say(case, AsideAnswered(case_id=case.pk, aside_id=aside.pk, person_id=aside.person_id), by=by, at=at)
    return case


@transaction.atomic
def hold_aside_answer(aside_id: int, *, author_id: int | None, words: Words, by: str, at: datetime) -> Case:
    """Somebody else answers what we asked: it is kept apart in that thread alone, until one of us has looked."""
    aside = Aside.objects.get(pk=aside_id)
    case = locked(aside.case_id)
    held = replace(words, held=True)
    message = conversations.say(aside.conversation_id, direction="in", author_id=author_id, words=held, at=at)
    say(case, MessageHeld(case_id=case.pk, message_id=message.pk), by=by, at=at)
    return case


def let_in_beside(aside: Aside, message: Message, *, by: str, at: datetime) -> None:
    """What one of us let into a thread of ours is an answer there, and reaches the customer's conversation never."""
    if not message.by_machine:
        _waits(aside, for_us=True)
    answered = message.author_id or aside.person_id
    fact = AsideAnswered(case_id=aside.case_id, aside_id=aside.pk, person_id=answered)
    say(aside.case, fact, by=by, at=at)


def _aside(case: Case, person: Person, *, at: datetime) -> Aside:
    known = Aside.objects.filter(case=case, person=person).first()
    if known is not None:
        return known
    begun: Conversation = conversations.begin(customer_id=person.pk, channel="email", subject=case.subject, at=at)
    return Aside.objects.create(case=case, conversation=begun, person=person, opened_at=at)


def _waits(aside: Aside, *, for_us: bool) -> None:
    Aside.objects.filter(pk=aside.pk).update(waits_for_us=for_us)
