"""What surrounds a form at a door: the times on offer, the people one may choose, and how answers are written."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import full, number
from pasillo.ground.hours.dates import dated
from pasillo.ground.people.choosing import choosable, find_choosable
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import NOBODY, Sight
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import Around, Someone
from pasillo.strategy.catalogue.form_reading import Writing
from pasillo.strategy.catalogue.form_schema import Field
from pasillo.strategy.catalogue.queries import slots_for


def around(form: Form, *, request_type_id: int | None, seen: Sight = NOBODY, at: datetime) -> Around:
    """Everything that an answer may depend on beside the words that were typed."""
    return Around(
        today=timezone.localdate(at),
        at=at,
        language=get_language() or "en",
        slots=slots_for(form, request_type_id=request_type_id, at=at),
        find_people=partial(_find, seen),
        person=partial(_one, seen),
    )


def told(form: Form, answers: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Question and answer as this reader reads them: days, times, money, figures and people."""
    people = {answer["person"] for answer in answers.values() if isinstance(answer, dict) and "person" in answer}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    return form.told(answers, language, writing=writing(names))


def writing(names: Mapping[int, str]) -> Writing:
    """How the doors write answers, in the language that is active."""
    return Writing(
        day=day, moment=full, span=span, number=_figure, person=lambda pk: names.get(pk) or str(_("Somebody"))
    )


def day(on: date) -> str:
    """A day with its weekday: Friday 15 January 2027."""
    return dated(on, _("l j F Y"))


def span(begins: datetime, ends: datetime) -> str:
    """A time on one day, or over several: Friday 15 January 2027, 09:00 to 13:00."""
    begins, ends = timezone.localtime(begins), timezone.localtime(ends)
    until = dated(ends, _("H:i") if ends.date() == begins.date() else _("l j F Y, H:i"))
    return _("%(begins)s to %(ends)s") % {"begins": dated(begins, _("l j F Y, H:i")), "ends": until}


def _figure(value: float | Decimal) -> str:
    exact = Decimal(str(value))
    exponent = exact.normalize().as_tuple().exponent
    return number(exact, max(0, -exponent) if isinstance(exponent, int) else 0)


def someone(person: Person) -> Someone:
    """A person as one is offered to be chosen."""
    return Someone(id=person.pk, name=person.name, detail=person.email or "")


def _find(seen: Sight, asked: Field, words: str) -> list[Someone]:
    return [someone(person) for person in find_choosable(seen, asked.who, words)]


def _one(seen: Sight, asked: Field, pk: int) -> Someone | None:
    found = choosable(seen, asked.who).filter(pk=pk).first()
    return someone(found) if found else None
