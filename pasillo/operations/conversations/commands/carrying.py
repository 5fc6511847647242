"""What was said in one conversation goes on in another, and comes back."""

from collections.abc import Iterable

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


def carry_back(conversation_id: int, *, from_id: int, with_those_of: Iterable[int] = ()) -> int:
    """What was said here first stands here again, with what had been carried here before from those conversations.

    What was said there since stays there. Returns how many messages came back.
    """
    there = Message.objects.filter(conversation=from_id)
    others = there.filter(came_from__in=list(with_those_of)).update(conversation=conversation_id)
    return others + there.filter(came_from=conversation_id).update(conversation=conversation_id, came_from=None)


def go_on_in(message_ids: Iterable[int], *, conversation_id: int) -> None:
    """These words are followed in another conversation from now on; they stay in sight where they were said."""
    Message.objects.filter(pk__in=list(message_ids)).update(goes_on_in=conversation_id)
