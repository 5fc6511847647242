"""Who is away, and who stands in for them."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.facts import AbsenceEnded, AbsencePlanned
from pasillo.ground.people.models import Absence, Membership, Person
from pasillo.ground.people.queries import zone_of

LONGEST = timedelta(days=731)


@transaction.atomic
def plan_absence(
    person_id: int, *, first: date, last: date, cover_id: int | None = None, why: str = "", by: str, at: datetime
) -> Absence:
    """A person is away from one day to another, both included, and somebody may stand in."""
    if last < first:
        raise Refused(_("The last day comes before the first."))
    if last - first > LONGEST:
        raise Refused(_("That is longer than two years. Please shorten it."))
    person = Person.objects.select_for_update().get(pk=person_id)
    _check_cover(person, cover_id)
    starts_at, ends_at = _moments(person, first, last)
    if ends_at <= at:
        raise Refused(_("These days are over already. An absence begins or goes on today, or later."))
    if Absence.objects.filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused(_("An absence is planned for some of these days already."))
    kind = why if why in Absence.Why.values else Absence.Why.OTHER
    absence = Absence.objects.create(
        person=person, starts_at=starts_at, ends_at=ends_at, first=first, last=last, cover_id=cover_id, why=kind
    )
    fact = AbsencePlanned(person_id=person_id, absence_id=absence.pk, cover_id=cover_id, days=(last - first).days + 1)
    tell(fact, about=person.ref, by=by, at=at)
    return absence


@transaction.atomic
def come_back_early(absence_id: int, *, by: str, at: datetime) -> None:
    """An absence ends now; one that has not begun is as if it had never been planned."""
    absence = Absence.objects.select_for_update().get(pk=absence_id)
    if absence.ends_at <= at:
        return
    tell(
        AbsenceEnded(person_id=absence.person_id, absence_id=absence.pk),
        about=f"person:{absence.person_id}", by=by, at=at,
    )  # fmt: skip
    if absence.starts_at >= at:
        absence.delete()
        return
    absence.ends_at, absence.last = at, at.astimezone(zone_of(absence.person)).date()
    absence.save(update_fields=["ends_at", "last"])


def _check_cover(person: Person, cover_id: int | None) -> None:
    if cover_id is None:
        return
    if cover_id == person.pk:
        raise Refused(_("Nobody can stand in for themselves."))
    if not Membership.objects.filter(person=cover_id, person__is_active=True).exists():
        raise Refused(_("Whoever stands in has to work here."))


def _moments(person: Person, first: date, last: date) -> tuple[datetime, datetime]:
    zone = zone_of(person)
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
