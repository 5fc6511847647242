"""What was said in one conversation goes on in another."""

from django.db.models import F
from django.db.models.functions import Coalesce

from pasillo.operations.conversations.models import Draft, Message


def carry_over(conversation_id: int, *, into_id: int) -> None:
    """All that was said here stands there from now on, and keeps where it was said first.

    What somebody has begun to write moves along, unless they are writing there, too: nobody's words are lost.
    """
    said = Message.objects.filter(conversation=conversation_id)
    said.update(came_from=Coalesce("came_from", F("conversation_id")), conversation=into_id)
    there = Draft.objects.filter(conversation=into_id, goes_at=None).values_list("person_id", "kind")
    taken = set(there)
    for draft in Draft.objects.select_for_update().filter(conversation=conversation_id, goes_at=None):
        if (draft.person_id, draft.kind) not in taken:
            draft.conversation_id = into_id
            draft.save(update_fields=["conversation"])
