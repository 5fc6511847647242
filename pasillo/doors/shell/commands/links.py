"""Links that let in once, for who comes rarely and keeps no password."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.shell.commands.letters import write_letter
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import SignInLink
from pasillo.ground.people.commands import verify
from pasillo.ground.people.models import Person

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
        person=person, hash=kept_as("sign-in", token), next=next_page[:400], made_at=at, ends_at=at + LIVES
    )
    _write_letter(person, link, token, at)
    return link


def person_behind(token: str, *, at: datetime) -> Person | None:
    """Whom a link would let in, without using it: programs that look at mails follow links too."""
    link = SignInLink.objects.filter(hash=kept_as("sign-in", token), used_at=None, ends_at__gt=at).first()
    return link.person if link and link.person.is_active else None


@transaction.atomic
def use_link(token: str, *, at: datetime) -> SignInLink | None:
    """The link lets its person in, once. The address is proven by it."""
    link = (
        SignInLink.objects.select_for_update()
        .filter(hash=kept_as("sign-in", token), used_at=None, ends_at__gt=at, person__is_active=True)
        .first()
    )
    if link is None:
        return None
    link.used_at = at
    link.save(update_fields=["used_at"])
    verify(link.person_id, by=link.person.ref, at=at)
    return link


def _write_letter(person: Person, link: SignInLink, token: str, at: datetime) -> None:
    with translation.override(person.language):
        words = _(
            "Hello %(name)s,\n\nwith this link you come in, without a password. It works once, for 15 minutes:\n\n"
            "%(link)s\n\nIf you did not ask for it, you need not do anything: your address alone lets nobody in."
        )
        write_letter(
            key=f"sign-in:{link.pk}",
            template="sign-in",
            to=person.email or "",
            subject=_("Your link to %(organisation)s"),
            words=words,
            path=reverse("shell:sign-in-confirm", args=[token]),
            name=person.name,
            about=person.ref,
            at=at,
        )


def _links_since(person: Person, since: datetime) -> int:
    return SignInLink.objects.filter(person=person, made_at__gt=since).count()
