"""Who is one person: the contacts that were joined, and as whom they are shown and counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.likeness import digits_of
from pasillo.ground.people.likenesses import NUMBERS
from pasillo.ground.people.models import Identity, Joining, Membership, Person
from pasillo.ground.people.proofs import CHANNEL, CLAIMED, CLICKED, CONFIRMED, LETS_READ

DEVICE = "device"


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name by which somebody is known, and how far it is proven; with a number of its own where it can be ended."""

    realm: str
    shown: str
    proof: str
    identity_id: int | None = None


def root_of(person_id: int) -> int:
    """As whom this contact is shown: themselves, unless they were joined into somebody."""
    found = asked(_root, person_id)
    return found[0] if found else person_id


def _root(person_id: int) -> "QuerySet[Joining, int]":
    return Joining.objects.filter(person_id=person_id, undone_at=None).values_list("root_id", flat=True)[:1]


def roots_of(person_ids: Iterable[int]) -> dict[int, int]:
    """The same for many; who was never joined is not in it."""
    rows = Joining.objects.filter(person_id__in=set(person_ids), undone_at=None)
    return dict(rows.values_list("person_id", "root_id"))


def one_person(person_id: int) -> list[int]:
    """All contacts that are this person, the one as whom they are shown first."""
    root = root_of(person_id)
    members = Joining.objects.filter(root_id=root, undone_at=None).order_by("joined_at", "id")
    return [root, *members.values_list("person_id", flat=True)]


def once_each(people: Iterable[Person]) -> list[Person]:
    """Each person once among these contacts: by the one as whom they are shown if it is there, else by the first."""
    found = list(people)
    roots = roots_of(one.pk for one in found)
    kept: dict[int, Person] = {}
    for one in found:
        root = roots.get(one.pk, one.pk)
        if root not in kept or one.pk == root:
            kept[root] = one
    return list(kept.values())


def only_once(people: "QuerySet[Person]") -> "QuerySet[Person]":
    """These contacts without those who are shown as another one of them."""
    joined = Joining.objects.filter(undone_at=None, root__in=people.values("pk"))
    return people.exclude(pk__in=joined.values("person_id"))


def joined_into(root_ids: Iterable[int]) -> list[tuple[int, int]]:
    """The contacts that are shown as one of these, each with whom."""
    rows = Joining.objects.filter(root_id__in=list(root_ids), undone_at=None)
    return list(rows.values_list("person_id", "root_id"))


def names_shown(people: Iterable[Person]) -> dict[int, str]:
    """By which name each of these contacts is shown: that of the person whom they were joined into."""
    names = {one.pk: one.name for one in people}
    rows = Joining.objects.filter(person_id__in=names, undone_at=None).values_list("person_id", "root__name")
    return names | dict(rows)


def joinings_in(person_id: int) -> list[Joining]:
    """How the contacts of this person came together, the first first."""
    rows = Joining.objects.filter(root_id=root_of(person_id), undone_at=None)
    return list(rows.select_related("person", "into").order_by("joined_at", "id"))


def works_here(person_ids: Iterable[int]) -> bool:
    """Whether any of these has a role in the organisation."""
    return Membership.objects.filter(person_id__in=list(person_ids)).exists()


def signs_in(person: Person) -> bool:
    """Whether this contact comes in by a sign-in of their own."""
    return person.verified_at is not None or person.has_usable_password()


def names_of(person: Person) -> list[Name]:
    """Every name by which a contact is known, and how far each is proven: the address of their sign-in first."""
    found = (
        [Name(realm="email", shown=person.email, proof=CLICKED if person.verified_at else CLAIMED)]
        if person.email
        else []
    )
    known = list(Identity.objects.filter(person=person).order_by("met_at", "id"))
    proven = {digits_of(one.address) for one in known if one.proof in LETS_READ}
    if person.phone and digits_of(person.phone) not in {digits_of(one.address) for one in known} - {""}:
        found.append(Name(realm="phone", shown=person.phone, proof=CLAIMED))
    return found + [
        Name(realm=one.realm, shown=one.shown or one.address, proof=_told(one, proven), identity_id=one.pk)
        for one in known
        if one.realm != DEVICE
    ]


def _told(one: Identity, proven: set[str]) -> str:
    """A number that is proven in one network is the same number in another."""
    return (
        CONFIRMED if one.realm in NUMBERS and one.proof == CHANNEL and digits_of(one.address) in proven else one.proof
    )
