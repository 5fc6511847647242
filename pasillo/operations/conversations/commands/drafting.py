"""What is being written: kept while one writes, with its files, on whichever device."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.conversations.commands.saying import FileIn, shown_name
from pasillo.operations.conversations.models import Draft, DraftFile
from pasillo.operations.conversations.queries import open_drafts

MOST_FILES = 20
MOST_BYTES = 40 * 2**20


class NewerDraft(Exception):
    """Elsewhere the same person has gone on writing: nothing is overwritten before they have seen it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


@transaction.atomic
def save_draft(
    conversation_id: int,
    *,
    person_id: int,
    kind: str,
    text: str,
    next_step: str = "",
    known: int | None = None,
    at: datetime,
) -> Draft | None:
    """Keep what a person has begun to write; nothing written and no file is no draft.

    `known` is the revision that the writer saw last, 0 for none. NewerDraft when there is another one with other words.
    """
    words = safe(text)
    draft = _locked(conversation_id, person_id=person_id, kind=kind)
    if draft is None:
        return _begin(conversation_id, person_id, kind, words, next_step, at) if words.strip() else None
    if known not in (None, draft.revision) and draft.text.strip() and words != draft.text:
        raise NewerDraft(draft)
    if not words.strip() and not draft.files.exists():
        draft.delete()
        return None
    return _go_on(draft, words, next_step, at)


def _locked(conversation_id: int, *, person_id: int, kind: str) -> Draft | None:
    mine = open_drafts(conversation_id, person_id=person_id).filter(kind=kind)
    return mine.select_for_update(of=("self",)).first()


def _begin(conversation_id: int, person_id: int, kind: str, words: str, next_step: str, at: datetime) -> Draft:
    whose = {"conversation_id": conversation_id, "person_id": person_id, "kind": kind}
    try:
        with transaction.atomic():
            return Draft.objects.create(**whose, text=words, next_step=next_step, updated_at=at)
    except IntegrityError:  # two savings at the same moment: the second goes on where the first began
        draft = _locked(conversation_id, person_id=person_id, kind=kind)
        if draft is None:
            raise
        return _go_on(draft, words, next_step, at)


def _go_on(draft: Draft, words: str, next_step: str, at: datetime) -> Draft:
    draft.text, draft.next_step, draft.updated_at = words, next_step, at
    draft.revision += 1
    draft.save(update_fields=["text", "next_step", "updated_at", "revision"])
    return draft


@transaction.atomic
def add_to_draft(conversation_id: int, *, person_id: int, kind: str, given: FileIn, at: datetime) -> DraftFile:
    """A file that shall go along. It is safe from this moment, whatever happens to the browser."""
    draft = _locked(conversation_id, person_id=person_id, kind=kind)
    draft = draft or _begin(conversation_id, person_id, kind, "", "", at)
    sizes = list(draft.files.values_list("size", flat=True))
    if len(sizes) >= MOST_FILES:
        raise Refused(_("A message can carry %(most)s files. Please send the others with the next one.") % _most())
    if sum(sizes) + given.blob.size > MOST_BYTES:
        raise Refused(_("All files of one message together may have %(size)s MB at most.") % _most())
    return DraftFile.objects.create(
        draft=draft,
        blob=given.blob,
        name=shown_name(given.name),
        media_type=(given.media_type or given.blob.media_type)[:120],
        size=given.blob.size,
    )


def _most() -> dict[str, int]:
    return {"most": MOST_FILES, "size": MOST_BYTES // 2**20}


@transaction.atomic
def drop_from_draft(file_id: int, *, person_id: int) -> None:
    """A file shall not go along after all. A draft without words and files is none."""
    file = DraftFile.objects.filter(pk=file_id, draft__person_id=person_id, draft__goes_at=None).first()
    if file is None:
        return
    draft = file.draft
    file.delete()
    if not draft.text.strip() and not draft.files.exists():
        draft.delete()


@transaction.atomic
def drop_draft(conversation_id: int, *, person_id: int, kind: str) -> None:
    """The draft was sent, or emptied."""
    open_drafts(conversation_id, person_id=person_id).filter(kind=kind).delete()
