"""How the desk finds cases and customers: by number, by words, by name, forgiving accents and capitals."""

import re

from django.db.models import Q, QuerySet

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case, Cases

NEWEST = 2000


def find_cases(seen: Sight, words: str, limit: int) -> list[Case]:
    """The cases of this visitor that fit the words, the newest first; a number stands before all."""
    visible = queries.visible_to(seen).select_related("service", "customer")
    number = re.fullmatch(r"#?\s*(\d{1,15})", words.strip())
    found = list(visible.filter(number=int(number.group(1)))) if number else []
    if not number:
        found += list(_by_words(visible, words).order_by("-opened_at")[:limit])
    return found[:limit]


def _by_words(visible: Cases, words: str) -> QuerySet[Case]:
    return visible.filter(Q(customer__in=_people(words)) | Q(pk__in=_subjects(visible, words)))


def _subjects(visible: Cases, words: str) -> list[int]:
    """Subjects that hold every word, whatever their accents; among the newest, so that it stays fast."""
    asked = plain(words).split()
    newest = visible.order_by("-opened_at").values_list("pk", "subject")[:NEWEST]
    return [pk for pk, subject in newest if all(word in plain(subject) for word in asked)]


def find_customers(seen: Sight, words: str, limit: int) -> list[Person]:
    """Customers by name or address: those of visible cases; whoever takes calls finds all."""
    found = _people(words)
    if not seen.serves:
        found = found.filter(pk__in=queries.visible_to(seen).values("customer_id"))
    return list(found.order_by("name")[:limit])


def _people(words: str) -> QuerySet[Person]:
    people = Person.objects.filter(is_active=True)
    for word in plain(words).split():
        people = people.filter(found_by__contains=word)
    return people
