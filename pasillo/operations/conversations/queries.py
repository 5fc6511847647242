"""What others may ask about conversations."""

from pasillo.operations.conversations.models import Draft


def drafts_of(conversation_id: int, *, person_id: int) -> dict[str, Draft]:
    """What this person has begun to write here, by kind."""
    return {d.kind: d for d in Draft.objects.filter(conversation_id=conversation_id, person_id=person_id)}
