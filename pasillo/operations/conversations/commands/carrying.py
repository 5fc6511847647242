"""What was said in one conversation goes on in another, and comes back."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from pasillo.operations.conversations.models import Draft, Message


def carry_over(conversation_id: int, *, into_id: int) -> list[int]:
    """All that was said here stands there from now on, and keeps where it was said first.

    What somebody has begun to write moves along, unless they are writing there, too: nobody's words are lost. Returns
    which drafts did.
    """
    said = Message.objects.filter(conversation=conversation_id)
    said.update(came_from=Coalesce("came_from", F("conversation_id")), conversation=into_id)
    return _carry_drafts(Draft.objects.filter(conversation=conversation_id), into_id=into_id)


def carry_back(
    conversation_id: int, *, from_id: int, with_those_of: Iterable[int] = (), drafts: Iterable[int] = ()
) -> int:
    """What was said here first stands here again, with what had been carried here before from those conversations.

    What was said there since stays there, and what was begun there since; those drafts that are not sent come back with
    every word that was added to them. Returns how many messages came back.
    """
    _carry_drafts(Draft.objects.filter(conversation=from_id, pk__in=list(drafts)), into_id=conversation_id)
    there = Message.objects.filter(conversation=from_id)
    others = there.filter(came_from__in=list(with_those_of)).update(conversation=conversation_id)
    return others + there.filter(came_from=conversation_id).update(conversation=conversation_id, came_from=None)


def _carry_drafts(drafts: QuerySet[Draft], *, into_id: int) -> list[int]:
    there = Draft.objects.filter(conversation=into_id, goes_at=None).values_list("person_id", "kind")
    taken, moved = set(there), list[int]()
    for draft in drafts.filter(goes_at=None).select_for_update().order_by("id"):
        if (draft.person_id, draft.kind) not in taken:
            draft.conversation_id = into_id
            draft.save(update_fields=["conversation"])
            moved.append(draft.pk)
    return moved


def go_on_in(message_ids: Iterable[int], *, conversation_id: int) -> None:
    """These words are followed in another conversation from now on; they stay in sight where they were said."""
    Message.objects.filter(pk__in=list(message_ids)).update(goes_on_in=conversation_id)
