"""Under which names a person is known on the channels by which they reach us."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands.persons import meet
from pasillo.ground.people.facts import IdentityAdded, IdentityConfirmed, IdentityEnded
from pasillo.ground.people.models import FormerIdentity, Identity, Person

MAIL, PHONE, CLAIMED = "email", "phone", "claimed:"


@transaction.atomic
def recognise(
    *,
    realm: str,
    address: str,
    also: str = "",
    shown: str = "",
    name: str = "",
    language: str | None = None,
    known: Person | None = None,
    is_signed: bool = False,
    at: datetime,
) -> Person:
    """Whoever is known under this name there, else a new person. `also` is a second name that they have there.

    The channel proves the name and nothing more: nobody is taken for a person whom we know from elsewhere, nor by a
    name that was only claimed for them, unless whoever signed the name (`is_signed`) also vouches that it is this one
    (`known`). Every channel comes in by this door.
    """
    names = [one[:200] for one in (address, also) if one]
    for one in sorted(names):
        Identity.hold(realm, one)
    met = Identity.objects.select_related("person").filter(realm=realm, address__in=names)
    found = {one.address: one.person for one in met}
    person = next((found[one] for one in names if one in found), known)
    if person is None:
        phone = shown if shown.startswith("+") else ""
        person = meet(name=safe(name) or shown or address, phone=phone, language=language, by="system", at=at)
    proof = Identity.Proof.SIGNED if is_signed else Identity.Proof.CHANNEL
    shown = safe(shown)[:200]
    new = [
        Identity(
            person=person, realm=realm, address=one, shown=shown if one == names[0] else "", proof=proof, met_at=at
        )
        for one in names
        if one not in found
    ]
    Identity.objects.bulk_create(new)
    return person


@transaction.atomic
def add_identity(person_id: int, *, realm: str, address: str, by: str, at: datetime) -> Identity:
    """One of us writes down another address or number of a person. It is a claim: nothing comes to them by it."""
    name, shown = _as_compared(realm, address)
    realm = CLAIMED + realm
    Identity.hold(realm, name)
    known = Identity.objects.filter(realm=realm, address=name).first()
    if known is not None:
        if known.person_id == person_id:
            return known
        raise Refused(_("This was written down for somebody else already. Join the two, if they are one person."))
    identity = Identity.objects.create(
        person_id=person_id, realm=realm, address=name, shown=shown, proof=Identity.Proof.CLAIMED, met_at=at
    )
    fact = IdentityAdded(person_id=person_id, identity_id=identity.pk, realm=realm)
    tell(fact, about=f"person:{person_id}", by=by, at=at)
    return identity


def _as_compared(realm: str, address: str) -> tuple[str, str]:
    shown = safe(address).strip()[:200]
    if realm == MAIL and is_address(shown):
        return shown.lower(), shown
    digits = "".join(one for one in shown if one.isascii() and one.isdigit())
    if realm == PHONE and 6 <= len(digits) <= 18:
        return digits, shown
    raise Refused(_("This is no whole address and no whole number. Examples: ana@example.com, +34 600 000 000"))


@transaction.atomic
def confirm_identity(identity_id: int, *, by: str, at: datetime) -> Identity:
    """One of us has made sure that it is theirs: they called back, they showed it. From now on it leads to them."""
    identity = Identity.objects.select_for_update().get(pk=identity_id)
    if identity.proof not in (Identity.Proof.CLAIMED, Identity.Proof.CHANNEL):
        return identity
    realm = identity.realm.removeprefix(CLAIMED)
    if realm != identity.realm:
        Identity.hold(realm, identity.address)
        if _is_known(realm, identity.address):
            raise Refused(_("Somebody else is known by this. Join the two, if they are one person."))
    identity.realm, identity.proof = realm, Identity.Proof.CONFIRMED
    identity.save(update_fields=["realm", "proof"])
    fact = IdentityConfirmed(person_id=identity.person_id, identity_id=identity.pk, realm=realm)
    tell(fact, about=f"person:{identity.person_id}", by=by, at=at)
    return identity


def _is_known(realm: str, address: str) -> bool:
    by_mail = realm == MAIL and Person.objects.filter(email__iexact=address).exists()
    return by_mail or Identity.objects.filter(realm=realm, address=address).exists()


@transaction.atomic
def end_identity(identity_id: int, *, by: str, at: datetime) -> None:
    """It is not theirs any more, as a number that was given to others: whoever comes by it next is somebody new."""
    identity = Identity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise Refused(_("Somebody has taken it away already."))
    FormerIdentity.objects.create(
        person_id=identity.person_id, realm=identity.realm, address=identity.address, shown=identity.shown,
        proof=identity.proof, met_at=identity.met_at, ended_at=at, ended_by=by,
    )  # fmt: skip
    fact = IdentityEnded(person_id=identity.person_id, identity_id=identity.pk, realm=identity.realm)
    identity.delete()
    tell(fact, about=f"person:{fact.person_id}", by=by, at=at)
