"""Many people are met at once, as when a house moves in: the known ones are found, the others become known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.kit.together import together
from pasillo.ground.people.facts import PersonMet
from pasillo.ground.people.models import Account, Person


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody as others know them. Whoever has no address can never come in."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "en"
    organisation: str = ""
    is_active: bool = True


@transaction.atomic
def meet_many(newcomers: Mapping[str, Newcomer], *, by: str, at: datetime) -> tuple[dict[str, int], set[str]]:
    """Who each of these is, by the key under which they were named, and which of them were not known before.

    Whoever is known stays as they are: a list of others changes no name, no account and no right of theirs.
    """
    addresses = {one.email.lower() for one in newcomers.values() if one.email}
    found = Person.objects.annotate(small=Lower("email")).filter(small__in=addresses).values_list("small", "pk")
    known = dict(found)
    fresh: dict[str, Person] = {}
    accounts: dict[str, int] = {}
    of_key: dict[str, str] = {}
    for key, one in newcomers.items():
        of_key[key] = one.email.lower() or f"key {key}"
        if of_key[key] not in known and of_key[key] not in fresh:
            fresh[of_key[key]] = _person(one, _account(one.organisation, accounts))
    _keep(list(fresh.values()), by=by, at=at)
    known |= {name: person.pk for name, person in fresh.items()}
    return {key: known[name] for key, name in of_key.items()}, {key for key, name in of_key.items() if name in fresh}


def _account(name: str, known: dict[str, int]) -> int | None:
    """The organisation of somebody new, made where it is not known."""
    shown = safe(name).strip()[:200]
    if shown and shown not in known:
        here = Account.objects.filter(name__iexact=shown).order_by("pk").first()
        known[shown] = (here or Account.objects.create(name=shown)).pk
    return known.get(shown)


def _person(one: Newcomer, account_id: int | None) -> Person:
    shown = safe(one.name).strip()[:200] or one.email.split("@")[0] or one.phone or "–"
    return Person(
        name=shown,
        email=one.email or None,
        phone=safe(one.phone)[:40],
        language=known_language(one.language),
        account_id=account_id,
        is_active=one.is_active,
        found_by=plain(f"{shown} {one.email}")[:400],
        password="!",
    )


def _keep(people: Sequence[Person], *, by: str, at: datetime) -> None:
    Person.objects.bulk_create(people, batch_size=1000)
    with together():
        for person in people:
            tell(PersonMet(person_id=person.pk), about=person.ref, by=by, at=at)
