"""What this door writes by itself: drafts of requests, and answers that count once however often they are sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from pasillo.doors.portal.models import DraftFile, RequestDraft
from pasillo.ground.effects import commands as effects
from pasillo.ground.files.commands import keep
from pasillo.ground.kit.plain import safe
from pasillo.ground.people.commands import verify
from pasillo.operations.cases.commands import verify_cases_of
from pasillo.operations.cases.models import Case

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file as it was uploaded for one question."""

    field: str
    name: str
    data: bytes


@transaction.atomic
def keep_draft(
    key: UUID | None,
    *,
    person_id: int | None,
    request_type_id: int,
    raw: Raw,
    files: Iterable[NewFile] = (),
    dropped_file_ids: Iterable[int] = (),
    at: datetime,
) -> RequestDraft:
    """What a visitor has typed and attached so far. A signed-in visitor has one draft for each thing to ask."""
    cleaned = {name: [safe(value) for value in values] for name, values in raw.items() if any(values)}
    draft = _draft(key, person_id=person_id, request_type_id=request_type_id, at=at)
    draft.raw, draft.updated_at = cleaned, at
    draft.save(update_fields=["raw", "updated_at"])
    draft.files.filter(pk__in=list(dropped_file_ids)).delete()
    for file in files:
        DraftFile.objects.get_or_create(
            draft=draft, field=file.field, name=safe(file.name)[-255:] or "file", blob=keep(file.data)
        )
    return draft


def _draft(key: UUID | None, *, person_id: int | None, request_type_id: int, at: datetime) -> RequestDraft:
    """The draft that is this visitor's, else a new one."""
    new = {"request_type_id": request_type_id, "updated_at": at}
    if person_id is not None:
        mine, _ = RequestDraft.objects.select_for_update().get_or_create(
            person_id=person_id, request_type_id=request_type_id, defaults=new
        )
        return mine
    begun = RequestDraft.objects.select_for_update().filter(person=None, request_type_id=request_type_id)
    found = begun.filter(pk=key).first() if key else None
    return found or RequestDraft.objects.create(**new)


@transaction.atomic
def take_over_draft(key: UUID, *, person_id: int, request_type_id: int, at: datetime) -> None:
    """What somebody sent after their session had ended goes on as theirs: its words, and its files beside theirs."""
    begun = RequestDraft.objects.filter(pk=key, person=None, request_type_id=request_type_id).first()
    if begun is None:
        return
    mine = keep_draft(None, person_id=person_id, request_type_id=request_type_id, raw=begun.raw, at=at)
    for file in begun.files.all():
        DraftFile.objects.get_or_create(draft=mine, field=file.field, name=file.name, blob_id=file.blob_id)
    begun.delete()


def drop_draft(key: UUID) -> None:
    """The draft was sent, or is not wanted any more."""
    RequestDraft.objects.filter(pk=key).delete()


def forget_old_drafts(*, signed_in_before: datetime, anonymous_before: datetime) -> int:
    """Drafts that nobody came back to are let go. Returns how many."""
    gone, _ = RequestDraft.objects.filter(person__isnull=False, updated_at__lt=signed_in_before).delete()
    more, _ = RequestDraft.objects.filter(person__isnull=True, updated_at__lt=anonymous_before).delete()
    return gone + more


@transaction.atomic
def once(key: str, do: Callable[[], object], *, at: datetime) -> None:
    """Does what was asked, unless the same form was sent before; then it is done already, and nothing is wrong."""
    if not key or effects.once(f"form:{key[:100]}", at=at):
        do()


@transaction.atomic
def prove_address(person_id: int, *, by: str, at: datetime) -> None:
    """Somebody used a link that only the owner of the address can have: what was asked from it is theirs."""
    verify(person_id, by=by, at=at)
    verify_cases_of(person_id)


@transaction.atomic
def mail_link(case: Case, *, letter: dict[str, str], at: datetime) -> None:
    """A new link to a request, to the address of its customer; not more than one a day."""
    effects.promise("mail", key=f"{case.ref}:link:{at:%Y-%m-%d}", payload=letter, about=case.ref, at=at)
