"""What the desk does in one step: say something unless a colleague was faster, and write down a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.desk.naming import letter_to_the_named, named_in
from pasillo.ground.effects import commands as effects
from pasillo.ground.files.commands import keep
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people import commands as people
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import colleagues_of
from pasillo.operations.conversations.commands import FileIn, add_to_draft, drop_draft
from pasillo.operations.conversations.models import Draft, Message
from pasillo.operations.conversations.queries import about_to_be_said, drafts_of
from pasillo.operations.macros.placeholders import gaps_in
from pasillo.operations.voice.commands import pass_on_praise
from pasillo.strategy.catalogue.queries import offered_services, published_services


class SomebodyWasFaster(Exception):
    """A colleague has written since this page was opened, or is about to: look before you send."""

    def __init__(self, *, name: str, at: datetime, seen: int, going: int = 0) -> None:
        super().__init__()
        self.name, self.at, self.seen, self.going = name, at, seen, going


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the composer when it is sent."""

    kind: str
    text: str
    files: Sequence[UploadedFile] = ()
    then: str | None = None
    key: str | None = None
    seen: int = 0
    seen_going: int = 0


@transaction.atomic
def say(case_id: int, *, typed: Typed, person_id: int, by: str, at: datetime) -> None:
    """Press "send", or keep a note. A reply stops when a colleague has replied since the page was opened."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    files = [_file(given) for given in typed.files]
    if typed.kind == "note":
        _keep_note(case, typed, files, person_id=person_id, by=by, at=at)
        return
    _check_gaps(typed.text)
    _look_first(case, typed, person_id=person_id)
    cases.send(case_id, text=typed.text, files=files, then=typed.then, key=typed.key, person_id=person_id, at=at)


def _keep_note(case: Case, typed: Typed, files: list[FileIn], *, person_id: int, by: str, at: datetime) -> None:
    files = _waiting_with(drafts_of(case.conversation_id, person_id=person_id).get("note")) + files
    named = named_in(typed.text, colleagues_of(case).exclude(pk=person_id))
    named_ids = [person.pk for person in named]
    cases.note(case.pk, text=typed.text, files=files, named=named_ids, key=typed.key, by=by, at=at)
    for person in named:
        if person.email and person.preferences.get("notices", {}).get("mention", True):
            mail = letter_to_the_named(person, case, by_id=person_id)
            key = f"mention:{typed.key or at.isoformat()}:{person.pk}"
            effects.promise("mail", key=key, payload=mail, about=person.ref, at=at)
    drop_draft(case.conversation_id, person_id=person_id, kind="note")


def _waiting_with(draft: Draft | None) -> list[FileIn]:
    files = draft.files.select_related("blob").order_by("id") if draft else ()
    return [FileIn(name=file.name, blob=file.blob, media_type=file.media_type) for file in files]


@transaction.atomic
def give_thanks(case: Case, *, text: str, people: Sequence[int], person_id: int, by: str, at: datetime) -> None:
    """Thank for praise. A reply that was begun and goes out in it, with its files, is no draft any more."""
    _check_gaps(text)
    begun = drafts_of(case.conversation_id, person_id=person_id).get("reply")
    goes_along = begun is not None and begun.text.strip() in text
    files = _waiting_with(begun) if goes_along else []
    pass_on_praise(case.pk, text=text, files=files, person_ids=people, by=by, at=at)
    if goes_along:
        drop_draft(case.conversation_id, person_id=person_id, kind="reply")


def _check_gaps(text: str) -> None:
    """A macro that could not be filled in whole does not reach the customer with a hole in it."""
    gaps = list(dict.fromkeys(gaps_in(text)))
    if gaps:
        words = _("Not sent yet: fill in what stands in ⟦brackets⟧ first (%(gaps)s).")
        raise Refused(words % {"gaps": ", ".join(gaps)})


def _look_first(case: Case, typed: Typed, *, person_id: int) -> None:
    said = Message.objects.filter(conversation=case.conversation_id, direction="out", by_machine=False)
    last = said.filter(pk__gt=typed.seen).exclude(author=person_id).select_related("author").order_by("pk").last()
    if last is not None:
        name = last.author.name if last.author else "Pasillo"
        raise SomebodyWasFaster(name=name, at=last.said_at, seen=last.pk)
    for draft in about_to_be_said(case.conversation_id):
        if draft.person_id != person_id and draft.pk > typed.seen_going and not draft.is_only_an_end:
            at = draft.pressed_at or draft.updated_at
            raise SomebodyWasFaster(name=draft.person.name, at=at, seen=typed.seen, going=draft.pk)


def _file(given: UploadedFile) -> FileIn:
    blob = keep(given.read())
    return FileIn(name=given.name or "", blob=blob, media_type=blob.media_type)


@transaction.atomic
def attach(conversation_id: int, *, kind: str, given: UploadedFile, person_id: int, at: datetime) -> None:
    """A file that was chosen, pasted or dropped is kept with the draft at once."""
    add_to_draft(conversation_id, person_id=person_id, kind=kind, given=_file(given), at=at)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What one of ours writes down while somebody tells it."""

    customer_id: int | None
    name: str
    email: str
    phone: str
    language: str
    service_id: int
    subject: str
    text: str
    channel: str
    contact_at: datetime | None
    key: str | None
    request_type_id: int | None = None
    form_version_id: int | None = None
    kind: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    files: Sequence[FileIn] = ()


@transaction.atomic
def log_call(call: Call, *, by: str, at: datetime) -> Case:
    """Open a case for a known customer or a new one. The promises count from their first contact."""
    if not (call.text.strip() or call.subject.strip() or call.told):
        raise Refused(_("Write down what they ask for."))
    customer = _caller(call, by=by, at=at)
    _check_service(call.service_id, customer)
    opening = cases.Opening(
        customer_id=customer.pk,
        service_id=call.service_id,
        subject=call.subject,
        text=call.text or call.told or call.subject,
        channel=call.channel,
        language=customer.language or call.language,
        contact_at=call.contact_at,
        key=call.key,
        request_type_id=call.request_type_id,
        form_version_id=call.form_version_id,
        kind=call.kind,
        answers=call.answers,
        files=call.files,
    )
    return cases.open_case(opening=opening, by=by, at=at)


def _check_service(service_id: int, customer: Person) -> None:
    """What is for colleagues only is asked for by colleagues only, also on the phone."""
    if not published_services().filter(pk=service_id).exists():
        raise Refused(_("Choose the service that it is about."))
    if not offered_services(sight_of(customer)).filter(pk=service_id).exists():
        raise Refused(_("This service is for colleagues only, and %(name)s is none.") % {"name": customer.name})


def _caller(call: Call, *, by: str, at: datetime) -> Person:
    known = Person.objects.filter(pk=call.customer_id).first() if call.customer_id else None
    known = known or (Person.objects.filter(email__iexact=call.email).first() if call.email else None)
    if known is not None:
        return known
    if not call.name.strip():
        raise Refused(_("Say who it is: choose a customer, or write a name."))
    if call.email and not is_address(call.email):
        raise Refused(_("This e-mail address cannot be right."))
    return people.meet(name=call.name, email=call.email or None, phone=call.phone, language=call.language, by=by, at=at)
