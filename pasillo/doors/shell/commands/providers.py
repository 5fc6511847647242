"""Other doors that we trust, and who came through them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.shell.facts import IdentityLinked, IdentityUnlinked, ProviderChanged
from pasillo.doors.shell.models import Provider, ProviderIdentity
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands import forget_password, meet, verify
from pasillo.ground.people.models import Person

SEAL = "provider"


@dataclass(frozen=True, kw_only=True)
class ProviderAs:
    """A provider as somebody wishes it. An empty secret keeps the one that we have."""

    name: str
    issuer: str
    client_id: str
    secret: str = ""
    is_active: bool = True
    lets_in_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a provider says of a person, checked and signed."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""
    language: str = "en"


@transaction.atomic
def set_up_provider(provider_id: int | None, *, version: int, wish: ProviderAs, by: str, at: datetime) -> Provider:
    """A provider as a person filled it in. Another issuer never gets to see the old one's secret."""
    kept = Provider.objects.select_for_update().get(pk=provider_id) if provider_id else Provider(version=0)
    if kept.version != version:
        raise ChangedMeanwhile(kept)
    issuer = _checked(wish)
    if wish.secret:
        kept.sealed = sealed(wish.secret, SEAL)
    elif kept.issuer != issuer or kept.client_id != wish.client_id.strip():
        kept.sealed = b""
    kept.name, kept.issuer, kept.client_id = safe(wish.name).strip()[:60], issuer, wish.client_id.strip()[:200]
    kept.is_active, kept.lets_in_new, kept.version = wish.is_active, wish.lets_in_new, version + 1
    kept.save()
    tell(ProviderChanged(provider_id=kept.pk, version=kept.version), about=f"provider:{kept.pk}", by=by, at=at)
    return kept


@transaction.atomic
def come_through(provider: Provider, said: Said, *, at: datetime) -> Person:
    """The person whom a provider names. Known by issuer and subject alone; an address links only what nobody owned."""
    known = ProviderIdentity.objects.select_related("person").filter(issuer=said.issuer, subject=said.subject).first()
    if known is not None:
        return _open(known.person)
    return _first_time(provider, said, at)


@transaction.atomic
def link_identity(person_id: int, said: Said, *, by: str, at: datetime) -> ProviderIdentity:
    """A person who is in already says: that is me, too."""
    taken = ProviderIdentity.objects.filter(issuer=said.issuer, subject=said.subject).first()
    if taken is not None:
        if taken.person_id != person_id:
            raise Refused(_("This identity belongs to another account here."))
        return taken
    return _link(person_id, said, by=by, at=at)


@transaction.atomic
def unlink_identity(person_id: int, identity_id: int, *, by: str, at: datetime) -> None:
    """A person comes in through that provider no more."""
    gone, _rows = ProviderIdentity.objects.filter(pk=identity_id, person=person_id).delete()
    if gone:
        fact = IdentityUnlinked(person_id=person_id, identity_id=identity_id)
        tell(fact, about=f"person:{person_id}", by=by, at=at)


def _checked(wish: ProviderAs) -> str:
    issuer = wish.issuer.strip().rstrip("/")[:300]
    if not safe(wish.name).strip() or not wish.client_id.strip():
        raise Refused(_("A provider needs a name and the client id that it gave to us."))
    if not issuer.startswith(("https://", "http://")) or any(sign in issuer for sign in " ?#@\\"):
        raise Refused(_("The issuer is an address such as https://login.example.org."))
    return issuer


def _first_time(provider: Provider, said: Said, at: datetime) -> Person:
    if not said.email or not said.email_verified:
        raise Refused(_("The provider did not confirm an e-mail address for you, so we cannot make an account."))
    person = Person.objects.select_for_update().filter(email__iexact=said.email.strip()).first()
    if person is not None and (person.verified_at or person.memberships.exists()):
        raise Refused(
            _("There is an account with this address already. Sign in as usual, then link the two in your account.")
        )
    if person is None and not provider.lets_in_new:
        raise Refused(_("Nobody here is linked with this identity yet. Please ask your administrator to invite you."))
    if person is not None:  # somebody typed this address once and never proved it: what they set is worth nothing
        forget_password(person.pk, by="system", at=at)
    known = meet(name=said.name, email=said.email, language=said.language, by="system", at=at)
    _link(known.pk, said, by=known.ref, at=at)
    return _open(verify(known.pk, by=known.ref, at=at))


def _link(person_id: int, said: Said, *, by: str, at: datetime) -> ProviderIdentity:
    made = ProviderIdentity.objects.create(
        person_id=person_id, issuer=said.issuer, subject=said.subject[:255], made_at=at
    )
    fact = IdentityLinked(person_id=person_id, identity_id=made.pk)
    tell(fact, about=f"person:{person_id}", by=by, at=at)
    return made


def _open(person: Person) -> Person:
    if not person.is_active:
        raise Refused(_("This account is closed."))
    return person
