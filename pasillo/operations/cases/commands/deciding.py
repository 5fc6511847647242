"""What a person decides about held words, and about a mail that told of two needs."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands.asking import let_in_beside
from pasillo.operations.cases.commands.opening import Opening, open_case
from pasillo.operations.cases.commands.step import locked, say
from pasillo.operations.cases.commands.talking import wake_for_the_customer
from pasillo.operations.cases.facts import MessageReceived
from pasillo.operations.cases.facts_of_holding import MessageAdmitted, MessageSetAside, MessageTakenOut
from pasillo.operations.cases.models import Aside, Case
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.conversations.models import Message


@transaction.atomic
def let_in_message(case_id: int, *, message_id: int, by: str, at: datetime) -> Case:
    """A person looked at a held message and lets it into the conversation: from now on it counts as said.

    What stands beside the customer's conversation is let in there, and there alone.
    """
    case = locked(case_id)
    message = _held(case, message_id)
    conversations.let_in(message.pk)
    say(case, MessageAdmitted(case_id=case.pk, message_id=message.pk), by=by, at=at)
    if beside := Aside.objects.filter(case=case, conversation=message.conversation_id).first():
        let_in_beside(beside, message, by=by, at=at)
        return case
    if message.by_machine:
        return case
    wake_for_the_customer(case, by=by, at=at)
    fact = MessageReceived(
        case_id=case.pk,
        message_id=message.pk,
        conversation_id=case.conversation_id,
        channel=message.channel,
        person_id=message.author_id,
    )
    say(case, fact, by=by, at=at)
    return case


@transaction.atomic
def set_message_aside(case_id: int, *, message_id: int, by: str, at: datetime) -> Case:
    """A person looked at a held message: it is nothing for this case. It stays kept, held as it is."""
    case = locked(case_id)
    message = _held(case, message_id)
    conversations.note_seen(message.pk, at=at)
    say(case, MessageSetAside(case_id=case.pk, message_id=message.pk), by=by, at=at)
    return case


@transaction.atomic
def take_out_message(case_id: int, *, message_id: int, by: str, at: datetime) -> Case:
    """A message told of another need: it becomes a case of its own, for whoever wrote it. Returns the new case.

    What the customer wrote stays in sight here too; what was held stays held here. Done twice, it is one case.
    """
    case = locked(case_id)
    message = _said_to_us(case, message_id)
    new = open_case(opening=_opening(case, message), by=by, at=at)
    if message.held and message.held_seen_at is None:
        conversations.note_seen(message.pk, at=at)
    if effects.once(f"taken-out-told:{message.pk}", at=at):
        fact = MessageTakenOut(case_id=case.pk, message_id=message.pk, other_id=new.pk)
        say(case, fact, by=by, at=at)
    return new


def _held(case: Case, message_id: int) -> Message:
    found = Message.objects.filter(_of(case), pk=message_id, held=True, held_seen_at=None)
    message = found.first()
    if message is None:
        raise Refused(_("Somebody has decided about this message already."))
    return message


def _of(case: Case) -> Q:
    """What was said in a case, and what waits for a look in the threads beside it."""
    beside = Aside.objects.filter(case=case).values("conversation_id")
    return Q(conversation=case.conversation_id) | Q(conversation__in=beside, held=True)


def _said_to_us(case: Case, message_id: int) -> Message:
    said = Message.objects.filter(_of(case), pk=message_id, direction=Message.Direction.IN)
    message = said.first()
    if message is None:
        raise Refused(_("Only what was written to us can become a case of its own."))
    if message.held and message.author_id is None:
        raise Refused(_("Nobody knows who wrote this, so it cannot become a case of its own."))
    return message


def _opening(case: Case, message: Message) -> Opening:
    files = message.files.select_related("blob")
    return Opening(
        customer_id=message.author_id or case.customer_id,
        service_id=case.service_id,
        area_id=case.area_id,
        subject="",
        text=message.text,
        quoted=message.quoted,
        html=message.html,
        channel=message.channel,
        language=message.language or case.language,
        files=[FileIn(name=one.name, blob=one.blob, media_type=one.media_type) for one in files],
        key=f"taken-out:{message.pk}",
        contact_at=message.said_at,
        unverified=message.held,
        acknowledge=False,
    )
