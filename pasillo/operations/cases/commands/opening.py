"""A need is told to us: a case begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.effects.queries import result_of
from pasillo.ground.files.models import Blob
from pasillo.ground.journal.telling import tell_all
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.cases.facts import CaseOpened, MessageReceived
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations import commands as conversations
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.strategy.catalogue.models import RequestType, Service

WHERE_IT_SHOWS = ("portal", "email", "api")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Everything that a door knows when a need is told."""

    customer_id: int
    service_id: int
    subject: str
    text: str
    channel: str
    language: str = "en"
    request_type_id: int | None = None
    form_version_id: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[FileIn] = ()
    html: Blob | None = None
    quoted: str = ""
    outside_id: str = ""
    key: str | None = None
    contact_at: datetime | None = None
    unverified: bool = False
    kind: str | None = None
    follows_id: int | None = None
    acknowledge: bool = True


@transaction.atomic
def open_case(*, opening: Opening, by: str, at: datetime) -> Case:
    """A need is told to us. The same submission sent twice is one case: the second answer is the first case.

    The promises count from the customer's first contact, which may lie before `at`.
    """
    if opening.key and not effects.once(f"form:{opening.key}", at=at):
        return _first_case(opening.key)

    case = _lay_down(opening, at=at)
    if opening.key:
        effects.note_result(f"form:{opening.key}", about=case.ref)
    if opening.acknowledge and opening.channel in WHERE_IT_SHOWS:
        _promise_acknowledgement(case, at=at)
    _tell_opening(case, opening, by=by)
    return case


def _first_case(key: str) -> Case:
    about = result_of(f"form:{key}")
    if not about.startswith("case:"):
        raise Refused(_("This form was sent before. Please open the page again."))
    return Case.objects.get(pk=int(about.removeprefix("case:")))


def _lay_down(opening: Opening, *, at: datetime) -> Case:
    service = Service.objects.only("area_id").get(pk=opening.service_id)
    customer = Person.objects.only("account_id").get(pk=opening.customer_id)
    first_contact = opening.contact_at or at
    subject = " ".join(safe(opening.subject).split())[:300] or _first_line(opening.text) or _("No subject")
    conversation = conversations.begin(
        customer_id=customer.pk, channel=opening.channel, subject=subject, at=first_contact
    )
    return Case.objects.create(
        customer=customer,
        account_id=customer.account_id,
        service=service,
        request_type_id=opening.request_type_id,
        form_version_id=opening.form_version_id,
        answers=dict(opening.answers),
        kind=opening.kind or _kind(opening.request_type_id),
        subject=subject,
        state=State.NEW,
        area_id=service.area_id,
        language=known_language(opening.language),
        channel=opening.channel,
        conversation=conversation,
        follows_id=opening.follows_id,
        unverified=opening.unverified,
        opened_at=first_contact,
        changed_at=at,
        waiting_since=first_contact,
    )


def _first_line(text: str) -> str:
    line = next((line.strip() for line in safe(text).splitlines() if line.strip()), "")
    return line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + "…"


def _kind(request_type_id: int | None) -> str:
    if request_type_id is None:
        return "question"
    return RequestType.objects.values_list("kind", flat=True).get(pk=request_type_id)


def _promise_acknowledgement(case: Case, *, at: datetime) -> None:
    payload = {"template": "acknowledgement", "case_id": case.pk, "person_id": case.customer_id}
    effects.promise("mail", key=f"{case.ref}:acknowledgement", payload=payload, about=case.ref, at=at)


def _tell_opening(case: Case, opening: Opening, *, by: str) -> None:
    words = Words(
        text=opening.text,
        channel=opening.channel,
        files=opening.files,
        html=opening.html,
        quoted=opening.quoted,
        language=opening.language,
        outside_id=opening.outside_id,
    )
    message = conversations.say(
        case.conversation_id, direction="in", author_id=case.customer_id, words=words, at=case.opened_at
    )
    opened = CaseOpened(
        case_id=case.pk,
        number=case.number,
        service_id=case.service_id,
        request_type_id=case.request_type_id,
        customer_id=case.customer_id,
        area_id=case.area_id,
        channel=case.channel,
        kind=case.kind,
        language=case.language,
        conversation_id=case.conversation_id,
        follows_id=case.follows_id,
        unverified=case.unverified,
    )
    received = MessageReceived(
        case_id=case.pk,
        message_id=message.pk,
        conversation_id=case.conversation_id,
        channel=case.channel,
        person_id=case.customer_id,
    )
    tell_all([opened, received], about=case.ref, by=by, at=case.opened_at)


def follow_up(case: Case, words: Words, *, author_id: int, key: str | None, by: str, at: datetime) -> Case:
    """A new case that follows one which has been over for long."""
    opening = Opening(
        customer_id=author_id,
        service_id=case.service_id,
        subject=case.subject,
        text=words.text,
        channel=words.channel,
        language=case.language,
        request_type_id=case.request_type_id,
        kind=case.kind,
        files=words.files,
        html=words.html,
        quoted=words.quoted,
        outside_id=words.outside_id,
        key=key,
        follows_id=case.pk,
    )
    return open_case(opening=opening, by=by, at=at)
