"""Under which names a person is known on the channels by which they reach us."""

from datetime import datetime

from django.db import transaction

from pasillo.ground.kit.plain import safe
from pasillo.ground.people.commands.persons import meet
from pasillo.ground.people.models import Identity, Person


@transaction.atomic
def recognise(
    *,
    realm: str,
    address: str,
    also: str = "",
    shown: str = "",
    name: str = "",
    language: str = "en",
    known: Person | None = None,
    is_signed: bool = False,
    at: datetime,
) -> Person:
    """Whoever is known under this name there, else a new person. `also` is a second name that they have there.

    The channel proves the name and nothing more: nobody is taken for a person whom we know from elsewhere, unless
    whoever signed the name (`is_signed`) also vouches that it is this one (`known`).
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
