"""Every way in which persons, areas and roles change."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.facts import (
    AreaOpened,
    PasswordChanged,
    PersonDisabled,
    PersonMet,
    PersonVerified,
    RoleGiven,
    RoleTaken,
)
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.ground.people.preferences import preferred


@transaction.atomic
def open_area(*, name: str, function: str, calendar: Calendar, by: str, at: datetime) -> Area:
    """A new team that serves."""
    area = Area.objects.create(name=name, function=function, calendar=calendar)
    tell(AreaOpened(area_id=area.pk), about=f"area:{area.pk}", by=by, at=at)
    return area


@transaction.atomic
def meet(
    *, name: str, email: str | None = None, phone: str = "", language: str = "en", zone: str = "", by: str, at: datetime
) -> Person:
    """The person behind an address: the one we know, else a new one. Their name is not changed by a stranger's mail."""
    email = (email or "").strip() or None
    known = Person.objects.filter(email__iexact=email).first() if email else None
    if known:
        return known
    shown = safe(name).strip()[:200] or (email or "").split("@")[0] or phone or _("Somebody")
    try:
        with transaction.atomic():
            person = Person.objects.create(
                name=shown,
                email=email,
                phone=safe(phone)[:40],
                language=known_language(language),
                zone=zone,
                found_by=plain(f"{shown} {email or ''}")[:400],
                password="!",
            )
    except IntegrityError:
        return Person.objects.get(email__iexact=email)
    tell(PersonMet(person_id=person.pk), about=person.ref, by=by, at=at)
    return person


@transaction.atomic
def give_role(*, person: Person, role: Role, area: Area | None = None, by: str, at: datetime) -> Membership:
    """A person begins to serve, manage or steer."""
    membership, is_new = Membership.objects.get_or_create(person=person, area=area, role=role)
    if is_new:
        fact = RoleGiven(person_id=person.pk, area_id=area.pk if area else None, role=role)
        tell(fact, about=person.ref, by=by, at=at)
    return membership


@transaction.atomic
def take_role(membership_id: int, *, by: str, at: datetime) -> None:
    """A person stops to serve, manage or steer; the right is gone at once."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    fact = RoleTaken(person_id=membership.person_id, area_id=membership.area_id, role=membership.role)
    membership.delete()
    tell(fact, about=f"person:{fact.person_id}", by=by, at=at)


@transaction.atomic
def set_password(person_id: int, *, password: str, by: str, at: datetime) -> Person:
    """A new password. Whoever was signed in with the old one is signed out."""
    if len(password) < 10:
        raise Refused(_("Please choose a password of at least 10 characters."))
    person = Person.objects.select_for_update().get(pk=person_id)
    person.set_password(password)
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
def disable(person_id: int, *, by: str, at: datetime) -> None:
    """A person may no longer come in; what they did stays."""
    Person.objects.filter(pk=person_id).update(is_active=False)
    tell(PersonDisabled(person_id=person_id), about=f"person:{person_id}", by=by, at=at)
