"""The people of the example whom one may be, only those whose address can belong to nobody; and what channels play."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pasillo.ground.kit.registry import Registry
from pasillo.ground.people.models import Person, Role
from pasillo.strategy.catalogue.models import Service

RESERVED = ".example"
COLLEAGUES, CUSTOMERS = 12, 8


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person of the example and what they are in it."""

    person: Person
    staff: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who is there for a scene that a channel plays: about what, between whom, from when on, and which moment it is."""

    service: Service
    customer: Person
    agent: Person
    begins: datetime
    at: datetime


scenes: Registry[Callable[[Cast], None]] = Registry("scene of the example")


def example_people() -> list[Somebody]:
    """Those of the story who work there, who audits them, and its first customers."""
    invented = Person.objects.filter(email__iendswith=RESERVED, is_active=True).order_by("pk")
    working = invented.filter(memberships__isnull=False).distinct().prefetch_related("memberships__area")
    colleagues = list(working[:COLLEAGUES])
    colleagues += working.filter(memberships__role=Role.AUDITOR).exclude(pk__in=[one.pk for one in colleagues])[:1]
    customers = invented.filter(memberships__isnull=True).select_related("account")[:CUSTOMERS]
    return [_colleague(one) for one in colleagues] + [_customer(one) for one in customers]


def _colleague(person: Person) -> Somebody:
    roles = [(membership.role, membership.area) for membership in person.memberships.all()]
    said = [f"{_role(role)}, {area.name}" if area else _role(role) for role, area in roles]
    return Somebody(person=person, staff=True, words=" · ".join(said))


def _customer(person: Person) -> Somebody:
    return Somebody(person=person, staff=False, words=person.account.name if person.account else _("Customer"))


def _role(role: str) -> str:
    return {
        Role.AGENT: _("Agent"),
        Role.MANAGER: _("Area manager"),
        Role.HEAD: _("Head of operations"),
        Role.EMPLOYEE: _("Employee"),
        Role.ADMIN: _("Administrator"),
        Role.AUDITOR: _("Auditor"),
    }.get(Role(role), role)
