"""Small changes that other rooms ask for: the next promise, a delivery that failed, an address proven."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import gather
from pasillo.operations.cases.commands.reaching import note_unseen
from pasillo.operations.cases.commands.step import locked, say
from pasillo.operations.cases.facts_of_holding import CustomerAway, MessageUndelivered
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
def note_undelivered(
    message_id: int, *, note: str, is_final: bool = True, is_gone: bool = False, by: str, at: datetime
) -> None:
    """A message of ours did not arrive, for now or for good: the case shows it."""
    message = Message.objects.get(pk=message_id)
    case = Case.objects.filter(conversation_id=message.conversation_id).order_by("id").first()
    conversations.note_delivery(message_id, delivery="failed" if is_final else message.delivery, note=note)
    if case is not None:
        fact = MessageUndelivered(case_id=case.pk, message_id=message_id, is_final=is_final, is_gone=is_gone)
        say(case, fact, by=by, at=at)
    if is_final:
        note_unseen(message_id, by=by, at=at)


@transaction.atomic
def note_away(case_id: int, *, person_id: int, until: date | None, by: str, at: datetime) -> None:
    """The customer's program says that they are away: the case shows it, and until when."""
    case = locked(case_id)
    conversations.note_away(person_id, until=until, at=at)
    fact = CustomerAway(case_id=case.pk, person_id=person_id, until=until.isoformat() if until else "")
    say(case, fact, by=by, at=at)


@transaction.atomic
def send_again(case_id: int, *, message_id: int, at: datetime) -> None:
    """A mail that did not arrive is sent once more, under the name that it had. Of a message on another channel the
    provider may tell only later that it did not arrive: then what failed of it goes out anew."""
    case = locked(case_id)
    failed = Message.objects.filter(pk=message_id, conversation=case.conversation_id, delivery="failed")
    channel = failed.values_list("channel", flat=True).first()
    if channel is None or not effects.again(f"message:{message_id}", even_sent=channel != "email", at=at):
        came_back = _("This mail left and came back. Correct the address or choose another way, and answer anew.")
        raise Refused(came_back if channel == "email" else _("There is nothing to try again here."))
    conversations.note_delivery(message_id, delivery="queued")
    whisper(f"ours:{case.pk}")


def verify_cases_of(person_id: int) -> None:
    """The address is proven: what was asked from it counts as theirs."""
    Case.objects.filter(customer_id=person_id, unverified=True).update(unverified=False)
