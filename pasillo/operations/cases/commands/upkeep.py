"""Small changes that other rooms ask for: the next promise, a delivery that failed, an address proven."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import gather
from pasillo.operations.cases.commands.step import locked
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.models import Message

NEXT_DUE = """
update cases_case c set next_due_at = n.due_at from unnest(%s::bigint[], %s::timestamptz[]) as n (id, due_at)
where c.id = n.id
"""


def set_next_due(case_id: int, *, due_at: datetime | None) -> None:
    """When the next promise of this case breaks: what queues sort by."""
    gather("dues", [(case_id, due_at)], _set_next_dues)


def _set_next_dues(dues: list[tuple[int, datetime | None]]) -> None:
    newest = dict(dues)
    with connection.cursor() as cursor:
        cursor.execute(NEXT_DUE, [list(newest), list(newest.values())])


@transaction.atomic
def note_undelivered(message_id: int, *, note: str, by: str, at: datetime) -> None:
    """A message of ours did not arrive: the case shows it."""
    conversations.note_delivery(message_id, delivery="failed", note=note)


@transaction.atomic
def send_again(case_id: int, *, message_id: int, at: datetime) -> None:
    """A mail that did not arrive is sent once more, under the name that it had."""
    case = locked(case_id)
    failed = Message.objects.filter(pk=message_id, conversation=case.conversation_id, delivery="failed")
    if not failed.exists() or not effects.again(f"message:{message_id}", at=at):
        raise Refused(_("There is nothing to try again here."))
    conversations.note_delivery(message_id, delivery="queued")
    whisper(f"ours:{case.pk}")


@transaction.atomic
def let_in_message(case_id: int, *, message_id: int, by: str, at: datetime) -> None:
    """A person looked at a held message and lets it into the conversation."""
    case = locked(case_id)
    if Message.objects.filter(pk=message_id, conversation=case.conversation_id, held=True).exists():
        conversations.let_in(message_id)


def verify_cases_of(person_id: int) -> None:
    """The address is proven: what was asked from it counts as theirs."""
    Case.objects.filter(customer_id=person_id, unverified=True).update(unverified=False)
