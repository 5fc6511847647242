"""What a log needs before its cases can be played: hours, areas, services with their promises, and people."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from pasillo.doors.console.history.mapping import LogMap
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.commands import AreaAs, change_area, give_role, open_area
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.operations.cases.models import Case
from pasillo.operations.history.commands import call_up, open_log, stand_in
from pasillo.operations.history.models import Log
from pasillo.operations.history.queries import on_call, stand_ins_of
from pasillo.strategy.catalogue.commands import draft_service, retire_service
from pasillo.strategy.catalogue.models import Block, Service
from pasillo.strategy.objectives.commands import set_objective

SYSTEM = "system"
CUSTOMER, COLLEAGUE = "customer", "colleague"
NAMES = {CUSTOMER: "Customer", COLLEAGUE: "Colleague"}


def found(log_map: LogMap, *, first: datetime, at: datetime) -> "Place":
    """Everything that the log needs, made where it is missing. What is promised holds from before its first case."""
    early = datetime(first.year - 1, 1, 1, tzinfo=first.tzinfo)
    log = open_log(log_map.source, at=at)
    place = Place(log=log, log_map=log_map, early=early, calendar=_hours(log_map, early))
    place.services = [_service(place, number) for number in range(len(log_map.services))]
    return place


def _hours(log_map: LogMap, early: datetime) -> Calendar:
    name = f"{log_map.source}: hours"
    known = Calendar.objects.filter(name=name).first()
    return known or set_hours(name=name, rule=log_map.hours, effective_from=early)


def _service(place: "Place", number: int) -> Service:
    """A service that is measured and cannot be asked for."""
    offer = place.log_map.services[number]
    slug = slugify(f"{place.log_map.source} {offer.name}")[:80]
    known = Service.objects.filter(slug=slug).first()
    if known is not None:
        return known
    area = Area.objects.get(pk=place.area(""))
    told: dict[str, Any] = {"by": SYSTEM, "at": place.early}
    block = Block.CUSTOMER
    service = draft_service(block=block, names={place.log_map.language: offer.name, "en": offer.name}, area=area,
                            calendar=place.calendar, slug=slug, **told)  # fmt: skip
    for metric, minutes in offer.promises.items():
        set_objective(service.pk, metric=metric, target_minutes=minutes, **told)
    return retire_service(service.pk, **told)


@dataclass(kw_only=True)
class Place:
    """Where the cases of a log are played, and who plays in them."""

    log: Log
    log_map: LogMap
    early: datetime
    calendar: Calendar
    services: list[Service] = field(default_factory=list)
    areas: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    serving: set[tuple[int, int]] = field(default_factory=set)
    on_call: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """Forget what was made in a transaction that came to nothing."""
        self.areas = {}
        self.people = stand_ins_of(self.log.pk)
        self.on_call = on_call(self.log.pk)
        serve = Membership.objects.filter(person__in=self.people.values(), role=Role.AGENT, area__isnull=False)
        self.serving = set(serve.values_list("person_id", "area_id"))

    def area(self, group: str) -> int:
        """The area that a group of the log becomes; where it names none, the one that comes first."""
        if group not in self.areas:
            name = (self.log_map.area.replace("{group}", group) if group else self.log_map.first_area)[:120]
            known = Area.objects.filter(name__iexact=name).first()
            function = self.log_map.source
            if known is not None and not known.is_active and known.function == function:
                turn_area(known, is_active=True, at=self.early)
            self.areas[group] = (
                known or open_area(name=name, function=function, calendar=self.calendar, by=SYSTEM, at=self.early)
            ).pk
        return self.areas[group]

    def customer(self, name: str) -> int:
        """Who stands for a customer of the log."""
        return self._person(CUSTOMER, name)

    def colleague(self, name: str, area_id: int) -> int:
        """Who stands for somebody who works in the log, and serves in this area from now on."""
        person_id = self._person(COLLEAGUE, name)
        if person_id not in self.on_call:
            call_up(person_id, by=SYSTEM, at=self.early)
            self.on_call.add(person_id)
        if (person_id, area_id) not in self.serving:
            person, area = Person.objects.get(pk=person_id), Area.objects.get(pk=area_id)
            give_role(person=person, role=Role.AGENT, area=area, by=SYSTEM, at=self.early)
            self.serving.add((person_id, area_id))
        return person_id

    def worker(self, name: str) -> int:
        """Who stands for somebody who does something in the log."""
        return self._person(COLLEAGUE, name)

    def _person(self, sort: str, name: str) -> int:
        mark = _mark(self.log.name, sort, name)
        if mark not in self.people:
            shown = f"{NAMES[sort]} {mark[:6]}"
            language = self.log_map.language
            person = stand_in(self.log, mark=mark, name=shown, language=language, by=SYSTEM, at=self.early)
            self.people[mark] = person.pk
            self.on_call.add(person.pk)
        return self.people[mark]

    def let_rest(self, *, at: datetime) -> None:
        """Areas that were made for this log and in which nothing is open are in no list of areas any more."""
        made = Area.objects.filter(function=self.log_map.source, calendar=self.calendar, is_active=True)
        for area in list(made.exclude(pk__in=Case.objects.living().values("area_id")).order_by("pk")):
            turn_area(area, is_active=False, at=at)


def turn_area(area: Area, *, is_active: bool, at: datetime) -> None:
    """An area of a log is there while its cases are played, and rests afterwards."""
    wish = AreaAs(
        name=area.name,
        function=area.function,
        calendar_id=area.calendar_id,
        parent_id=area.parent_id,
        lead_id=area.lead_id,
        is_active=is_active,
    )
    change_area(area.pk, version=area.version, wish=wish, by=SYSTEM, at=at)


def _mark(*words: str) -> str:
    """The same for the same person of the same log; whoever has no key of the house cannot tell whose it is."""
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(words).encode(), "sha256").hexdigest()[:32]
