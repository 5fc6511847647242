"""What an import needs before its cases can be played: people, areas, services, and hours."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from pasillo.doors.console.imports.neutral import Who
from pasillo.doors.console.imports.staging import Staging, mark_of
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.effects.commands import withholding
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.long_ago import long_ago
from pasillo.ground.people.commands import open_area
from pasillo.ground.people.commands.meeting import Newcomer
from pasillo.ground.people.models import Area, Membership, Role
from pasillo.operations.history.commands import bring_in, open_log
from pasillo.operations.history.models import Log
from pasillo.strategy.catalogue.commands import draft_service, retire_service
from pasillo.strategy.catalogue.models import Block, Service

SYSTEM = "system"
SERVING = (Role.AGENT, Role.MANAGER)
AT_ONCE = 1000


@dataclass(kw_only=True)
class Place:
    """Where the cases of an import are played, and who appears in them."""

    log: Log
    wish: Wish
    areas: dict[str, int] = field(default_factory=dict)
    services: dict[str, tuple[int, int]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    serving: set[tuple[int, int]] = field(default_factory=set)

    def person(self, who: Who) -> int | None:
        """Who this is here."""
        return self.people.get(_mark(self.log.name, mark_of(who))) if who else None

    def customer(self, who: Who) -> int:
        """Whose case it is; where the source names nobody, somebody without a name."""
        return self.person(who) or self.people[_mark(self.log.name, mark_of(NOBODY))]


NOBODY = Who(key="nobody", name="–")


def found(staging: Staging, wish: Wish, *, at: datetime) -> Place:
    """Everything that the import needs, made where it is missing."""
    first = staging.first_moment() or at
    early = datetime(first.year - 1, 1, 1, tzinfo=first.tzinfo)
    with transaction.atomic(), withholding(), long_ago():
        place = Place(log=open_log(wish.name, at=at), wish=wish)
        hours = _hours(place, early)
        place.areas = {name: _area(name, place, hours, early) for name, _ in staging.places("area")}
        place.services = {name: _service(name, place, hours, early) for name, _ in staging.places("service")}
    for some in _batches(staging):
        with transaction.atomic(), withholding(), long_ago():
            place.people |= bring_in(place.log, _newcomers(some, place), by=SYSTEM, at=early)
    serving = Membership.objects.filter(role__in=SERVING, person__is_active=True, person__in=place.people.values())
    place.serving = set(serving.values_list("person_id", "area_id"))
    return place


def area_name(theirs: str, wish: Wish) -> str:
    """How an area of theirs is called here."""
    return (wish.areas.get(theirs) or theirs or wish.area or wish.name).strip()[:120]


def service_name(theirs: str, wish: Wish) -> str:
    """How a service of theirs is called here."""
    return (wish.services.get(theirs) or theirs or wish.service or wish.name).strip()[:120]


def known_area(name: str) -> Area | None:
    """The area of this name, if there is one."""
    return Area.objects.filter(name__iexact=name).first()


def known_service(name: str) -> Service | None:
    """The service that is called so, in any language."""
    wanted = name.casefold()
    every = Service.objects.order_by("pk")
    return next((one for one in every if wanted in {word.casefold() for word in one.names.values()}), None)


def _hours(place: Place, early: datetime) -> Calendar:
    name = f"{place.log.name}: hours"
    known = Calendar.objects.filter(name=name).first()
    return known or set_hours(name=name, rule=CalendarRule.always(), effective_from=early)


def _area(theirs: str, place: Place, hours: Calendar, early: datetime) -> int:
    name = area_name(theirs, place.wish)
    known = known_area(name)
    return (known or open_area(name=name, function=place.log.name, calendar=hours, by=SYSTEM, at=early)).pk


def _service(theirs: str, place: Place, hours: Calendar, early: datetime) -> tuple[int, int]:
    """The service, and the area of cases for which none is named. A new one is measured and cannot be asked for."""
    name = service_name(theirs, place.wish)
    slug = slugify(f"{place.log.name} {name}")[:80] or place.log.name
    known = known_service(name) or Service.objects.filter(slug=slug).first()
    if known is None:
        area = Area.objects.get(pk=place.areas.get("") or _area("", place, hours, early))
        names = {place.wish.language: name, "en": name}
        told: dict[str, Any] = {"by": SYSTEM, "at": early}
        known = draft_service(block=Block.CUSTOMER, names=names, area=area, calendar=hours, slug=slug, **told)
        known = retire_service(known.pk, **told)
    return known.pk, known.area_id


def _batches(staging: Staging) -> Iterator[list[tuple[str, Who]]]:
    yield [(mark_of(NOBODY), NOBODY)]
    people = staging.people()
    while some := list(islice(people, AT_ONCE)):
        yield some


def _newcomers(people: list[tuple[str, Who]], place: Place) -> dict[str, Newcomer]:
    """Whoever worked there and has no account here gets none by an import: they are named, and cannot come in."""
    wanted: dict[str, Newcomer] = {}
    for mark, who in people:
        wanted[_mark(place.log.name, mark)] = Newcomer(
            name=who.name or who.email.split("@")[0] or mark.split(":", 2)[-1],
            email=who.email,
            phone=who.phone,
            language=place.wish.language,
            organisation=who.organisation,
            is_active=not who.works,
        )
    return wanted


def _mark(source: str, mark: str) -> str:
    """The same for the same person of the same source; whoever has no key of the house cannot tell whose it is."""
    words = f"{source}\x1f{mark}"
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), "sha256").hexdigest()[:32]
