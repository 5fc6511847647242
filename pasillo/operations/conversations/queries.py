"""What others may ask about conversations."""

from datetime import datetime

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.operations.conversations.models import Draft, DraftFile, Mention


def open_drafts(conversation_id: int, *, person_id: int) -> QuerySet[Draft]:
    """What this person is writing here; what was sent already is not among it."""
    return Draft.objects.filter(conversation_id=conversation_id, person_id=person_id, goes_at=None)


def drafts_of(conversation_id: int, *, person_id: int) -> dict[str, Draft]:
    """What this person has begun to write here, by kind, with its files."""
    return {draft.kind: draft for draft in asked(_begun, conversation_id, person_id)}


def _begun(conversation_id: int, person_id: int) -> QuerySet[Draft]:
    return open_drafts(conversation_id, person_id=person_id).prefetch_related("files")


def about_to_be_said(conversation_id: int) -> list[Draft]:
    """What was sent in this conversation and can still be taken back, the first first."""
    return asked(_about_to_go, conversation_id)


def _about_to_go(conversation_id: int) -> QuerySet[Draft]:
    return going_out(conversation_id).select_related("person").prefetch_related("files")


def going_out(conversation_id: int) -> QuerySet[Draft]:
    """The same, to be narrowed or locked."""
    return Draft.objects.filter(conversation_id=conversation_id, goes_at__isnull=False).order_by("pressed_at", "id")


def waiting_to_go(person_id: int) -> list[Draft]:
    """What this person sent a moment ago, in any conversation."""
    return asked(_going, person_id)


def _going(person_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person_id, goes_at__isnull=False).order_by("pressed_at", "id")


def due_to_be_said(*, at: datetime, limit: int = 200) -> list[int]:
    """What nobody took back in time, the first first."""
    due = Draft.objects.filter(goes_at__lte=at).order_by("goes_at", "id")
    return list(due.values_list("id", flat=True)[:limit])


def draft_file(file_id: int, *, person_id: int) -> DraftFile | None:
    """A file that waits with a draft of this person."""
    mine = DraftFile.objects.filter(pk=file_id, draft__person_id=person_id)
    return mine.select_related("blob", "draft").first()


def mentions_of(person_id: int) -> QuerySet[Mention]:
    """Where this person was named and has not looked yet. Show only those in cases that they may see now."""
    return Mention.objects.filter(person_id=person_id, seen_at=None)
