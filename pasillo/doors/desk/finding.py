"""How the desk finds cases and customers: by number, by words, by name, forgiving accents and capitals."""

import re
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Func, Q, QuerySet, TextField, Value

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.models import Identity, Person
from pasillo.ground.people.sight import Sight
from pasillo.ground.people.together import once_each, only_once
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case, Cases

NEWEST, SHORTEST_NUMBER, NEARLY_ALL = 2000, 4, 9
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
    """Customers by name, address or phone: those of visible cases. Who takes a call may know a whole address."""
    found = list(only_once(known_to(seen, people_like(words))).order_by("name")[:limit])
    return found or (list(_told_in_full(words)[:1]) if seen.serves else [])


def known_to(seen: Sight, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of them of whom the visitor may see a case. Names of other areas' customers are not for looking around."""
    return people.filter(pk__in=queries.visible_to(seen).values("customer_id"))


def pick_of(person: Person) -> str:
    """What stands for a caller in the form: nobody can try numbers and read the names behind them."""
    return Signer(salt="caller").sign(str(person.pk))


def picked(seen: Sight, given: str) -> Person | None:
    """The caller who was picked: from a list of ours, or one whom the visitor knows anyway."""
    try:
        everybody, number = Person.objects.all(), Signer(salt="caller").unsign(given)
    except BadSignature:
        everybody, number = known_to(seen, Person.objects.all()), given
    return everybody.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None


def _told_in_full(words: str) -> QuerySet[Person]:
    """Whoever tells an address, or nearly all of a phone number, is found by it, whichever area knows them."""
    if len(_digits(words)) >= NEARLY_ALL:
        return people_like(words).order_by("pk")
    return Person.objects.filter(is_active=True, email__iexact=words.strip()).exclude(email=None)


def recent_callers(seen: Sight, *, at: datetime, limit: int = 6) -> list[tuple[Person, datetime]]:
    """Who called in the last days, the latest first: they often call again."""
    calls = queries.served_by(seen).filter(channel="phone", opened_at__gte=at - LATELY)
    latest: dict[Person, datetime] = {}
    for case in calls.select_related("customer").order_by("-opened_at")[: 5 * limit]:
        latest.setdefault(case.customer, case.opened_at)
    return [(one, latest[one]) for one in once_each(latest)[:limit]]


def people_like(words: str) -> QuerySet[Person]:
    """People whose name, address or phone holds every word, or who are known by such a number or address elsewhere."""
    people = Person.objects.filter(is_active=True)
    digits = _digits(words)
    if len(digits) >= SHORTEST_NUMBER:
        bare = Func("phone", Value(" ()./+-"), Value(""), function="translate", output_field=TextField())
        known = Identity.objects.filter(address__contains=digits).values("person_id")
        return people.annotate(bare=bare).filter(Q(bare__contains=digits) | Q(pk__in=known))
    if "@" in words and " " not in words.strip():
        known = Identity.objects.filter(address__startswith=words.strip().lower()).values("person_id")
        return people.filter(Q(found_by__contains=plain(words)) | Q(pk__in=known))
    for word in plain(words).split():
        people = people.filter(found_by__contains=word)
    return people


def _digits(words: str) -> str:
    """The digits of a phone number as people write it; nothing when it is no number."""
    digits = re.sub(r"[\s()./+-]", "", words)
    return digits if digits.isascii() and digits.isdigit() else ""
