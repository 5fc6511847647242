"""Every way in which faults change."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.effects import commands as effects
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import are_together, forget, known
from pasillo.ground.kit.words import _ as lazy
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.cases.models import Case
from pasillo.operations.faults.facts import FaultJoined
from pasillo.operations.faults.models import Affected, Fault, FaultPlan
from pasillo.strategy.catalogue.queries import current_form, form_of

ANY = "any fault"
REPAIRED = (
    lazy("Hello %(name)s,\n\nthe fault that you reported too is repaired: %(place)s."),
    lazy("Repaired: %(place)s"),
)
TAKEN_BACK = (
    lazy(
        "Hello %(name)s,\n\nthe report of the fault that affects you too was taken back: %(place)s. "
        "If it is still broken, please report it."
    ),
    lazy("Taken back: %(place)s"),
)


@transaction.atomic
def set_plan(request_type_id: int, *, place_field: str, days: int = 7, by: str, at: datetime) -> FaultPlan:
    """From now on what is asked here is a fault at a place, and is reported once."""
    places = {asked.key: asked.kind for asked in form_of(current_form(request_type_id)).fields}
    if places.get(place_field) != "choice":
        raise Refused(_("The place has to be a question with a list to choose from."))
    given = {"place_field": place_field, "days": days}
    made, _is_new = FaultPlan.objects.update_or_create(request_type_id=request_type_id, defaults=given)
    return made


@transaction.atomic
def report(case_id: int, *, plan: FaultPlan, place: str, at: datetime) -> Fault:
    """Something is broken there."""
    forget(ANY)
    return Fault.objects.create(case_id=case_id, plan=plan, place=place[:120], reported_at=at)


@transaction.atomic
def join(fault_id: int, *, person_id: int, by: str, at: datetime) -> Fault:
    """It is broken for this person too: they are told when it is repaired. Joining twice is joining once."""
    fault = Fault.objects.select_for_update().get(pk=fault_id)
    if fault.repaired_at is not None:
        raise Refused(_("This is repaired already. If it is broken again, report it."))
    if Case.objects.filter(pk=fault.case_id, customer_id=person_id).exists():
        raise Refused(_("You reported this yourself."))
    _row, is_new = Affected.objects.get_or_create(fault=fault, person_id=person_id, defaults={"joined_at": at})
    if is_new:
        fact = FaultJoined(case_id=fault.case_id, person_id=person_id, affected=fault.affected.count())
        tell(fact, about=f"case:{fault.case_id}", by=by, at=at)
    return fault


@transaction.atomic
def repaired(case_id: int, *, is_repaired: bool = True, at: datetime) -> None:
    """It works again, or the report was taken back: everybody who joined is told, once, in their language."""
    if are_together() and not known(ANY, Fault.objects.exists):
        return
    if not asked(_still_broken, case_id):
        return  # as of nearly every case
    joined = Fault.objects.select_related("case", "case__form_version", "plan")
    fault = joined.select_for_update(of=("self",)).filter(case=case_id).first()
    if fault is None or fault.repaired_at is not None:
        return
    fault.repaired_at = at
    fault.save(update_fields=["repaired_at"])
    waiting = Affected.objects.filter(fault=fault, told_at=None).select_related("person")
    for one in waiting:
        _tell(fault, one.person, is_repaired=is_repaired, at=at)
    waiting.update(told_at=at)


def _still_broken(case_id: int) -> QuerySet[Any]:
    return Fault.objects.filter(case=case_id, repaired_at=None).values_list("pk", flat=True)


@transaction.atomic
def hand_over(case_id: int, *, into_id: int) -> None:
    """The same fault was reported twice: it is one fault from now on, and nobody who joined it is forgotten."""
    fault = Fault.objects.select_for_update().filter(case=case_id, repaired_at=None).first()
    if fault is None:
        return
    known = Fault.objects.select_for_update().filter(case=into_id).first()
    if known is None:
        fault.case_id = into_id
        fault.save(update_fields=["case"])
        return
    there = Affected.objects.filter(fault=known).values("person_id")
    Affected.objects.filter(fault=fault).exclude(person_id__in=there).update(fault=known)
    fault.delete()


@transaction.atomic
def broken_again(case_id: int) -> None:
    """It was not repaired after all."""
    if are_together() and not known(ANY, Fault.objects.exists):
        return
    Fault.objects.filter(case=case_id).update(repaired_at=None)
    Affected.objects.filter(fault__case=case_id).update(told_at=None)


def _tell(fault: Fault, person: Person, *, is_repaired: bool, at: datetime) -> None:
    if not person.email:
        return
    with translation.override(person.language):
        words = {"name": person.name, "place": place_name(fault, person.language)}
        text, subject = (str(said % words) for said in (REPAIRED if is_repaired else TAKEN_BACK))
    letter = {"template": "repaired", "to": person.email, "language": person.language}
    key = f"fault:{fault.pk}:{person.pk}:{fault.case.cycle}"
    payload = letter | {"subject": f"{subject}", "text": f"{text}\n\n{organisation_name()}"}
    effects.promise("mail", key=key, payload=payload, about=fault.case.ref, at=at)


def place_name(fault: Fault, language: str) -> str:
    """The place as the form calls it, in a language."""
    told = form_of(fault.case.form_version)
    asked = next((one for one in told.fields if one.key == fault.plan.place_field), None)
    names = {option.value: in_language(option.names, language) for option in asked.options} if asked else {}
    return names.get(fault.place, fault.place)
