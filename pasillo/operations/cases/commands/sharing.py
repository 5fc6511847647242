"""Whom the customer takes along: people who read and write in a case without being its customer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasillo.ground.asking import asked
from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import are_together, forget, known
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands import meet
from pasillo.operations.cases.commands.step import in_customers_language, locked, person_in, say
from pasillo.operations.cases.facts import PersonAdded, PersonLeft
from pasillo.operations.cases.models import Case, Participant

MOST = 10
TEMPLATE = "shared"
ANY = "anybody beside the customer"


@transaction.atomic
def add_person(case_id: int, *, email: str, by: str, at: datetime) -> Participant:
    """Somebody may read and write in this case from now on, and is told so by mail with a link of their own.

    The answer is the same whether we know the address or not.
    """
    case = locked(case_id)
    _check_address(email)
    _check_room(case)
    person = meet(name="", email=email.strip(), language=case.language, by=by, at=at)
    if person.pk == case.customer_id:
        raise Refused(_("This is the customer's own address."))
    taking_part, is_new = Participant.objects.get_or_create(
        case=case, person=person, defaults={"added_by_id": person_in(by), "added_at": at}
    )
    forget(("others", case.pk))
    forget(ANY)
    if is_new:
        say(case, PersonAdded(case_id=case.pk, person_id=person.pk), by=by, at=at)
        payload = {"template": TEMPLATE, "case_id": case.pk, "person_id": person.pk, "text": _letter(case)}
        effects.promise("mail", key=f"shared:{taking_part.pk}", payload=payload, about=case.ref, at=at)
    return taking_part


@transaction.atomic
def remove_person(case_id: int, *, person_id: int, by: str, at: datetime) -> None:
    """Somebody takes no part any more: they see nothing of the case from this moment on."""
    case = locked(case_id)
    gone, _tables = Participant.objects.filter(case=case, person_id=person_id).delete()
    if not gone:
        raise Refused(_("This person takes no part in it."))
    forget(("others", case.pk))
    say(case, PersonLeft(case_id=case.pk, person_id=person_id), by=by, at=at)


def takes_part(case: Case, person_id: int | None) -> bool:
    """Whether this person may write here; nobody in particular may."""
    if person_id is None or person_id == case.customer_id:
        return True
    return Participant.objects.filter(case=case, person_id=person_id).exists()


def tell_the_others(case: Case, message_id: int, *, at: datetime) -> None:
    """What we say to the customer also goes to those with whom they share it, each by a letter of their own."""
    for person_id in known(("others", case.pk), lambda: _others(case)):
        payload = {"template": "reply", "copy_of": message_id, "case_id": case.pk, "person_id": person_id}
        effects.promise("mail", key=f"message:{message_id}:to:{person_id}", payload=payload, about=case.ref, at=at)


def _others(case: Case) -> list[int]:
    if are_together() and not known(ANY, Participant.objects.exists):
        return []
    return asked(_reached, case.pk)


def _reached(case_id: int) -> QuerySet[Any]:
    return Participant.objects.filter(case=case_id, person__email__isnull=False).values_list("person_id", flat=True)


def _letter(case: Case) -> str:
    said = gettext_lazy(
        "%(name)s wants you to take part in their request %(number)s: you can read what was said, and write. "
        "The link below is yours alone."
    )
    return in_customers_language(case, said % {"name": case.customer.name, "number": case.number})


def _check_address(email: str) -> None:
    if not is_address(email.strip()):
        raise Refused(_("This e-mail address is not complete. An example: ana@example.com"))


def _check_room(case: Case) -> None:
    if case.is_over:
        raise Refused(_("This request is finished: nobody can be added to it any more."))
    if case.unverified:
        raise Refused(_("First show us that your e-mail address is yours: open the link that we sent you."))
    if Participant.objects.filter(case=case).count() >= MOST:
        raise Refused(_("No more than %(count)s people can take part in one request.") % {"count": MOST})
