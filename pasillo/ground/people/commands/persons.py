"""Persons: met, verified, with a password, as they like to work, and gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit import together
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands.administrators import keep_one_besides
from pasillo.ground.people.facts import PasswordChanged, PersonDisabled, PersonEnabled, PersonMet, PersonVerified
from pasillo.ground.people.models import Identity, Person
from pasillo.ground.people.organisation import house_language
from pasillo.ground.people.preferences import preferred
from pasillo.ground.people.secret_words import keep_out_the_guessing


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """Somebody who wrote to us, as they call themselves."""

    name: str
    email: str
    language: str = "en"


def meet(
    *, name: str, email: str | None = None, phone: str = "", language: str | None = None, zone: str = "", by: str,
    at: datetime,
) -> Person:  # fmt: skip
    """The person behind an address: the one we know, else a new one, who is spoken to in the language of the house if
    none is named. Their name is not changed by a stranger's mail.
    """
    met: Person | None = together.recall(("met", (email or "").strip().lower()))
    return met or _meet(name, (email or "").strip() or None, phone, language, zone, by=by, at=at)


@transaction.atomic
def _meet(
    name: str, email: str | None, phone: str, language: str | None, zone: str, *, by: str, at: datetime
) -> Person:
    known = _known_by(email) if email else None
    if known:
        return known
    person = _stranger(name, email, phone, language, zone)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        return Person.objects.get(email__iexact=email)
    tell(PersonMet(person_id=person.pk), about=person.ref, by=by, at=at)
    return person


def _known_by(email: str) -> Person | None:
    """By the address they sign in with, else by another one of which somebody has made sure that it is theirs."""
    first = Person.objects.filter(email__iexact=email).first()
    return first or Person.objects.filter(identities__realm="email", identities__address=email.lower()).first()


def _stranger(name: str, email: str | None, phone: str, language: str | None, zone: str) -> Person:
    shown = safe(name).strip()[:200] or (email or "").split("@")[0] or phone or _("Somebody")
    return Person(
        name=shown,
        email=email,
        phone=safe(phone)[:40],
        language=known_language(language or house_language()),
        zone=zone,
        found_by=plain(f"{shown} {email or ''}")[:400],
        password="!",
    )


@transaction.atomic
def meet_all(many: Sequence[Stranger], *, by: str, at: datetime) -> list[Person]:
    """The persons behind several addresses, asked for and made at once: whoever says `meet` in this transaction after
    it, inside of `together`, has them already. They are made in the order of their addresses, so that two who meet the
    same strangers at the same moment wait for each other, and never in a ring.
    """
    wanted = {one.email.strip().lower(): one for one in many}
    found = _behind(wanted)
    unmet = [one for key, one in sorted(wanted.items()) if key not in found]
    fresh = [_stranger(one.name, one.email, "", one.language, "") for one in unmet]
    try:
        with transaction.atomic():
            Person.objects.bulk_create(fresh)
    except IntegrityError:  # somebody else met one of them at this very moment: `meet` asks for each by itself
        fresh = []
    for person in fresh:
        tell(PersonMet(person_id=person.pk), about=person.ref, by=by, at=at)
    met = [*found.values(), *fresh]
    for key, person in {**found, **{str(one.email).lower(): one for one in fresh}}.items():
        together.note(("met", key), person)
    return met


def _behind(addresses: Collection[str]) -> dict[str, Person]:
    upper = [address.upper() for address in addresses]
    also = Identity.objects.filter(realm="email", address__in=[one.lower() for one in addresses]).select_related(
        "person"
    )
    found = {str(one.email).lower(): one for one in Person.objects.alias(at=Upper("email")).filter(at__in=upper)}
    return {one.address: one.person for one in also.select_related("person")} | found


@transaction.atomic
def set_password(person_id: int, *, password: str, by: str, at: datetime) -> Person:
    """A new password. Whoever was signed in with the old one is signed out."""
    person = Person.objects.select_for_update().get(pk=person_id)
    keep_out_the_guessing(password, person)
    person.password = together.known(("hashed", password), lambda: make_password(password))
    person.save(update_fields=["password"])
    tell(PasswordChanged(person_id=person.pk), about=person.ref, by=by, at=at)
    return person


@transaction.atomic
def verify(person_id: int, *, by: str, at: datetime) -> Person:
    """The address was proven to be theirs: a click on a mail that only they received."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.verified_at is None:
        person.verified_at = at
        person.save(update_fields=["verified_at"])
        tell(PersonVerified(person_id=person.pk), about=person.ref, by=by, at=at)
    return person


@transaction.atomic
def choose_language(person_id: int, *, language: str, by: str, at: datetime) -> None:
    """The language in which a person wants to read us."""
    Person.objects.filter(pk=person_id).update(language=known_language(language))


@transaction.atomic
def prefer(person_id: int, *, name: str, value: Any, by: str, at: datetime) -> Person:
    """How a person likes to work, on every device they use: one of the names in `preferences`."""
    person = Person.objects.select_for_update().get(pk=person_id)
    person.preferences = {**person.preferences, name: preferred(name, value)}
    person.save(update_fields=["preferences"])
    return person


@transaction.atomic
def describe_self(person_id: int, *, name: str, phone: str, language: str, zone: str, by: str, at: datetime) -> Person:
    """How a person wants to be called and reached, and in which language and zone."""
    name = safe(name).strip()
    if not name:
        raise Refused(_("Please tell us your name."))
    if zone and zone not in available_timezones():
        raise Refused(_("We do not know this time zone."))
    person = Person.objects.select_for_update().get(pk=person_id)
    person.name, person.phone, person.zone = name[:200], safe(phone).strip()[:40], zone
    person.language = known_language(language)
    person.found_by = plain(f"{person.name} {person.email or ''}")[:400]
    person.save(update_fields=["name", "phone", "zone", "language", "found_by"])
    return person


@transaction.atomic
def forget_password(person_id: int, *, by: str, at: datetime) -> None:
    """The password opens nothing any more: whoever chose it was not proven to be this person."""
    person = Person.objects.select_for_update().get(pk=person_id)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    tell(PasswordChanged(person_id=person.pk), about=person.ref, by=by, at=at)


@transaction.atomic
def disable(person_id: int, *, by: str, at: datetime) -> None:
    """A person may no longer come in; what they did stays. The last administrator stays, too."""
    keep_one_besides(person_id)
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    tell(PersonDisabled(person_id=person_id), about=person.ref, by=by, at=at)


@transaction.atomic
def enable(person_id: int, *, by: str, at: datetime) -> None:
    """A person may come in again, with the roles they had."""
    if Person.objects.filter(pk=person_id, is_active=False).update(is_active=True):
        tell(PersonEnabled(person_id=person_id), about=f"person:{person_id}", by=by, at=at)
