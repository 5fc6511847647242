"""What was sent and is not said yet: it waits a few seconds in which it can be taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pasillo.ground.kit.plain import safe
from pasillo.operations.conversations.commands.saying import FileIn, shown_name
from pasillo.operations.conversations.models import Draft, DraftFile
from pasillo.operations.conversations.queries import open_drafts


@transaction.atomic
def press(
    conversation_id: int,
    *,
    person_id: int,
    text: str,
    files: Sequence[FileIn] = (),
    next_step: str = "",
    goes_at: datetime,
    at: datetime,
) -> Draft:
    """The draft becomes what is about to be said, with the files that wait with it and those that come now."""
    draft = open_drafts(conversation_id, person_id=person_id).filter(kind="reply").select_for_update().first()
    draft = draft or Draft(conversation_id=conversation_id, person_id=person_id, kind="reply")
    draft.text, draft.next_step, draft.updated_at = safe(text), next_step, at
    draft.pressed_at, draft.goes_at = at, goes_at
    draft.returned, draft.returned_at = "", None
    draft.save()
    DraftFile.objects.bulk_create([_file(draft, given) for given in files])
    return draft


@transaction.atomic
def press_end(conversation_id: int, *, person_id: int, next_step: str, goes_at: datetime, at: datetime) -> Draft:
    """Nothing is said, only something happens with the case: it waits its seconds beside whatever is being written."""
    return Draft.objects.create(
        conversation_id=conversation_id,
        person_id=person_id,
        kind=Draft.END,
        next_step=next_step,
        updated_at=at,
        pressed_at=at,
        goes_at=goes_at,
    )


def _file(draft: Draft, given: FileIn) -> DraftFile:
    return DraftFile(
        draft=draft,
        blob=given.blob,
        name=shown_name(given.name),
        media_type=(given.media_type or given.blob.media_type)[:120],
        size=given.blob.size,
    )


@transaction.atomic
def take_back(draft: Draft, *, why: str = "", at: datetime) -> Draft:
    """It is a draft again, with its files and its next step. What was begun meanwhile stands below it."""
    newer = open_drafts(draft.conversation_id, person_id=draft.person_id).filter(kind=draft.kind)
    begun = newer.select_for_update().first()
    if begun is not None:
        DraftFile.objects.filter(draft=begun).update(draft=draft)
        draft.text = "\n\n".join(part for part in (draft.text.rstrip(), begun.text) if part.strip())
        draft.revision = max(draft.revision, begun.revision)
        begun.delete()
    draft.revision += 1
    draft.pressed_at = draft.goes_at = None
    draft.updated_at = at
    draft.returned, draft.returned_at = why, at if why else None
    draft.save()
    return draft


@transaction.atomic
def put_off(draft_id: int, *, goes_at: datetime) -> None:
    """It could not be said now, by a fault of ours: another try then."""
    Draft.objects.filter(pk=draft_id, goes_at__isnull=False).update(goes_at=goes_at)


def then(draft: Draft, *, next_step: str) -> None:
    """What happens with the case once it is said."""
    draft.next_step = next_step
    draft.save(update_fields=["next_step"])


def forget_pressed(draft: Draft) -> None:
    """It is said now, and the message holds its words; or it had none."""
    draft.delete()
