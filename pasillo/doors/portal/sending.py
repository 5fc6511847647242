"""A filled form becomes a request: once, however often the button was pressed."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from pasillo.doors.portal import commands
from pasillo.doors.portal.filled import Filled
from pasillo.doors.portal.promise_card import promise_card
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import person
from pasillo.ground.effects.queries import result_of
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.promises.commands import keep_card
from pasillo.strategy.catalogue.models import FormVersion, RequestType

TITLE = 80


@transaction.atomic
def send(
    request: HttpRequest, request_type: RequestType, version: FormVersion | None, filled: Filled, *, draft_key: UUID
) -> Case:
    """Opens the request and lets the draft go."""
    customer, is_known = _customer(request, filled)
    language = get_language() or "en"
    opening = Opening(
        customer_id=customer.pk,
        service_id=request_type.service_id,
        subject=_subject(request_type, filled, language),
        text=filled.text(),
        channel="portal",
        language=language,
        request_type_id=request_type.pk,
        form_version_id=version.pk if version else None,
        answers=filled.answers,
        files=[FileIn(name=file.name, blob=file.blob) for file in filled.files],
        key=str(filled.key),
        unverified=not is_known,
        kind=request_type.kind,
    )
    at = now()
    case = open_case(opening=opening, by=customer.ref, at=at)
    card = promise_card(
        request_type.service, language, at=at, request_type_id=request_type.pk, kinds=[request_type.kind]
    )
    keep_card(case.pk, lines=card.lines(), language=language, at=at)
    commands.drop_draft(draft_key)
    return case


def _customer(request: HttpRequest, filled: Filled) -> tuple[Person, bool]:
    someone = person(request)
    if someone is not None:
        return someone, True
    contact = filled.contact
    met = meet(name=contact.name, email=contact.email, language=get_language() or "en", by="system", at=now())
    return met, False


def _subject(request_type: RequestType, filled: Filled, language: str) -> str:
    """The customer's own first words, by which a case is told from its neighbours; else what was asked for."""
    if filled.own_words:
        line = filled.own_words.splitlines()[0].strip()
        return line if len(line) <= TITLE else line[: TITLE - 1].rsplit(" ", 1)[0] + "…"
    names = (in_language(request_type.service.names, language), in_language(request_type.names, language))
    return ": ".join(dict.fromkeys(names))


def case_sent_before(key: UUID) -> Case | None:
    """The request that this very form became when it was sent the first time."""
    about = result_of(f"form:{key}")
    if not about.startswith("case:"):
        return None
    with for_the_house("who sends a form again need not have signed in, and its key is nobody else's"):
        return Case.objects.filter(pk=int(about.removeprefix("case:"))).first()
