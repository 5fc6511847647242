"""Customers as lists and pages show them: who they are, what is open, and how it was for them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.finding import known_to, people_like
from pasillo.doors.shell.moments import when
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.ground.people.together import joined_into, only_once
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import OPEN
from pasillo.operations.voice.queries import words_about

PAGE = 50
NARROW, WIDE, EACH = 280, 600, 40
HEIGHT, MIDDLE, STEP = 72, 34, 13
EXPECTED = 3


def customers_page(seen: Sight, *, words: str, after: str) -> tuple[list[dict[str, Any]], str]:
    """One page of customers by name, and where the next one begins."""
    people = people_like(words) if words else Person.objects.filter(is_active=True)
    people = only_once(known_to(seen, people))
    if after:
        name, _bar, number = after.rpartition("|")
        people = people.filter(found_by__gte=name).exclude(found_by=name, pk__lte=int(number or 0))
    found = list(people.select_related("account").order_by("found_by", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    open_ones = open_cases_of(seen, (person.pk for person in shown))
    following = f"{shown[-1].found_by}|{shown[-1].pk}" if len(found) > PAGE else ""
    return [_line(person, open_ones.get(person.pk, 0)) for person in shown], following


def open_cases_of(seen: Sight, person_ids: Iterable[int]) -> dict[int, int]:
    """How many open cases of each customer, by all the names they have, this visitor may see."""
    wanted = list(person_ids)
    shown_as = dict(joined_into(wanted)) | {pk: pk for pk in wanted}
    theirs = queries.visible_to(seen).filter(customer_id__in=shown_as, state__in=OPEN)
    found: Counter[int] = Counter()
    for customer_id, n in theirs.values_list("customer_id").annotate(n=Count("pk")).values_list("customer_id", "n"):
        found[shown_as[customer_id]] += n
    return found


def _line(person: Person, n: int) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email or person.phone,
        "company": person.account.name if person.account else "",
        "url": reverse("desk:customer", args=[person.pk]),
        "open": ngettext("%(n)s open case", "%(n)s open cases", n) % {"n": n} if n else "",
    }


def lived_line(cases: list[Case]) -> dict[str, Any] | None:
    """The experience line: each case that was judged, against what was expected, the first at the left."""
    voices = words_about(case.pk for case in cases)
    judged = [(case, voices[case.pk].score - EXPECTED) for case in reversed(cases) if case.pk in voices]
    if not judged:
        return None
    width = min(WIDE, max(NARROW, EACH * len(judged)))
    gap = (width - 2 * STEP) / max(len(judged) - 1, 1)
    points = [
        {
            "x": round(width / 2 if len(judged) == 1 else STEP + gap * place, 1),
            "y": MIDDLE - STEP * score,
            "tone": "ok" if score > 0 else "late" if score < 0 else "mute",
            "words": _("#%(n)s: %(lived)s") % {"n": case.number, "lived": _lived(score)},
        }
        for place, (case, score) in enumerate(judged)
    ]
    total = sum(score for _case, score in judged)
    return {
        "points": points, "width": width, "height": HEIGHT, "middle": MIDDLE, "total": total, "n": len(judged),
        "first": when(judged[0][0].opened_at), "last": when(judged[-1][0].opened_at),
    }  # fmt: skip


def _lived(score: int) -> str:
    return {
        -2: _("much worse than expected"),
        -1: _("worse than expected"),
        0: _("as expected"),
        1: _("better than expected"),
        2: _("much better than expected"),
    }[score]
