"""Passwords and codes that are tried: the wrong ones are counted, and after some of them one waits."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from pasillo.doors.shell.commands.sessions import forget_ended_sessions
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import FailedTry, MailedToken, SignInLink
from pasillo.doors.shell.patience import FREE_FOR_ACCOUNT, FREE_FOR_RANGE, WINDOW, address_range, to_wait
from pasillo.ground.people.models import Person

LONGEST_PASSWORD = 200


def try_password(email: str, password: str, *, address: str, at: datetime) -> Person | None:
    """The person, if the password is theirs. The work and the answer are the same for an unknown name."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    known = person.password if person and person.has_usable_password() else _nobodys_password()
    if check_password(password[:LONGEST_PASSWORD], known) and person is not None:
        FailedTry.objects.filter(whose=kept_as("account", email.strip().lower())).delete()
        return person
    _note_failed(*_tried_by(email, address), at=at)
    return None


def must_wait(email: str, *, address: str, at: datetime) -> timedelta:
    """How long this account and this neighbourhood have to wait before the next try."""
    account, neighbourhood = _tried_by(email, address)
    return max(_wait(account, FREE_FOR_ACCOUNT, at), _wait(neighbourhood, FREE_FOR_RANGE, at), timedelta(0))


def wait_for_code(person_id: int, *, at: datetime) -> timedelta:
    """How long the next code of this person has to wait: six digits are few, so guessing must be slow."""
    return max(_wait(kept_as("code", str(person_id)), FREE_FOR_ACCOUNT, at), timedelta(0))


def note_wrong_code(person_id: int, *, at: datetime) -> None:
    """A code did not fit."""
    _note_failed(kept_as("code", str(person_id)), at=at)


@transaction.atomic
def forget_old_tries(*, at: datetime) -> None:
    """What failed long ago and links that can no longer be used are not worth keeping."""
    FailedTry.objects.filter(happened_at__lt=at - WINDOW).delete()
    SignInLink.objects.filter(ends_at__lt=at - timedelta(days=1)).delete()
    MailedToken.objects.filter(ends_at__lt=at - timedelta(days=14)).delete()
    forget_ended_sessions()


def _note_failed(*whose: str, at: datetime) -> None:
    FailedTry.objects.bulk_create(FailedTry(whose=one, happened_at=at) for one in whose)


def _wait(whose: str, free: int, at: datetime) -> timedelta:
    moments = FailedTry.objects.filter(whose=whose, happened_at__gt=at - WINDOW).order_by("-happened_at")
    tries = list(moments.values_list("happened_at", flat=True)[:100])
    return tries[0] + to_wait(len(tries), free) - at if tries else timedelta(0)


def _tried_by(email: str, address: str) -> tuple[str, str]:
    return kept_as("account", email.strip().lower()), kept_as("range", address_range(address))


def _nobodys_password() -> str:
    global _nobodys
    if _nobodys is None:
        _nobodys = make_password(secrets.token_urlsafe())
    return _nobodys


_nobodys: str | None = None
