"""What the page of a case asks each time: its newest messages, the customer's other cases. Put into SQL once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import ids_of, reads_everything, said_in, seen_by, visible_with
from pasillo.operations.conversations.models import Mention, Message, MessageFile

SHOWN = ("number", "subject", "language", "state", "opened_at", "service__names", "service__block")


def newest_messages(sight: Sight, case: Case, *, limit: int) -> list[Message]:
    """The newest of `messages_for`, the last said first."""
    return asked(_newest, case.conversation_id, everything=reads_everything(sight, case), limit=limit)


def _newest(conversation_id: int, *, everything: bool, limit: int) -> QuerySet[Message]:
    return said_in(conversation_id, everything=everything).order_by("-said_at", "-id")[:limit]


def files_with(messages: Iterable[Message]) -> dict[int, list[MessageFile]]:
    """The files of some messages, by message. Ask only for what the reader may read."""
    found = defaultdict(list)
    for file in asked(_files, tuple(message.pk for message in messages)):
        found[file.message_id].append(file)
    return found


def _files(message_ids: tuple[int, ...]) -> QuerySet[MessageFile]:
    return MessageFile.objects.filter(message_id__in=message_ids).order_by("id")


def names_in(messages: Iterable[Message]) -> dict[int, list[str]]:
    """The colleagues whom some notes name, by message. Ask only for what the reader may read."""
    notes = tuple(message.pk for message in messages if message.direction == Message.Direction.NOTE)
    found = defaultdict(list)
    for mention in asked(_mentions, notes) if notes else ():
        found[mention.message_id].append(mention.person.name)
    return found


def _mentions(message_ids: tuple[int, ...]) -> QuerySet[Mention]:
    return Mention.objects.filter(message_id__in=message_ids).select_related("person").order_by("id")


def others_of_customer(case: Case, sight: Sight, shared: tuple[int, ...], *, limit: int) -> list[Case]:
    """The newest other cases of its customer that this person may see, with what a short line shows."""
    return asked(_others, case.customer_id, case.pk, *ids_of(sight), shared, roles=sight.roles, limit=limit)


def _others(
    customer_id: int,
    but: int,
    person_id: int | None,
    area_ids: tuple[int, ...],
    shared: tuple[int, ...],
    *,
    roles: frozenset[str],
    limit: int,
) -> QuerySet[Case]:
    seen = visible_with(seen_by(person_id, area_ids, roles), shared)
    others = seen.filter(customer_id=customer_id).exclude(pk=but)
    return others.select_related("service").only(*SHOWN).order_by("-opened_at")[:limit]
