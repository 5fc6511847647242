"""Who was named in a note, and who has looked."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from pasillo.operations.conversations.models import Mention


def mention(message_id: int, *, person_ids: Iterable[int], at: datetime) -> None:
    """Colleagues are named in a note: each once."""
    rows = [Mention(message_id=message_id, person_id=pk, at=at) for pk in dict.fromkeys(person_ids)]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def look(conversation_id: int, *, person_id: int, at: datetime) -> int:
    """This person has the conversation before them: whatever named them in it is seen. Returns how many were new."""
    unseen = Mention.objects.filter(message__conversation_id=conversation_id, person_id=person_id, seen_at=None)
    return unseen.update(seen_at=at)
