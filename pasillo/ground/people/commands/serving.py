"""Areas, and who is what in them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.commands.administrators import keep_one_besides
from pasillo.ground.people.facts import AreaChanged, AreaOpened, RoleGiven, RoleTaken
from pasillo.ground.people.granting import may_give
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.ground.people.sight import SERVING, Sight

HIGHEST, LONGEST_NAME = 6, 120


@dataclass(frozen=True, kw_only=True)
class AreaAs:
    """An area as somebody wishes it."""

    name: str
    function: str = ""
    calendar_id: int
    parent_id: int | None = None
    lead_id: int | None = None
    is_active: bool = True


@transaction.atomic
def open_area(*, name: str, function: str, calendar: Calendar, by: str, at: datetime) -> Area:
    """A new team that serves."""
    name = _name(name)
    if Area.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is an area with this name already."))
    area = Area.objects.create(name=name, function=function, calendar=calendar)
    tell(AreaOpened(area_id=area.pk), about=f"area:{area.pk}", by=by, at=at)
    return area


@transaction.atomic
def change_area(area_id: int, *, version: int, wish: AreaAs, by: str, at: datetime) -> Area:
    """An area with another name, function, calendar, place or lead. Whoever saw an older version is shown this one."""
    area = Area.objects.select_for_update().get(pk=area_id)
    if area.version != version:
        raise ChangedMeanwhile(area)
    _check(area, wish)
    _check_lead(area, wish.lead_id, by=by)
    area.name, area.function = _name(wish.name), safe(wish.function).strip()[:60]
    area.calendar_id, area.parent_id, area.lead_id = wish.calendar_id, wish.parent_id, wish.lead_id
    area.is_active, area.version = wish.is_active, version + 1
    area.save()
    tell(AreaChanged(area_id=area.pk, version=area.version), about=f"area:{area.pk}", by=by, at=at)
    return area


@transaction.atomic
def give_role(*, person: Person, role: Role, area: Area | None = None, by: str, at: datetime) -> Membership:
    """A person begins to serve, manage or steer."""
    membership, is_new = Membership.objects.get_or_create(person=person, area=area, role=role)
    if is_new:
        fact = RoleGiven(person_id=person.pk, area_id=area.pk if area else None, role=role)
        tell(fact, about=person.ref, by=by, at=at)
    return membership


@transaction.atomic
def grant_role(seen: Sight, person_id: int, *, role: str, area_id: int | None, by: str, at: datetime) -> Membership:
    """Somebody gives a colleague a role, as far as their own reaches."""
    wanted = _role(role)
    if wanted in (Role.AGENT, Role.MANAGER) and area_id is None:
        raise Refused(_("Say in which area this person serves."))
    person = Person.objects.select_for_update().get(pk=person_id)
    if not may_give(seen, wanted, area_id=area_id, to=person_id, held=_held(wanted)):
        raise Refused(_("You cannot give this role: nobody gives more than they have, and nobody gives to themselves."))
    area = Area.objects.get(pk=area_id) if area_id else None
    return give_role(person=person, role=wanted, area=area, by=by, at=at)


@transaction.atomic
def take_role(membership_id: int, *, by: str, at: datetime) -> None:
    """A person stops to serve, manage or steer; the right is gone at once."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if membership.role == Role.ADMIN:
        keep_one_besides(membership.person_id)
    fact = RoleTaken(person_id=membership.person_id, area_id=membership.area_id, role=membership.role)
    membership.delete()
    tell(fact, about=f"person:{fact.person_id}", by=by, at=at)


@transaction.atomic
def withdraw_role(seen: Sight, membership_id: int, *, by: str, at: datetime) -> None:
    """Somebody takes a role back that they may give, or lays down their own."""
    held = Membership.objects.select_for_update().get(pk=membership_id)
    own = held.person_id == seen.person_id
    if not own and not may_give(seen, Role(held.role), area_id=held.area_id, to=held.person_id, held=True):
        raise Refused(_("You cannot take this role away: it reaches further than your own."))
    take_role(membership_id, by=by, at=at)


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise Refused(_("There is no such role.")) from None


def _held(role: Role) -> bool:
    return Membership.objects.filter(role=role).exists()  # of a closed account too: closing one opens no door


def _check(area: Area, wish: AreaAs) -> None:
    if not safe(wish.name).strip():
        raise Refused(_("An area needs a name."))
    if Area.objects.filter(name__iexact=safe(wish.name).strip()).exclude(pk=area.pk).exists():
        raise Refused(_("There is an area with this name already."))
    if not Calendar.objects.filter(pk=wish.calendar_id).exists():
        raise Refused(_("Choose the hours of this area."))
    _check_parent(area, wish.parent_id)


def _name(given: str) -> str:
    """What an area is called: said whole, or refused."""
    name = safe(given).strip()
    if not name:
        raise Refused(_("An area needs a name."))
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has at most %(most)s letters.") % {"most": LONGEST_NAME})
    return name


def _check_lead(area: Area, lead_id: int | None, *, by: str) -> None:
    """Whoever is named as the lead manages the area from now on: so it is given as that role is given."""
    if lead_id is None or lead_id == area.lead_id:
        return
    held = Membership.objects.filter(person=lead_id, area=area, person__is_active=True)
    if not held.filter(role__in=SERVING).exists():
        raise Refused(_("Whoever leads an area has a role in it. Give them one first."))
    if by == f"person:{lead_id}" and not held.filter(role=Role.MANAGER).exists():
        raise Refused(_("You cannot give this role: nobody gives more than they have, and nobody gives to themselves."))


def _check_parent(area: Area, parent_id: int | None) -> None:
    above = parent_id
    for _step in range(HIGHEST):
        if above is None:
            return
        if above == area.pk:
            raise Refused(_("An area cannot be a part of itself."))
        above = Area.objects.get(pk=above).parent_id
    raise Refused(_("Areas can be nested six levels deep, not more."))
