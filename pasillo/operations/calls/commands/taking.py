"""Every way in which phone systems and calls change."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.journal.whispering import whisper
from pasillo.ground.kit.claimed import believed
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person
from pasillo.ground.people.together import one_person
from pasillo.operations.calls.facts import PhoneSystemChanged
from pasillo.operations.calls.models import Call, PhoneSystem
from pasillo.operations.calls.queries import PHONE, who_may_call
from pasillo.operations.calls.telling_numbers import ending
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.commands import Words
from pasillo.strategy.catalogue.queries import general_service

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class SystemAs:
    """A phone system as somebody wishes it. A secret that is empty keeps the one that we have."""

    name: str
    service_id: int | None = None
    language: str = "en"
    extensions: Mapping[str, int] = field(default_factory=dict)
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a phone system tells of a call."""

    outside_id: str
    event: str
    number: str = ""
    extension: str = ""
    outgoing: bool = False
    happened_at: datetime


@transaction.atomic
def set_up(system_id: int | None, wish: SystemAs, *, sealed: bytes, version: int, by: str, at: datetime) -> PhoneSystem:
    """A phone system, new or changed."""
    if not wish.name.strip():
        raise Refused(_("Please give it a name by which you know it."))
    system = _locked(system_id, version) if system_id else PhoneSystem(key=secrets.token_urlsafe(24))
    system.name, system.service_id, system.language = safe(wish.name).strip()[:120], wish.service_id, wish.language
    system.extensions, system.is_active = dict(wish.extensions), wish.is_active
    system.sealed = sealed or system.sealed
    if not system.sealed:
        raise Refused(_("A phone system needs a secret with which it signs."))
    system.version = system.version + 1 if system.pk else 1
    system.save(force_insert=system.pk is None)
    fact = PhoneSystemChanged(
        system_id=system.pk,
        is_new=system_id is None,
        is_active=system.is_active,
        new_secret=system_id is not None and bool(sealed),
    )
    tell(fact, about=f"phone_system:{system.pk}", by=by, at=at)
    return system


def _locked(system_id: int, version: int) -> PhoneSystem:
    system = PhoneSystem.objects.select_for_update().get(pk=system_id)
    if system.version != version:
        raise ChangedMeanwhile(system)
    return system


@transaction.atomic
def note_refusal(system_id: int, *, at: datetime) -> None:
    """A call of somebody else was refused. Written down once a minute at most."""
    PhoneSystem.objects.filter(pk=system_id).exclude(refused_at__gt=at - MINUTE).update(refused_at=at)


@transaction.atomic
def take(system_id: int, told: Told, *, at: datetime) -> Call:
    """What a phone system tells of a call. Copies and what comes out of order change nothing."""
    system = PhoneSystem.objects.select_for_update().get(pk=system_id)
    PhoneSystem.objects.filter(pk=system.pk).update(heard_at=at)
    moment = believed(told.happened_at, arrived=at)
    call = Call.objects.select_for_update().filter(system=system, outside_id=told.outside_id[:120]).first()
    call = call or _begun(system, told, moment)
    if told.event == "answered" and call.answered_at is None:
        _answered(call, system, told, moment)
    if told.event == "ended" and call.ended_at is None:
        call.ended_at = max(moment, call.answered_at or call.began_at)
        call.save(update_fields=["ended_at"])
        _ended(call, system, at=at)
    if call.agent_id and told.event in ("ringing", "answered"):
        whisper(f"person:{call.agent_id}")
    return call


def _begun(system: PhoneSystem, told: Told, moment: datetime) -> Call:
    known = who_may_call(told.number)
    return Call.objects.create(
        system=system,
        outside_id=told.outside_id[:120],
        outgoing=told.outgoing,
        number=safe(told.number)[:40],
        extension=told.extension[:40],
        agent=_agent_at(system, told.extension),
        customer=known[0] if len(known) == 1 else None,
        began_at=moment,
    )


def _answered(call: Call, system: PhoneSystem, told: Told, moment: datetime) -> None:
    """Who picks up has the call, at whichever extension it rang first."""
    call.answered_at = max(moment, call.began_at)
    if told.extension and told.extension != call.extension:
        call.extension, call.agent = told.extension[:40], _agent_at(system, told.extension)
    call.save(update_fields=["answered_at", "extension", "agent"])


def _agent_at(system: PhoneSystem, extension: str) -> Person | None:
    number = system.extensions.get(extension)
    return Person.objects.filter(pk=number, is_active=True).first() if number else None


def _ended(call: Call, system: PhoneSystem, *, at: datetime) -> None:
    if call.case_id and call.minutes and call.logged:
        _note_length(call, call.case_id, at=at)
    if call.was_missed and ending(call.number):
        _owe_a_call(call, system, at=at)


def _note_length(call: Call, case_id: int, *, at: datetime) -> None:
    """They were still talking when it was written down: now it is known how long."""
    case = Case.objects.get(pk=case_id)
    if may(case.state, "note"):
        with translation.override(call.system.language):
            words = _("The call took %(n)s min.") % {"n": call.minutes}
        cases.note(case.pk, text=words, by="system", at=at)


def _owe_a_call(call: Call, system: PhoneSystem, *, at: datetime) -> None:
    """Nobody answered: somebody has to call back. Who tries again waits in the same case."""
    service = system.service or general_service()
    if service is None:
        return
    with translation.override(system.language):
        when = {"number": call.number, "at": call.began_at.strftime("%H:%M")}
        words = _("%(number)s called at %(at)s (UTC), and nobody answered. Please call back.") % when
        customer = call.customer or _somebody_at(call, system, at=at)
        waiting = _waits_already(call, customer)
        if waiting is None:
            opening = cases.Opening(
                customer_id=customer.pk,
                service_id=service.pk,
                subject=_("Call back: %(number)s") % when,
                text=words,
                channel=PHONE,
                language=customer.language or system.language,
                contact_at=call.began_at,
            )
            waiting = cases.open_case(opening=opening, by="system", at=at)
        else:
            said = Words(text=words, channel=PHONE)
            cases.customer_writes(waiting.pk, author_id=customer.pk, words=said, by="system", at=call.began_at)
    Call.objects.filter(pk=call.pk).update(case=waiting, customer=customer)


def _somebody_at(call: Call, system: PhoneSystem, *, at: datetime) -> Person:
    """A person of whom we know the number alone, or the first of those who share it."""
    known = who_may_call(call.number)
    if known:
        return known[0]
    name = _("Caller %(number)s") % {"number": call.number}
    language = known_language(system.language)
    return meet(name=name, email=None, phone=call.number, language=language, by="system", at=at)


def _waits_already(call: Call, customer: Person) -> Case | None:
    """The case in which a call of theirs waits that nobody answered."""
    contacts = one_person(customer.pk)
    missed = Call.objects.filter(customer__in=contacts, answered_at=None, outgoing=False, case__isnull=False)
    living = Case.objects.living().filter(pk__in=missed.values("case_id"), customer__in=contacts)
    return living.order_by("-opened_at").first()


@transaction.atomic
def log_into(call_id: int, *, case_id: int, by: str, at: datetime) -> None:
    """What was said stands in this case now; how long they talked follows when they hang up."""
    Call.objects.filter(pk=call_id).update(case=case_id, logged=True)
