"""Naming a colleague in a note: who is meant, and what they are told."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case


def named_in(text: str, colleagues: Iterable[Person]) -> list[Person]:
    """The colleagues whose whole name stands behind an at sign, whatever its accents and capitals."""
    if "@" not in text:
        return []
    written = plain(text)
    return [person for person in colleagues if f"@{plain(person.name)}" in written]


def letter_to_the_named(person: Person, case: Case, *, by_id: int) -> dict[str, str]:
    """A mail that says where, and not what: the note is read where rights are asked."""
    who = Person.objects.values_list("name", flat=True).get(pk=by_id)
    with translation.override(person.language):
        words = {"who": who, "number": case.number}
        address = settings.BASE_URL + reverse("desk:case", args=[case.number])
        return {
            "to": person.email or "",
            "language": person.language,
            "subject": _("%(who)s named you in case %(number)s") % words,
            "text": _("%(who)s named you in a note of case %(number)s.") % words + f"\n\n{address}",
        }
