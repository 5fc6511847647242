"""Can this person be reached by mail, and are they there?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from pasillo.ground.asking import asked
from pasillo.ground.people.models import Person
from pasillo.operations.conversations.models import Away, Reach


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What their last mails told us."""

    is_gone: bool = False
    is_late: bool = False
    why: str = ""
    is_away: bool = False
    until_on: date | None = None


def whereabouts_of(person_id: int, *, at: datetime) -> Whereabouts:
    """Whether mail arrives at their address, and whether they are away now."""
    for gone, why, noted_at, until_on in asked(_known, person_id):
        is_away = noted_at is not None and (until_on is None or until_on >= at.date())
        return Whereabouts(is_gone=bool(gone), is_late=gone is False, why=why or "", is_away=is_away, until_on=until_on)
    return Whereabouts()


def _known(person_id: int) -> QuerySet[Any]:
    reach = Reach.objects.filter(address=Lower(OuterRef("email")))
    away = Away.objects.filter(person_id=OuterRef("pk"))
    known = Person.objects.filter(pk=person_id).annotate(
        reach_gone=Subquery(reach.values("is_gone")[:1]),
        reach_why=Subquery(reach.values("why")[:1]),
        away_noted=Subquery(away.values("noted_at")[:1]),
        away_until=Subquery(away.values("until_on")[:1]),
    )
    return known.values_list("reach_gone", "reach_why", "away_noted", "away_until")
