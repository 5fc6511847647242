"""What a person may see, in one small value that every query asks for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.kit.looking import Look, look_of
from pasillo.ground.people.models import Membership, Person, Role


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Who is looking, and how far their roles let them see."""

    person_id: int | None
    area_ids: frozenset[int] = frozenset()
    managed_ids: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether this person comes in by the staff's door."""
        return bool(self.roles)

    @property
    def sees_all(self) -> bool:
        """Whether every case of the organisation is theirs to see."""
        return bool(self.roles & {Role.HEAD, Role.AUDITOR})

    @property
    def serves(self) -> bool:
        """Whether this person may act on cases, not only look."""
        return bool(self.roles & {Role.AGENT, Role.MANAGER, Role.HEAD})

    @property
    def steers(self) -> bool:
        """Whether the cockpit is open to this person."""
        return bool(self.roles & {Role.HEAD, Role.MANAGER, Role.AUDITOR})

    @property
    def look(self) -> Look:
        """The same for the second wall, in the database."""
        return look_of(person_id=self.person_id, area_ids=self.area_ids, is_staff=self.is_staff, sees_all=self.sees_all)


NOBODY = Sight(person_id=None)
SERVING = frozenset({Role.AGENT, Role.MANAGER})


def sight_of(person: Person | None) -> Sight:
    """What this person may see now. Whoever is named as the lead of an area they serve in manages it.

    A disabled person sees nothing at all.
    """
    if person is None or not person.is_active:
        return NOBODY
    rows = asked(_roles_of, person.pk)
    serving = {area for area, role, _lead in rows if area and role in SERVING}
    managed = {area for area, role, _lead in rows if area and role == Role.MANAGER}
    led = {area for area, _role, lead in rows if area in serving and lead == person.pk}
    return Sight(
        person_id=person.pk,
        area_ids=frozenset(serving),
        managed_ids=frozenset(managed | led),
        roles=frozenset(role for _area, role, _lead in rows) | ({Role.MANAGER} if led else set()),
    )


def _roles_of(person_id: int) -> QuerySet[Any]:
    return Membership.objects.filter(person_id=person_id).values_list("area_id", "role", "area__lead_id")
