"""How the desk finds cases and customers: by number, by words, by name, forgiving accents and capitals."""

import re
from datetime import datetime, timedelta

from django.db.models import Func, Q, QuerySet, TextField, Value

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case, Cases

NEWEST, SHORTEST_NUMBER = 2000, 4
LATELY = timedelta(days=7)


def find_cases(seen: Sight, words: str, limit: int) -> list[Case]:
    """The cases of this visitor that fit the words, the newest first; a number stands before all."""
    visible = queries.visible_to(seen).select_related("service", "customer")
    number = re.fullmatch(r"#?\s*(\d{1,15})", words.strip())
    found = list(visible.filter(number=int(number.group(1)))) if number else []
    if not number:
        found += list(_by_words(visible, words).order_by("-opened_at")[:limit])
    return found[:limit]


def _by_words(visible: Cases, words: str) -> QuerySet[Case]:
    return visible.filter(Q(customer__in=people_like(words)) | Q(pk__in=_subjects(visible, words)))


def _subjects(visible: Cases, words: str) -> list[int]:
    """Subjects that hold every word, whatever their accents; among the newest, so that it stays fast."""
    asked = plain(words).split()
    newest = visible.order_by("-opened_at").values_list("pk", "subject")[:NEWEST]
    return [pk for pk, subject in newest if all(word in plain(subject) for word in asked)]


def find_customers(seen: Sight, words: str, limit: int) -> list[Person]:
    """Customers by name, address or phone: those of visible cases; whoever takes calls finds all."""
    found = people_like(words)
    if not seen.serves:
        found = found.filter(pk__in=queries.visible_to(seen).values("customer_id"))
    return list(found.order_by("name")[:limit])


def recent_callers(seen: Sight, *, at: datetime, limit: int = 6) -> list[tuple[Person, datetime]]:
    """Who called in the last days, the latest first: they often call again."""
    calls = queries.served_by(seen).filter(channel="phone", opened_at__gte=at - LATELY)
    latest: dict[Person, datetime] = {}
    for case in calls.select_related("customer").order_by("-opened_at")[: 5 * limit]:
        latest.setdefault(case.customer, case.opened_at)
    return list(latest.items())[:limit]


def people_like(words: str) -> QuerySet[Person]:
    """People whose name, address or phone holds every word."""
    people = Person.objects.filter(is_active=True)
    digits = re.sub(r"[\s()./+-]", "", words)
    if digits.isdigit() and len(digits) >= SHORTEST_NUMBER:
        bare = Func("phone", Value(" ()./+-"), Value(""), function="translate", output_field=TextField())
        return people.annotate(bare=bare).filter(bare__contains=digits)
    for word in plain(words).split():
        people = people.filter(found_by__contains=word)
    return people
