"""How people get in: links that are asked for and used once, passwords that are tried."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.shell.models import FailedTry, SignInLink
from pasillo.doors.shell.patience import FREE_FOR_ACCOUNT, FREE_FOR_RANGE, WINDOW, address_range, to_wait
from pasillo.ground.effects.commands import promise
from pasillo.ground.people.commands import verify
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation_name

LIVES = timedelta(minutes=15)
LINKS_IN_AN_HOUR = 5


@transaction.atomic
def ask_for_link(email: str, *, next_page: str, by: str, at: datetime) -> SignInLink | None:
    """A letter with a link, if we know the address. The page says the same in both cases."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or _links_since(person, at - timedelta(hours=1)) >= LINKS_IN_AN_HOUR:
        return None
    token = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(
        person=person, hash=_hash("sign-in", token), next=next_page[:400], made_at=at, ends_at=at + LIVES
    )
    _write_letter(person, link, token, at)
    return link


def person_behind(token: str, *, at: datetime) -> Person | None:
    """Whom a link would let in, without using it: programs that look at mails follow links too."""
    link = SignInLink.objects.filter(hash=_hash("sign-in", token), used_at=None, ends_at__gt=at).first()
    return link.person if link and link.person.is_active else None


@transaction.atomic
def use_link(token: str, *, at: datetime) -> SignInLink | None:
    """The link lets its person in, once. The address is proven by it."""
    link = (
        SignInLink.objects.select_for_update()
        .filter(hash=_hash("sign-in", token), used_at=None, ends_at__gt=at, person__is_active=True)
        .first()
    )
    if link is None:
        return None
    link.used_at = at
    link.save(update_fields=["used_at"])
    verify(link.person_id, by=link.person.ref, at=at)
    return link


def try_password(email: str, password: str, *, address: str, at: datetime) -> Person | None:
    """The person, if the password is theirs. The work and the answer are the same for an unknown name."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    known = person.password if person and person.has_usable_password() else _nobodys_password()
    if check_password(password, known) and person is not None:
        FailedTry.objects.filter(whose=_hash("account", email.strip().lower())).delete()
        return person
    for whose in _tried_by(email, address):
        FailedTry.objects.create(whose=whose, happened_at=at)
    return None


def must_wait(email: str, *, address: str, at: datetime) -> timedelta:
    """How long this account and this neighbourhood have to wait before the next try."""
    waits = []
    for whose, free in zip(_tried_by(email, address), (FREE_FOR_ACCOUNT, FREE_FOR_RANGE), strict=True):
        moments = FailedTry.objects.filter(whose=whose, happened_at__gt=at - WINDOW).order_by("-happened_at")
        tries = list(moments.values_list("happened_at", flat=True)[:100])
        waits.append(tries[0] + to_wait(len(tries), free) - at if tries else timedelta(0))
    return max(*waits, timedelta(0))


@transaction.atomic
def forget_old_tries(*, at: datetime) -> None:
    """What failed long ago and links that can no longer be used are not worth keeping."""
    FailedTry.objects.filter(happened_at__lt=at - WINDOW).delete()
    SignInLink.objects.filter(ends_at__lt=at - timedelta(days=1)).delete()


def _write_letter(person: Person, link: SignInLink, token: str, at: datetime) -> None:
    with translation.override(person.language):
        address = settings.BASE_URL + reverse("shell:sign-in-confirm", args=[token])
        words = _(
            "Hello %(name)s,\n\nwith this link you come in, without a password. It works once, for 15 minutes:\n\n"
            "%(link)s\n\nIf you did not ask for it, you need not do anything: your address alone lets nobody in."
        ) % {"name": person.name, "link": address}
        letter = {
            "template": "sign-in",
            "to": person.email,
            "language": person.language,
            "subject": _("Your link to %(organisation)s") % {"organisation": organisation_name()},
            "text": words,
        }
    promise("mail", key=f"sign-in:{link.pk}", payload=letter, about=person.ref, at=at)


def _links_since(person: Person, since: datetime) -> int:
    return SignInLink.objects.filter(person=person, made_at__gt=since).count()


def _tried_by(email: str, address: str) -> tuple[str, str]:
    return _hash("account", email.strip().lower()), _hash("range", address_range(address))


def _hash(purpose: str, secret: str) -> str:
    return hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}:{secret}".encode()).hexdigest()


def _nobodys_password() -> str:
    global _nobodys
    if _nobodys is None:
        _nobodys = make_password(secrets.token_urlsafe())
    return _nobodys


_nobodys: str | None = None
