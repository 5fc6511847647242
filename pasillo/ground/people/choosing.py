"""Whom somebody may choose as the answer to a question: never more people than they may know of."""

from django.db.models import Q, QuerySet

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight

MOST = 8
SHORTEST = 2


def choosable(seen: Sight, who: str) -> QuerySet[Person]:
    """Colleagues for who works here, customers too for who serves; for a customer the people of their own account."""
    people = Person.objects.filter(is_active=True).exclude(email=None)
    if not seen.is_staff:
        return _of_one_account(people, seen)
    colleagues, customers = Q(memberships__isnull=False), Q(memberships__isnull=True)
    wanted = {"colleague": colleagues, "customer": customers}.get(who, colleagues | customers)
    if not seen.serves:
        wanted &= colleagues
    return people.filter(wanted).distinct()


def find_choosable(seen: Sight, who: str, words: str) -> list[Person]:
    """Those whose name or address contains every word; the few first by name."""
    said = [word for word in plain(words).split() if word][:6]
    if len("".join(said)) < SHORTEST:
        return []
    people = choosable(seen, who)
    for word in said:
        people = people.filter(found_by__contains=word)
    found = list(people.order_by("name", "pk")[:MOST])
    exact = [person for person in found if plain(words) in (plain(person.name), plain(person.email or ""))]
    return exact if len(exact) == 1 else found


def _of_one_account(people: QuerySet[Person], seen: Sight) -> QuerySet[Person]:
    account = Person.objects.filter(pk=seen.person_id or 0, account__isnull=False).values("account_id")
    return people.filter(account_id__in=account)
