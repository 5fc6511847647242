"""From what a machine sent to the opening of a case: the same checks as on every other door."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.api.cases.sent_ahead import files_of
from pasillo.doors.api.cases.shapes import CallerIn, CallIn, CaseIn, CustomerIn, NeedIn
from pasillo.doors.api.manner.reach import owner_of, visible
from pasillo.doors.api.trouble import WrongAnswers
from pasillo.doors.shell.answers import around
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.figures import write_figure
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight, sight_of
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.strategy.catalogue.audience import EVERYBODY, open_to
from pasillo.strategy.catalogue.models import RequestType
from pasillo.strategy.catalogue.queries import current_form, form_of, request_type_by_slug

OFFERED = "select id, audience from catalogue_service where slug = %s and state = 'published'"
AHEAD, LONGEST_AGO = timedelta(minutes=2), timedelta(days=31)

# How an answer is kept, and the name under which a form asks for it.
PARTS = {"amount": "{name}", "slot": "{name}", "agreed": "{name}", "person": "{name}.id"}


def opening_of(
    request: HttpRequest, body: CaseIn | CallIn, customer: Person, *, key: str = "", channel: str = "api", at: datetime
) -> Opening:
    """Everything that is known of the need."""
    opening = need_of(request, body, customer, text=body.text, at=at)
    return replace(
        opening,
        channel=channel,
        files=files_of(request, body.files),
        contact_at=occurred(body.occurred_at, at=at),
        key=key or None,
    )


def need_of(request: HttpRequest, body: NeedIn, customer: Person, *, text: str, at: datetime) -> Opening:
    """The service, the form and the words of a need."""
    eyes = _eyes_of(request, customer)
    asked = _asked(body, eyes)
    version = current_form(asked.pk) if asked else None
    return Opening(
        customer_id=customer.pk,
        service_id=asked.service_id if asked else _service(body.service, eyes),
        subject=body.subject,
        text=text,
        channel="api",
        language=body.language or customer.language,
        request_type_id=asked.pk if asked else None,
        form_version_id=version.pk if version else None,
        kind=asked.kind if asked else None,
        answers=_answers(request, version, body.answers, at=at),
    )


def occurred(moment: datetime | None, *, at: datetime) -> datetime | None:
    """The event's own time: it lies behind us, and not longer than a month."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise Refused(_("Say in which zone it happened, as in 2026-11-28T09:30:00+01:00."))
    if moment > at + AHEAD:
        raise Refused(_("It cannot have happened in the future."))
    if moment < at - LONGEST_AGO:
        raise Refused(_("It happened more than a month ago."))
    return min(moment, at)


@for_the_house("what this very machine has sent before need not be its own to read")
def tells_the_same(case: Case, opening: Opening) -> bool:
    """Whether a case that was opened before under this key came from the same words."""
    said = Message.objects.filter(conversation=case.conversation_id, came_from=None)
    if case.merged_into:
        said = Message.objects.filter(conversation=case.merged_into.conversation_id, came_from=case.conversation_id)
    first = said.order_by("pk").values_list("text", flat=True)
    told = (case.customer_id, case.service_id, case.request_type_id, case.answers, case.language)
    same = told == (
        opening.customer_id,
        opening.service_id,
        opening.request_type_id,
        dict(opening.answers),
        known_language(opening.language),
    )
    subject = " ".join(safe(opening.subject).split())[:300]
    return same and subject in ("", case.subject) and first[0] == safe(opening.text)


def _eyes_of(request: HttpRequest, customer: Person) -> Callable[[], Sight]:
    """What is offered to whoever needs it, not to the machine that tells it: asked only where it matters."""
    return lambda: sight(request) if customer.pk == owner_of(request).pk else sight_of(customer)


def _service(slug: str, eyes: Callable[[], Sight]) -> int:
    """A service that is offered to them, by its slug: asked in few words, because every case asks it."""
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, [safe(slug)])
        found = cursor.fetchone()
    if found is None or (found[1] not in EVERYBODY and found[1] not in open_to(eyes())):
        raise Refused(_("There is no service of this name."))
    return int(found[0])


def _asked(body: NeedIn, eyes: Callable[[], Sight]) -> RequestType | None:
    if body.request_type is None:
        return None
    try:
        return request_type_by_slug(safe(body.service), safe(body.request_type), eyes())
    except LookupError:
        raise Refused(_("This service has no request of this name.")) from None


def asked_for(request: HttpRequest, given: CustomerIn, *, at: datetime) -> Person:
    """Only whoever serves may ask for somebody else."""
    if not sight(request).serves:
        raise Refused(_("This token may only ask for its own person: leave the customer out."))
    if not is_address(given.email):
        raise Refused(_("This e-mail address cannot be right."))
    return meet(name=given.name, email=given.email, language=given.language, by=who(request), at=at)


def caller_of(request: HttpRequest, given: CallerIn, *, at: datetime) -> Person:
    """Who calls or stands there: somebody we know, else somebody new, who need not have an address."""
    if given.id is not None:
        known = Person.objects.filter(pk=given.id, pk__in=visible(request).values("customer_id")).first()
        if known is None:
            raise Refused(_("Please choose again who it is."))
        return known
    if given.email and not is_address(given.email):
        raise Refused(_("This e-mail address cannot be right."))
    if not given.email and not given.name.strip():
        raise Refused(_("Say who it is: choose a customer, or write a name."))
    address = given.email or None
    return meet(
        name=given.name, email=address, phone=given.phone, language=given.language, by=who(request), at=at
    )  # fmt: skip


def _answers(request: HttpRequest, version: Any, given: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """The answers as the form reads them; one that is missing or wrong is told by its name."""
    if version is None:
        return {}
    form = form_of(version)
    surroundings = around(form, request_type_id=version.request_type_id, seen=sight(request), at=at)
    checked = form.check(dict(_raw(given)), around=surroundings)
    if not checked.is_good:
        raise WrongAnswers({name: str(why) for name, why in checked.errors.items()})
    return dict(checked.answers)


def _raw(given: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in given.items():
        if isinstance(value, dict):
            yield from (
                (PARTS.get(part, "{name}.{part}").format(name=name, part=part), _texts(one))
                for part, one in value.items()
            )
        else:
            yield name, _texts(value)


def _texts(value: Any) -> list[str]:
    """A value of JSON as a form would send it."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, (int, float)):
        return [write_figure(value, get_language())]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else [str(value)]
