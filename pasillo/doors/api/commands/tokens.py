"""The keys of machines: made once, shown once, taken back at once."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.api.facts import TokenMade, TokenRevoked
from pasillo.doors.api.models import ApiToken
from pasillo.doors.api.scopes import known
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person, Role
from pasillo.ground.people.sight import sight_of

PREFIX = "pasillo_"
MOST, LONGEST = 50, timedelta(days=366)


def fingerprint(token: str) -> str:
    """What we keep of a token: nobody can get back from it to the token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(
    *,
    email: str,
    name: str,
    scopes: Collection[str] = (),
    areas: Collection[int] = (),
    expires_at: datetime | None = None,
    per_minute: int | None = None,
    by: str = "system",
    at: datetime,
) -> str:
    """A new key in the name of this person. It is shown once, and never again."""
    person = Person.objects.select_for_update().filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody here has this e-mail address."))
    token = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        person=person,
        name=" ".join(safe(name).split())[:120],
        fingerprint=fingerprint(token),
        scopes=known(scopes),
        areas=_areas(person, areas),
        expires_at=expires_at,
        per_minute=per_minute,
        made_at=at,
    )
    tell(TokenMade(person_id=person.pk, token_id=made.pk), about=person.ref, by=by, at=at)
    return token


@transaction.atomic
def make_own_token(
    person: Person, *, name: str, scopes: Collection[str], areas: Collection[int], days: int, at: datetime
) -> str:
    """A person makes a key for a machine of theirs: it has a name, a purpose and an end."""
    if not name.strip():
        raise Refused(_("Give it a name, so that you know later which machine it is."))
    if not known(scopes):
        raise Refused(_("Choose what it may do."))
    if not 1 <= days <= LONGEST.days:
        raise Refused(_("A token ends within a year: choose how long it lasts."))
    Person.objects.select_for_update().get(pk=person.pk)
    if ApiToken.objects.filter(person=person, revoked_at=None).count() >= MOST:
        raise Refused(_("You have many tokens already: take back those that you do not need any more."))
    ends = at + timedelta(days=days)
    return make_token(
        email=person.email or "", name=name, scopes=scopes, areas=areas, expires_at=ends, by=person.ref, at=at
    )


def _areas(person: Person, wished: Collection[int]) -> list[int]:
    """Only areas in which this person serves; whoever sees all may choose any."""
    if not wished:
        return []
    seen = sight_of(person)
    if not seen.serves or not (Role.HEAD in seen.roles or set(wished) <= seen.area_ids):
        raise Refused(_("A token can be bound to areas in which its person serves, and to no others."))
    return sorted({int(one) for one in wished})


@transaction.atomic
def revoke_token(token_id: int, *, by: str, at: datetime) -> None:
    """This key opens nothing any more."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, revoked_at=None).first()
    if token is None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    tell(TokenRevoked(person_id=token.person_id, token_id=token.pk), about=f"person:{token.person_id}", by=by, at=at)


@transaction.atomic
def revoke_tokens(*, email: str, name: str, by: str = "system", at: datetime) -> int:
    """The keys of this name open nothing any more."""
    living = ApiToken.objects.filter(person__email__iexact=email, name=name, revoked_at=None)
    found = list(living.values_list("pk", flat=True))
    for token_id in found:
        revoke_token(token_id, by=by, at=at)
    return len(found)


def revoke_all_of(person_id: int, *, at: datetime) -> int:
    """Every key in the name of this person opens nothing any more."""
    return ApiToken.objects.filter(person=person_id, revoked_at=None).update(revoked_at=at)
