"""What machines may change: keys, and cases with the promise that a thing sent twice is done once."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.api.models import ApiToken
from pasillo.ground.effects.commands import note_result, once
from pasillo.ground.effects.queries import result_of
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person

PREFIX = "pasillo_"


class KeyUsedForSomethingElse(Exception):
    """The same Idempotency-Key came with another body."""


def fingerprint(token: str) -> str:
    """What we keep of a token: nobody can get back from it to the token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(*, email: str, name: str, at: datetime) -> str:
    """A new key in the name of this person. It is shown once, and never again."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody here has this e-mail address."))
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(person=person, name=name[:120], fingerprint=fingerprint(token), made_at=at)
    return token


def revoke_tokens(*, email: str, name: str, at: datetime) -> int:
    """The keys of this name open nothing any more."""
    living = ApiToken.objects.filter(person__email__iexact=email, name=name, revoked_at=None)
    return living.update(revoked_at=at)


def revoke_all_of(person_id: int, *, at: datetime) -> int:
    """Every key in the name of this person opens nothing any more."""
    return ApiToken.objects.filter(person=person_id, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def do_once(*, person_id: int, key: str, body: bytes, at: datetime, do: Callable[[], str]) -> str:
    """Do it and remember what came of it; asked again with the same key and the same body, only tell it again."""
    if not key:
        return do()
    cause = f"api:{person_id}:{key[:120]}"
    print_of_body = hashlib.sha256(body).hexdigest()[:32]
    if once(cause, at=at):
        about = do()
        note_result(cause, about=f"{about} {print_of_body}")
        return about
    about, _space, known = result_of(cause).partition(" ")
    if known != print_of_body:
        raise KeyUsedForSomethingElse
    return about
